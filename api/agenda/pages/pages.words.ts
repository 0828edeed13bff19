import type { PageLanguage } from '../../platform/page-shell.ts'
import { type SayOf, speaking } from '../../platform/page-words.ts'
import type { PublicEvent } from '../agenda.schemas.ts'
import { wallOfInstant } from '../../platform/paris-time.ts'

/** What the server's own pages of the agenda say. */
const french = {
  agenda: 'Agenda',
  agendaOf: 'Agenda : {name}',
  about: 'Ce qui se passe : fêtes, marchés, concerts, sport. Les prochaines dates, commune par commune.',
  search: 'Chercher dans l’agenda',
  words: 'Mots',
  commune: 'Commune',
  everyCommune: 'Toutes les communes',
  kind: 'Genre',
  everyKind: 'Tous les genres',
  from: 'À partir du',
  to: 'Jusqu’au',
  quick: 'Quand',
  all: 'À venir',
  today: 'Aujourd’hui',
  weekend: 'Ce week-end',
  week: 'Cette semaine',
  month: 'Ce mois',
  freeOnly: 'Gratuit seulement',
  everyAccess: 'Peu importe',
  narrow: 'Choisir la commune, le genre, les jours',
  find: 'Chercher',
  none: 'Aucune date à venir ne correspond. Essayez avec moins de mots ou une autre commune.',
  earlier: 'Dates d’avant',
  later: 'Dates suivantes',
  cancelled: 'Annulé',
  moved: 'Date changée',
  free: 'Gratuit',
  priced: 'Payant',
  at: '{day} à {time}',
  fromTo: '{day}, de {from} à {to}',
  days: 'du {from} au {to}',
  until: 'jusqu’au {day}',
  wholeDay: '{day}, toute la journée',
  by: 'Organisé par {name}',
  reason: 'Pourquoi :',
  eventCancelled: 'Cet événement est annulé.',
  dateCancelled: 'Cette date est annulée.',
  dateMoved: 'Cette date a changé.',
  over: 'Cet événement est passé.',
  replaced: 'À la place :',
  when: 'Quand',
  allDates: 'Toutes les dates',
  moreDates: 'D’autres dates suivent.',
  where: 'Où',
  online: 'En ligne',
  directions: 'Y aller',
  approximate: 'Le point exact n’est pas connu.',
  price: 'Prix',
  ages: 'Âge',
  agesFromTo: 'de {from} à {to} ans',
  agesFrom: 'à partir de {from} ans',
  agesTo: 'jusqu’à {to} ans',
  access: 'Accessibilité',
  hi: 'personnes malentendantes',
  ii: 'handicap mental',
  vi: 'personnes malvoyantes',
  pi: 'handicap psychique',
  mi: 'mobilité réduite',
  booking: 'Réserver',
  contact: 'Contact',
  shareRide: 'Partager le trajet vers cet événement',
  aireNear: 'L’aire de covoiturage la plus proche : {name}, à {km} km du lieu.',
  aireHere: 'L’aire de covoiturage la plus proche : {name}, tout près du lieu.',
  ridesThere: 'Pour y aller',
  ridesBack: 'Pour en revenir',
  noRide: 'Personne ne propose de place pour le moment.',
  moreRides: 'Et d’autres trajets : {n}.',
  rideLine: '{when}, de {from} à {to}, avec {name}. Places libres : {n}.',
  seekers: 'Personnes qui cherchent une place : {n}.',
  offerSeats: 'Je propose des places',
  seekSeat: 'Je cherche une place',
  calendar: 'Ajouter à mon calendrier',
  credit: 'Photo : {who}',
  source: 'Source : {name}',
  back: 'Tout l’agenda',
  notFound: 'Événement introuvable',
  notFoundWords: 'Cette adresse ne mène à aucun événement publié. Cherchez-le dans l’agenda.',
  gone: 'Événement retiré',
  goneWords: 'Cet événement a été retiré de l’agenda.',
}
type Words = typeof french
export type WordKey = keyof Words

