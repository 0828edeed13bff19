import { parisZone } from '../platform/open-days.ts'
import { wallOfInstant } from '../platform/paris-time.ts'
import type { Language } from '../platform/problems.ts'
import type { NewsTopic } from './bookings-news.rules.ts'

type Key =
  | `${NewsTopic}Subject`
  | `${NewsTopic}Title`
  | 'ride'
  | 'seats'
  | 'price'
  | 'pricePerDay'
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
  | 'onTimeTitle'
  | 'tightChange'
  | 'timeNow'
  | 'timeStands'
  | 'timeKept'
  | 'contest'
  | 'with'
  | 'iAccept'
  | 'iSee'
  | 'accepted'
  | 'notSent'

const sentences: Record<Language, Record<Key, string>> = {
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
    lateSubject: 'En retard de {minutes} minutes : {name}',
    lateTitle: '{name} aura environ {minutes} minutes de retard.',
    onTimeTitle: '{name} sera à l’heure, finalement.',
    tightChange:
      'Il vous reste peu de temps pour changer de voiture : prévenez l’autre conducteur dans « Mes trajets ».',
    'time-proposedSubject': 'Une autre heure ? {from} → {to}',
    'time-proposedTitle': '{name} propose de vous prendre à {time}.',
    timeNow: 'L’heure convenue : {time}.',
    timeStands:
      'Dites oui ou non dans « Mes trajets ». Si vous dites non, ou sans réponse, l’heure convenue reste la bonne.',
    'time-acceptedSubject': 'D’accord pour {time} : {from} → {to}',
    'time-acceptedTitle': '{name} est d’accord pour {time}.',
    'time-refusedSubject': 'L’heure ne change pas : {from} → {to}',
    'time-refusedTitle': '{name} ne peut pas : l’heure convenue reste {time}.',
    timeKept: 'Si cette heure ne vous va plus, annulez le trajet dès que possible.',
    'no-showSubject': 'Vous n’étiez pas au rendez-vous ? {from} → {to}',
    'no-showTitle': '{name} dit que vous n’êtes pas venu.',
    contest:
      'Ce n’est pas ce qui s’est passé ? Répondez à {name} dans les messages du trajet. La mairie n’en sait rien.',
    'answer-soonSubject': '{name} attend votre réponse : {from} → {to}',
    'answer-soonTitle': '{name} attend votre réponse.',
    daySubject: 'Rappel : {from} → {to}, {when}',
    dayTitle: 'Votre trajet avec {name}, {when}.',
    'days-askedSubject': '{name} demande {n} jours : {from} → {to}',
    'days-askedTitle': '{name} demande à venir avec vous {n} jours.',
    'days-confirmedSubject': 'C’est d’accord pour {n} jours : {from} → {to}',
    'days-confirmedTitle': '{name} vous prend {n} jours : ces trajets sont confirmés.',
    'days-declinedSubject': 'Pas ces {n} jours : {from} → {to}',
    'days-declinedTitle': '{name} ne peut pas vous prendre ces {n} jours.',
    'days-cancelledSubject': '{n} trajets annulés : {from} → {to}',
    'days-cancelledTitle': '{n} trajets avec {name} sont annulés.',
    'days-expiredSubject': 'Sans réponse pour {n} jours : {from} → {to}',
    'days-expiredTitle': 'La demande de {n} jours n’a pas eu de réponse à temps : elle est annulée.',
    'days-answer-soonSubject': '{name} attend votre réponse pour {n} jours : {from} → {to}',
    'days-answer-soonTitle': '{name} attend votre réponse pour {n} jours.',
    ride: '{when}, de {from} à {to}.',
    with: 'Avec {name}.',
    iAccept: 'J’accepte',
    iSee: 'Voir',
    accepted: 'Votre accord est parti : nous prévenons {name}.',
    notSent: 'Votre réponse n’est pas partie. Appuyez pour répondre.',
    seats: 'Places : {seats}.',
    price: 'Partage des frais : {price}.',
    pricePerDay: 'Partage des frais : {price} par jour.',
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
    lateSubject: '{minutes} minutes late: {name}',
    lateTitle: '{name} will be about {minutes} minutes late.',
    onTimeTitle: '{name} will be on time after all.',
    tightChange: 'You have little time left to change cars: tell the other driver in “My rides”.',
    'time-proposedSubject': 'Another time? {from} → {to}',
    'time-proposedTitle': '{name} proposes to take you at {time}.',
    timeNow: 'The time agreed: {time}.',
    timeStands: 'Say yes or no in “My rides”. If you say no, or nothing, the time agreed stands.',
    'time-acceptedSubject': '{time} it is: {from} → {to}',
    'time-acceptedTitle': '{name} agrees to {time}.',
    'time-refusedSubject': 'The time stays: {from} → {to}',
    'time-refusedTitle': '{name} cannot: the time agreed stays {time}.',
    timeKept: 'If that time no longer suits you, cancel the ride as soon as you can.',
    'no-showSubject': 'Were you not there? {from} → {to}',
    'no-showTitle': '{name} says that you did not come.',
    contest:
      'Is that not what happened? Answer {name} in the messages of the ride. The town hall knows nothing of it.',
    'answer-soonSubject': '{name} waits for your answer: {from} → {to}',
    'answer-soonTitle': '{name} waits for your answer.',
    daySubject: 'Reminder: {from} → {to}, {when}',
    dayTitle: 'Your ride with {name}, {when}.',
    'days-askedSubject': '{name} asks for {n} days: {from} → {to}',
    'days-askedTitle': '{name} would like to ride with you on {n} days.',
    'days-confirmedSubject': 'Agreed for {n} days: {from} → {to}',
    'days-confirmedTitle': '{name} takes you on {n} days: these rides are confirmed.',
    'days-declinedSubject': 'Not these {n} days: {from} → {to}',
    'days-declinedTitle': '{name} cannot take you on these {n} days.',
    'days-cancelledSubject': '{n} rides cancelled: {from} → {to}',
    'days-cancelledTitle': '{n} rides with {name} are cancelled.',
    'days-expiredSubject': 'No answer for {n} days: {from} → {to}',
    'days-expiredTitle': 'The request for {n} days had no answer in time: it is cancelled.',
    'days-answer-soonSubject': '{name} waits for your answer for {n} days: {from} → {to}',
    'days-answer-soonTitle': '{name} waits for your answer for {n} days.',
    ride: '{when}, from {from} to {to}.',
    with: 'With {name}.',
    iAccept: 'I accept',
    iSee: 'See',
    accepted: 'Your answer is sent. {name} is told.',
    notSent: 'Your answer was not sent. Press to answer.',
    seats: 'Seats: {seats}.',
    price: 'Shared costs: {price}.',
    pricePerDay: 'Shared costs: {price} a day.',
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
  nl: {
    askedSubject: '{name} vraagt een plaats: {from} → {to}',
    askedTitle: '{name} wil met je meerijden.',
    acceptedSubject: 'Eén auto van de twee gaat akkoord: {from} → {to}',
    acceptedTitle: '{name} neemt je mee. De andere bestuurder moet nog antwoorden.',
    confirmedSubject: 'Afgesproken: {from} → {to}',
    confirmedTitle: '{name} neemt je mee: je rit is bevestigd.',
    declinedSubject: 'Deze keer niet: {from} → {to}',
    declinedTitle: '{name} kan je niet meenemen.',
    cancelledSubject: 'Rit geannuleerd: {from} → {to}',
    cancelledTitle: 'De rit met {name} is geannuleerd.',
    expiredSubject: 'Geen antwoord: {from} → {to}',
    expiredTitle: 'De aanvraag kreeg niet op tijd antwoord: ze is geannuleerd.',
    messageSubject: 'Bericht van {name}',
    messageTitle: '{name} schrijft je:',
    lateSubject: '{minutes} minuten te laat: {name}',
    lateTitle: '{name} komt ongeveer {minutes} minuten te laat.',
    onTimeTitle: '{name} komt toch op tijd.',
    tightChange: 'Je hebt weinig tijd om over te stappen: zeg het de andere bestuurder in “Mijn ritten”.',
    'time-proposedSubject': 'Een ander uur? {from} → {to}',
    'time-proposedTitle': '{name} stelt voor je om {time} uur op te halen.',
    timeNow: 'Het afgesproken uur: {time} uur.',
    timeStands: 'Zeg ja of nee in “Mijn ritten”. Zeg je nee, of niets, dan blijft het afgesproken uur.',
    'time-acceptedSubject': 'Akkoord voor {time} uur: {from} → {to}',
    'time-acceptedTitle': '{name} gaat akkoord met {time} uur.',
    'time-refusedSubject': 'Het uur blijft: {from} → {to}',
    'time-refusedTitle': '{name} kan niet: het afgesproken uur blijft {time} uur.',
    timeKept: 'Past dit uur je niet meer? Annuleer de rit zo snel je kan.',
    'no-showSubject': 'Was je er niet? {from} → {to}',
    'no-showTitle': '{name} zegt dat je niet gekomen bent.',
    contest:
      'Is het anders gegaan? Antwoord {name} in de berichten van de rit. Het gemeentehuis weet er niets van.',
    'answer-soonSubject': '{name} wacht op je antwoord: {from} → {to}',
    'answer-soonTitle': '{name} wacht op je antwoord.',
    daySubject: 'Herinnering: {from} → {to}, {when}',
    dayTitle: 'Je rit met {name}, {when}.',
    'days-askedSubject': '{name} vraagt {n} dagen: {from} → {to}',
    'days-askedTitle': '{name} wil {n} dagen met je meerijden.',
    'days-confirmedSubject': 'Afgesproken voor {n} dagen: {from} → {to}',
    'days-confirmedTitle': '{name} neemt je {n} dagen mee: deze ritten zijn bevestigd.',
    'days-declinedSubject': 'Deze {n} dagen niet: {from} → {to}',
    'days-declinedTitle': '{name} kan je deze {n} dagen niet meenemen.',
    'days-cancelledSubject': '{n} ritten geannuleerd: {from} → {to}',
    'days-cancelledTitle': '{n} ritten met {name} zijn geannuleerd.',
    'days-expiredSubject': 'Geen antwoord voor {n} dagen: {from} → {to}',
    'days-expiredTitle': 'De aanvraag voor {n} dagen kreeg niet op tijd antwoord: ze is geannuleerd.',
    'days-answer-soonSubject': '{name} wacht op je antwoord voor {n} dagen: {from} → {to}',
    'days-answer-soonTitle': '{name} wacht op je antwoord voor {n} dagen.',
    ride: '{when}, van {from} naar {to}.',
    with: 'Met {name}.',
    iAccept: 'Ik ga akkoord',
    iSee: 'Bekijken',
    accepted: 'Je antwoord is vertrokken: we zeggen het {name}.',
    notSent: 'Je antwoord is niet vertrokken. Druk om te antwoorden.',
    seats: 'Plaatsen: {seats}.',
    price: 'Gedeelde kosten: {price}.',
    pricePerDay: 'Gedeelde kosten: {price} per dag.',
    free: 'Gratis.',
    deadline: 'Antwoord voor {deadline}. Zonder antwoord is de aanvraag geannuleerd.',
    phone: 'Telefoon van {name}: {phone}',
    words: '“{words}”',
    next: 'Zoek een andere rit: misschien is er een op hetzelfde uur.',
    otherCar: 'De andere auto van deze rit kan niet meer.',
    answer: 'Antwoorden',
    see: 'De rit bekijken',
    search: 'Een rit zoeken',
    why: 'Je krijgt dit bericht omdat je ritten deelt op Bocage.',
  },
}

