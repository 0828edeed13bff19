import type { Language } from '../platform/problems.ts'
import type { Said } from './rides.words.ts'
import { LONGEST_REQUEST_WEEKS, type RequestFault } from './requests.rules.ts'

/** Why a wish makes no sense, and what to do. */
export const requestFaultWords: Record<RequestFault, Said> = {
  'last-before-first': {
    fr: 'Le dernier jour est avant le premier. Inversez-les.',
    en: 'The last day is before the first. Swap them.',
    nl: 'De laatste dag is voor de eerste. Wissel ze om.',
  },
  'too-long': {
    fr: `La demande dure plus de ${LONGEST_REQUEST_WEEKS} semaines. Choisissez un dernier jour plus proche.`,
    en: `The request lasts more than ${LONGEST_REQUEST_WEEKS} weeks. Choose a nearer last day.`,
    nl: `De aanvraag duurt meer dan ${LONGEST_REQUEST_WEEKS} weken. Kies een laatste dag dichterbij.`,
  },
  'too-far': {
    fr: `C’est dans plus de ${LONGEST_REQUEST_WEEKS} semaines. Choisissez un jour plus proche.`,
    en: `This is more than ${LONGEST_REQUEST_WEEKS} weeks ahead. Choose a nearer day.`,
    nl: `Dit is over meer dan ${LONGEST_REQUEST_WEEKS} weken. Kies een dag dichterbij.`,
  },
  'no-day': {
    fr: 'Aucun de ces jours de la semaine ne tombe entre ces deux dates. Ajoutez un jour.',
    en: 'None of these days of the week falls between the two dates. Add a day.',
    nl: 'Geen van deze dagen van de week valt tussen de twee data. Voeg een dag toe.',
  },
  past: {
    fr: 'Cette heure est passée. Choisissez un jour à venir.',
    en: 'This time is past. Choose a day to come.',
    nl: 'Dit uur is voorbij. Kies een dag die nog komt.',
  },
}

type Key =
  | 'oneSubject'
  | 'moreSubject'
  | 'oneTitle'
  | 'moreTitle'
  | 'ride'
  | 'change'
  | 'free'
  | 'others'
  | 'see'
  | 'asked'
  | 'stop'
  | 'iSee'
  | 'iStop'
  | 'stopped'
  | 'notStopped'

const sentences: Record<Language, Record<Key, string>> = {
  fr: {
    oneSubject: 'Un trajet pour vous : {from} → {to}',
    moreSubject: '{n} trajets pour vous : {from} → {to}',
    oneTitle: 'Un trajet convient à votre demande.',
    moreTitle: '{n} trajets conviennent à votre demande.',
    ride: '{when}, de {from} à {to}, avec {name}. {price}',
    change: 'Avec un changement de voiture.',
    free: 'Gratuit.',
    others: 'Et {n} autres, dans les jours qui suivent.',
    see: 'Voir ce trajet et demander une place',
    asked: 'Vous avez demandé le {day} à être prévenu des trajets de {from} à {to}, vers {time}.',
    stop: 'Ne plus être prévenu :',
    iSee: 'Voir',
    iStop: 'Ne plus me prévenir',
    stopped: 'C’est fait : la demande est en pause.',
    notStopped: 'La demande n’a pas pu être mise en pause. Touchez ici : recommencez dans « Mes trajets ».',
  },
  en: {
    oneSubject: 'A ride for you: {from} → {to}',
    moreSubject: '{n} rides for you: {from} → {to}',
    oneTitle: 'A ride matches your request.',
    moreTitle: '{n} rides match your request.',
    ride: '{when}, from {from} to {to}, with {name}. {price}',
    change: 'With a change of car.',
    free: 'Free.',
    others: 'And {n} others, on the days that follow.',
    see: 'See this ride and ask for a seat',
    asked: 'You asked on {day} to be told of rides from {from} to {to}, about {time}.',
    stop: 'Stop being told:',
    iSee: 'See',
    iStop: 'Stop telling me',
    stopped: 'Done: the request is on hold.',
    notStopped: 'The request could not be put on hold. Press here: try again in “My rides”.',
  },
  nl: {
    oneSubject: 'Een rit voor jou: {from} → {to}',
    moreSubject: '{n} ritten voor jou: {from} → {to}',
    oneTitle: 'Een rit past bij je aanvraag.',
    moreTitle: '{n} ritten passen bij je aanvraag.',
    ride: '{when}, van {from} naar {to}, met {name}. {price}',
    change: 'Met een overstap.',
    free: 'Gratis.',
    others: 'En {n} andere, in de dagen daarna.',
    see: 'Bekijk deze rit en vraag een plaats',
    asked: 'Je vroeg op {day} bericht over ritten van {from} naar {to}, rond {time} uur.',
    stop: 'Geen bericht meer krijgen:',
    iSee: 'Bekijken',
    iStop: 'Geen bericht meer',
    stopped: 'Klaar: de aanvraag staat op pauze.',
    notStopped: 'De aanvraag kon niet op pauze. Druk hier en probeer opnieuw in “Mijn ritten”.',
  },
}

export function sayRequest(
  language: Language,
  key: Key,
  values: Record<string, string | number> = {},
): string {
  return sentences[language][key].replace(/\{(\w+)\}/g, (whole, name: string) =>
    String(values[name] ?? whole),
  )
}