const english: Words = {
  agenda: 'Agenda',
  agendaOf: 'Agenda: {name}',
  about: 'What is on: fairs, markets, concerts, sport. The next dates, commune by commune.',
  search: 'Search the agenda',
  words: 'Words',
  commune: 'Commune',
  everyCommune: 'Every commune',
  kind: 'Kind',
  everyKind: 'Every kind',
  from: 'From',
  to: 'Until',
  quick: 'When',
  all: 'To come',
  today: 'Today',
  weekend: 'This weekend',
  week: 'This week',
  month: 'This month',
  freeOnly: 'Free only',
  everyAccess: 'Any',
  narrow: 'Choose the commune, the kind, the days',
  find: 'Search',
  none: 'No date to come goes with this. Try fewer words or another commune.',
  earlier: 'Earlier dates',
  later: 'Later dates',
  cancelled: 'Cancelled',
  moved: 'Date changed',
  free: 'Free',
  priced: 'Not free',
  at: '{day} at {time}',
  fromTo: '{day}, {from} to {to}',
  days: 'from {from} to {to}',
  until: 'until {day}',
  wholeDay: '{day}, all day',
  by: 'Organised by {name}',
  reason: 'Why:',
  eventCancelled: 'This event is cancelled.',
  dateCancelled: 'This date is cancelled.',
  dateMoved: 'This date has changed.',
  over: 'This event is over.',
  replaced: 'Instead:',
  when: 'When',
  allDates: 'All dates',
  moreDates: 'More dates follow.',
  where: 'Where',
  online: 'Online',
  directions: 'Directions',
  approximate: 'The exact spot is not known.',
  price: 'Price',
  ages: 'Age',
  agesFromTo: '{from} to {to} years',
  agesFrom: '{from} years and over',
  agesTo: 'up to {to} years',
  access: 'Accessibility',
  hi: 'hearing',
  ii: 'mental',
  vi: 'visual',
  pi: 'psychic',
  mi: 'reduced mobility',
  booking: 'Book',
  contact: 'Contact',
  shareRide: 'Share the ride to this event',
  aireNear: 'The nearest carpool stop: {name}, {km} km from the place.',
  aireHere: 'The nearest carpool stop: {name}, right by the place.',
  ridesThere: 'To go there',
  ridesBack: 'To come back',
  noRide: 'Nobody offers a seat for now.',
  moreRides: 'And other rides: {n}.',
  rideLine: '{when}, from {from} to {to}, with {name}. Free seats: {n}.',
  seekers: 'People looking for a seat: {n}.',
  offerSeats: 'I offer seats',
  seekSeat: 'I look for a seat',
  calendar: 'Add to my calendar',
  credit: 'Picture: {who}',
  source: 'Source: {name}',
  back: 'The whole agenda',
  notFound: 'Event not found',
  notFoundWords: 'This address leads to no published event. Look for it in the agenda.',
  gone: 'Event withdrawn',
  goneWords: 'This event was withdrawn from the agenda.',
}

const dutch: Words = {
  agenda: 'Agenda',
  agendaOf: 'Agenda: {name}',
  about: 'Wat er te doen is: feesten, markten, concerten, sport. De volgende data, gemeente per gemeente.',
  search: 'Zoek in de agenda',
  words: 'Woorden',
  commune: 'Gemeente',
  everyCommune: 'Alle gemeenten',
  kind: 'Soort',
  everyKind: 'Alle soorten',
  from: 'Vanaf',
  to: 'Tot',
  quick: 'Wanneer',
  all: 'Op komst',
  today: 'Vandaag',
  weekend: 'Dit weekend',
  week: 'Deze week',
  month: 'Deze maand',
  freeOnly: 'Alleen gratis',
  everyAccess: 'Maakt niet uit',
  narrow: 'Gemeente, soort of dagen kiezen',
  find: 'Zoeken',
  none: 'Geen datum past hierbij. Probeer minder woorden of een andere gemeente.',
  earlier: 'Eerdere data',
  later: 'Volgende data',
  cancelled: 'Afgelast',
  moved: 'Nieuwe datum',
  free: 'Gratis',
  priced: 'Betalend',
  at: '{day} om {time} uur',
  fromTo: '{day}, van {from} tot {to} uur',
  days: 'van {from} tot en met {to}',
  until: 'tot {day}',
  wholeDay: '{day}, de hele dag',
  by: 'Georganiseerd door {name}',
  reason: 'Waarom:',
  eventCancelled: 'Dit evenement is afgelast.',
  dateCancelled: 'Deze datum gaat niet door.',
  dateMoved: 'Deze datum is veranderd.',
  over: 'Dit evenement is voorbij.',
  replaced: 'In de plaats:',
  when: 'Wanneer',
  allDates: 'Alle data',
  moreDates: 'Er volgen nog data.',
  where: 'Waar',
  online: 'Online',
  directions: 'Hierheen',
  approximate: 'De juiste plek is niet bekend.',
  price: 'Prijs',
  ages: 'Leeftijd',
  agesFromTo: 'van {from} tot {to} jaar',
  agesFrom: 'vanaf {from} jaar',
  agesTo: 'tot {to} jaar',
  access: 'Toegankelijkheid',
  hi: 'slechthorende mensen',
  ii: 'verstandelijke beperking',
  vi: 'slechtziende mensen',
  pi: 'psychische aandoening',
  mi: 'mensen die moeilijk bewegen',
  booking: 'Reserveren',
  contact: 'Contact',
  shareRide: 'Deel de rit naar dit evenement',
  aireNear: 'De dichtstbijzijnde carpoolplaats: {name}, op {km} km van de plaats.',
  aireHere: 'De dichtstbijzijnde carpoolplaats: {name}, vlak bij de plaats.',
  ridesThere: 'Ernaartoe',
  ridesBack: 'Terug',
  noRide: 'Niemand biedt voorlopig een plaats aan.',
  moreRides: 'En nog andere ritten: {n}.',
  rideLine: '{when}, van {from} naar {to}, met {name}. Vrije plaatsen: {n}.',
  seekers: 'Personen die een plaats zoeken: {n}.',
  offerSeats: 'Ik bied plaatsen aan',
  seekSeat: 'Ik zoek een plaats',
  calendar: 'In mijn kalender zetten',
  credit: 'Foto: {who}',
  source: 'Bron: {name}',
  back: 'De hele agenda',
  notFound: 'Evenement niet gevonden',
  notFoundWords: 'Op dit adres staat geen gepubliceerd evenement. Zoek het in de agenda.',
  gone: 'Evenement verwijderd',
  goneWords: 'Dit evenement staat niet meer in de agenda.',
}