/** The language of messages about rides: French unless another was chosen. */
export const spokenOf = (locale: string): Language =>
  locale.startsWith('en') ? 'en' : locale.startsWith('nl') ? 'nl' : 'fr'

export function say(language: Language, key: Key, values: Record<string, string | number> = {}): string {
  return fill(sentences[language][key], values)
}
const fill = (sentence: string, values: Record<string, string | number>) =>
  sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))

/** « vendredi 27 novembre », of a day `2026-11-27`. */
export const sayDay = (day: string): Record<Language, string> => {
  const said = (locale: string) =>
    new Intl.DateTimeFormat(locale, {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      timeZone: 'UTC',
    }).format(Date.parse(`${day}T12:00:00Z`))
  return { fr: said('fr-FR').replace(/ 1 /, ' 1er '), en: said('en-GB'), nl: said('nl-NL') }
}

const locales = { fr: 'fr-FR', en: 'en-GB', nl: 'nl-NL' } as const

/** « vendredi 27 novembre à 07:30 ». */
export function sayMoment(language: Language, at: number): string {
  const locale = locales[language]
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
  return { fr: `${day} à ${time}`, en: `${day} at ${time}`, nl: `${day} om ${time} uur` }[language]
}

/** « 7 h 45 » */
export function sayTime(language: Language, at: number): string {
  const { time } = wallOfInstant(at)
  return language === 'fr' ? time.replace(/^0/, '').replace(':', ' h ') : time
}

