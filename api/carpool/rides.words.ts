import type { Language } from '../platform/problems.ts'
import type { SearchFault, TripFault } from './carpool.rules.ts'
import type { SeriesFault } from './trips.rules.ts'

export type Said = Record<Language, string>

/** Why an offer cannot be taken, and what to do. */
export const tripFaultWords: Record<TripFault, Said> = {
  same_aire: {
    fr: 'Le départ et l’arrivée sont au même endroit. Choisissez deux aires.',
    en: 'It leaves from where it arrives. Choose two stops.',
    nl: 'Het vertrek en de aankomst zijn op dezelfde plaats. Kies twee carpoolplaatsen.',
  },
  no_road: {
    fr: 'Aucune route n’est connue entre ces deux aires. Choisissez-en une autre.',
    en: 'No road is known between these two stops. Choose another.',
    nl: 'Tussen deze twee carpoolplaatsen is geen weg bekend. Kies een andere.',
  },
  too_far: {
    fr: 'Ce trajet est trop long pour être proposé ici : 150 km au plus.',
    en: 'This trip is too long to be offered here: 150 km at most.',
    nl: 'Deze rit is te lang om hier aan te bieden: hoogstens 150 km.',
  },
  seats: { fr: 'Proposez de 1 à 8 places.', en: 'Offer 1 to 8 seats.', nl: 'Bied 1 tot 8 plaatsen aan.' },
  detour: {
    fr: 'Acceptez un détour d’une heure au plus.',
    en: 'Accept a detour of an hour at most.',
    nl: 'Aanvaard een omweg van hoogstens een uur.',
  },
  past: {
    fr: 'L’heure de départ est passée. Choisissez une heure à venir.',
    en: 'The time of departure is past. Choose a time to come.',
    nl: 'Het uur van vertrek is voorbij. Kies een uur dat nog komt.',
  },
  too_early: {
    fr: 'C’est dans plus d’un an. Choisissez un jour plus proche.',
    en: 'This is more than a year ahead. Choose a nearer day.',
    nl: 'Dit is over meer dan een jaar. Kies een dag dichterbij.',
  },
}

/** What is wrong with the days of a trip. */
export const seriesFaultWords: Record<SeriesFault, Said> = {
  'last-before-first': {
    fr: 'Le dernier jour est avant le premier. Corrigez l’un des deux.',
    en: 'The last day is before the first. Correct one of them.',
    nl: 'De laatste dag is voor de eerste. Verbeter een van de twee.',
  },
  'no-day': {
    fr: 'Avec ces choix, le trajet n’a lieu aucun jour. Ajoutez un jour de la semaine.',
    en: 'With these choices the trip takes place on no day. Add a day of the week.',
    nl: 'Met deze keuzes rijdt de rit op geen enkele dag. Voeg een dag van de week toe.',
  },
  'series-too-long': {
    fr: 'La série dure plus de 400 jours. Choisissez un dernier jour plus proche.',
    en: 'The series lasts more than 400 days. Choose a nearer last day.',
    nl: 'De reeks duurt meer dan 400 dagen. Kies een laatste dag dichterbij.',
  },
  'too-far-ahead': {
    fr: 'C’est dans plus d’un an. Choisissez un jour plus proche.',
    en: 'This is more than a year ahead. Choose a nearer day.',
    nl: 'Dit is over meer dan een jaar. Kies een dag dichterbij.',
  },
}

/** A trip made once stays one. */
export const notRegularWords: Said = {
  fr: 'Ce trajet a lieu une seule fois : il ne devient pas régulier. Proposez-en un nouveau.',
  en: 'This trip is made once: it does not become a regular one. Offer a new one.',
  nl: 'Deze rit is voor één keer: hij wordt geen vaste rit. Bied een nieuwe aan.',
}

/** Why a search makes no sense. */
export const searchFaultWords: Record<SearchFault, Said> = {
  no_aire_near_start: {
    fr: 'Aucune aire à distance de marche du départ. Choisissez une aire, ou marchez un peu plus.',
    en: 'No stop within a walk of the start. Choose a stop, or accept a longer walk.',
    nl: 'Geen carpoolplaats op wandelafstand van het vertrek. Kies een carpoolplaats, of wandel wat verder.',
  },
  no_aire_near_end: {
    fr: 'Aucune aire à distance de marche de l’arrivée. Choisissez une aire, ou marchez un peu plus.',
    en: 'No stop within a walk of the end. Choose a stop, or accept a longer walk.',
    nl: 'Geen carpoolplaats op wandelafstand van de aankomst. Kies een carpoolplaats, of wandel wat verder.',
  },
  same_aire: {
    fr: 'Le départ et l’arrivée sont au même endroit. Choisissez deux lieux.',
    en: 'The start and the end are the same place. Choose two places.',
    nl: 'Het vertrek en de aankomst zijn op dezelfde plaats. Kies twee plaatsen.',
  },
  window_inside_out: {
    fr: 'L’heure au plus tôt est après l’heure au plus tard. Inversez-les.',
    en: 'The earliest time is after the latest. Swap them.',
    nl: 'Het vroegste uur is na het laatste uur. Wissel ze om.',
  },
  window_too_wide: {
    fr: 'La recherche couvre plus de deux jours. Réduisez-la.',
    en: 'The search spans more than two days. Narrow it.',
    nl: 'De zoekopdracht gaat over meer dan twee dagen. Maak ze korter.',
  },
  seats: { fr: 'Demandez de 1 à 8 places.', en: 'Ask for 1 to 8 seats.', nl: 'Vraag 1 tot 8 plaatsen.' },
  transfer_wait: {
    fr: 'Attente entre deux voitures illisible.',
    en: 'Unreadable wait between two cars.',
    nl: 'Wachttijd tussen twee auto’s onleesbaar.',
  },
}
