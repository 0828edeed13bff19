import { parisZone } from '../platform/open-days.ts'
import type { BookingTopic } from './bookings-news.ts'

type Spoken = 'fr' | 'en'
type Key =
  | `${BookingTopic}Subject`
  | `${BookingTopic}Title`
  | 'ride'
  | 'seats'
  | 'price'
  | 'free'
  | 'deadline'
  | 'phone'
  | 'words'
  | 'next'
  | 'answer'
  | 'see'
  | 'search'
  | 'why'
  | 'otherCar'

const sentences: Record<Spoken, Record<Key, string>> = {
  fr: {
    askedSubject: '{name} demande une place : {from} → {to}',
    askedTitle: '{name} demande à venir avec vous.',
    acceptedSubject: 'Une voiture sur deux est d’accord : {from} → {to}',
    acceptedTitle: '{name} vous prend. On attend encore la réponse de l’autre conducteur.',
    confirmedSubject: 'C’est d’accord : {from} → {to}',
    confirmedTitle: '{name} vous prend : votre trajet est confirmé.',
    declinedSubject: 'Pas cette fois : {from} → {to}',
    declinedTitle: '{name} ne peut pas vous prendre.',
    cancelledSubject: 'Trajet annulé : {from} → {to}',
    cancelledTitle: 'Le trajet avec {name} est annulé.',
    expiredSubject: 'Sans réponse : {from} → {to}',
    expiredTitle: 'La demande n’a pas eu de réponse à temps : elle est annulée.',
    messageSubject: 'Message de {name}',
    messageTitle: '{name} vous écrit :',
    ride: '{when}, de {from} à {to}.',
    seats: 'Places : {seats}.',
    price: 'Partage des frais : {price}.',
    free: 'Gratuit.',
    deadline: 'Répondez avant le {deadline}. Sans réponse, la demande est annulée.',
    phone: 'Téléphone de {name} : {phone}',
    words: '« {words} »',
    next: 'Cherchez un autre trajet : il y en a peut-être un à la même heure.',
    otherCar: 'L’autre voiture de ce trajet n’est plus possible.',
    answer: 'Répondre',
    see: 'Voir le trajet',
    search: 'Chercher un trajet',
    why: 'Vous recevez ce message parce que vous partagez des trajets sur Bocage.',
  },
  en: {
    askedSubject: '{name} asks for a seat: {from} → {to}',
    askedTitle: '{name} would like to ride with you.',
    acceptedSubject: 'One car of two agrees: {from} → {to}',
    acceptedTitle: '{name} takes you. The other driver has still to answer.',
    confirmedSubject: 'Agreed: {from} → {to}',
    confirmedTitle: '{name} takes you: your ride is confirmed.',
    declinedSubject: 'Not this time: {from} → {to}',
    declinedTitle: '{name} cannot take you.',
    cancelledSubject: 'Ride cancelled: {from} → {to}',
    cancelledTitle: 'The ride with {name} is cancelled.',
    expiredSubject: 'No answer: {from} → {to}',
    expiredTitle: 'The request had no answer in time: it is cancelled.',
    messageSubject: 'A message from {name}',
    messageTitle: '{name} writes to you:',
    ride: '{when}, from {from} to {to}.',
    seats: 'Seats: {seats}.',
    price: 'Shared costs: {price}.',
    free: 'Free.',
    deadline: 'Answer before {deadline}. Without an answer, the request is cancelled.',
    phone: 'Phone of {name}: {phone}',
    words: '“{words}”',
    next: 'Look for another ride: there may be one at the same time.',
    otherCar: 'The other car of this ride is no longer possible.',
    answer: 'Answer',
    see: 'See the ride',
    search: 'Look for a ride',
    why: 'You get this message because you share rides on Bocage.',
  },
}

/** The language of messages about rides: French unless English was chosen. */
export const spokenOf = (locale: string): Spoken => (locale.startsWith('en') ? 'en' : 'fr')

export function say(language: Spoken, key: Key, values: Record<string, string | number> = {}): string {
  return sentences[language][key].replace(/\{(\w+)\}/g, (whole, name: string) =>
    String(values[name] ?? whole),
  )
}

/** « vendredi 27 novembre à 07:30 ». */
export function sayMoment(language: Spoken, at: number): string {
  const locale = language === 'fr' ? 'fr-FR' : 'en-GB'
  const day = new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: parisZone,
  }).format(at)
  const time = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    timeZone: parisZone,
  }).format(at)
  return `${day} ${language === 'fr' ? 'à' : 'at'} ${time}`
}

export const sayPrice = (language: Spoken, cents: number) =>
  new Intl.NumberFormat(language === 'fr' ? 'fr-FR' : 'en-GB', { style: 'currency', currency: 'EUR' }).format(
    cents / 100,
  )