/** Why another pick-up cannot be. */
export type TimeFault = 'past' | 'too-far' | 'transfer'
const timeFaults: Record<TimeFault, Record<Language, string>> = {
  past: { fr: 'Cette heure est passée.', en: 'This time is past.', nl: 'Dit uur is voorbij.' },
  'too-far': {
    fr: 'C’est à plus de deux heures de l’heure convenue : mieux vaut annuler et proposer un autre trajet.',
    en: 'This is more than two hours from the time agreed: cancel, and offer another trip.',
    nl: 'Dit is meer dan twee uur van het afgesproken uur: annuleer liever en bied een andere rit aan.',
  },
  transfer: {
    fr: 'À cette heure, {name} raterait sa correspondance, ou l’attendrait trop longtemps : c’est possible de {from} à {to}.',
    en: 'At this time {name} would miss the other car, or wait for it too long: it can be from {from} to {to}.',
    nl: 'Op dit uur zou {name} de andere auto missen, of er te lang op wachten: het kan van {from} tot {to}.',
  },
}
export const timeFaultWords = (fault: TimeFault, values: Record<string, string>) => ({
  fr: fill(timeFaults[fault].fr, values),
  en: fill(timeFaults[fault].en, values),
  nl: fill(timeFaults[fault].nl, values),
})

export const sayPrice = (language: Language, cents: number) =>
  new Intl.NumberFormat(locales[language], {
    style: 'currency',
    currency: 'EUR',
  }).format(cents / 100)