export type { PageLanguage } from '../../platform/page-shell.ts'
export type Say = SayOf<WordKey>

export const speak = speaking<WordKey>({ fr: french, en: english, nl: dutch })

type Span = Pick<PublicEvent['dates'][number], 'startAt' | 'endAt' | 'start' | 'end' | 'allDay'>
const zone = 'Europe/Paris'
const dayFormats = {
  fr: new Intl.DateTimeFormat('fr-FR', { dateStyle: 'full', timeZone: zone }),
  en: new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: zone }),
  nl: new Intl.DateTimeFormat('nl-NL', { dateStyle: 'full', timeZone: zone }),
}
const timeFormats = {
  fr: new Intl.DateTimeFormat('fr-FR', { hour: 'numeric', minute: '2-digit', timeZone: zone }),
  en: new Intl.DateTimeFormat('en-GB', { hour: 'numeric', minute: '2-digit', hour12: true, timeZone: zone }),
  nl: new Intl.DateTimeFormat('nl-NL', { hour: '2-digit', minute: '2-digit', timeZone: zone }),
}

/** « samedi 5 décembre 2026 » */
export function sayDay(language: PageLanguage, at: number): string {
  const said = dayFormats[language].format(at)
  // In French the first of a month alone is said as an ordinal.
  return language === 'fr' ? said.replace(/ 1 /, ' 1er ') : said
}

/** « 19 h », « 7 h 05 » */
function sayTime(language: PageLanguage, at: number): string {
  const said = timeFormats[language].format(at)
  return language === 'fr' ? said.replace(/^0?(\d+):(\d\d)$/, '$1 h $2').replace(/ 00$/, '') : said
}

/** « samedi 5 décembre 2026 à 18 h 20 » */
export const sayMoment = (language: PageLanguage, at: number): string =>
  speak(language)('at', { day: sayDay(language, at), time: sayTime(language, at) })

const yearOf = (at: number): string => wallOfInstant(at).day.slice(0, 4)

/**
 * « samedi 5 décembre à 18 h 20 », with the year when it is not this one, and the hour never cut at the end of a line: as
 * the application says it, so that nothing moves under the eyes of who reads when it takes the page's place.
 */
export function sayMomentOf(language: PageLanguage, at: number, now: number): string {
  const day = sayDay(language, at)
  const short = yearOf(at) === yearOf(now) ? day.replace(` ${yearOf(at)}`, '') : day
  return speak(language)('at', { day: short, time: sayTime(language, at).replaceAll(' ', '\u00a0') })
}

const hourMs = 3_600_000

/** « samedi 5 décembre 2026, de 19 h à 23 h », « du samedi 5 … au dimanche 6 … ». */
export function sayWhen(language: PageLanguage, { startAt, endAt, allDay }: Span): string {
  const say = speak(language)
  const day = (at: number) => sayDay(language, at)
  const time = (at: number) => sayTime(language, at)
  const first = day(startAt)
  const last = day(Math.max(startAt, endAt - 1))
  // What ends in the small hours belongs to the evening it began.
  const oneEvening = first === last || (!allDay && day(endAt - 6 * hourMs) === first)
  if (allDay) return first === last ? say('wholeDay', { day: first }) : say('days', { from: first, to: last })
  if (!oneEvening) return say('days', { from: first, to: last })
  if (endAt <= startAt) return say('at', { day: first, time: time(startAt) })
  return say('fromTo', { day: first, from: time(startAt), to: time(endAt) })
}

/** What stands before a line of the list under its day's heading: « 19 h », « jusqu’au dimanche 6 décembre 2026 ». */
export function sayHour(language: PageLanguage, { startAt, endAt, allDay }: Span, shownDay: string): string {
  const say = speak(language)
  const last = sayDay(language, Math.max(startAt, endAt - 1))
  if (sayDay(language, startAt) !== shownDay || (allDay && last !== shownDay))
    return say('until', { day: last })
  return allDay ? '' : sayTime(language, startAt)
}
