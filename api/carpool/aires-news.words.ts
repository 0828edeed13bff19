import type { Language } from '../platform/problems.ts'

const french = {
  subject: 'On ne part plus de {aire}',
  subjectMany: 'On ne part plus de {n} aires',
  title: 'On ne part plus de cette aire : {aire}.',
  titleMany: 'On ne part plus de ces aires : {aire}.',
  near: '{aire} : l’aire la plus proche est {other}, à {distance}.',
  alone: '{aire} : aucune autre aire n’est proposée près de là.',
  trip: 'Votre trajet de {from} à {to} n’est plus montré aux passagers. Choisissez une autre aire pour le proposer de nouveau.',
  driver:
    'Qui a déjà réservé compte toujours sur vous : convenez d’un autre endroit par message, ou annulez.',
  ride: 'Votre place du {when}, de {from} à {to}, avec {name}, est gardée. Convenez d’un autre endroit par message, ou annulez.',
  change: 'Changer le trajet',
  see: 'Voir mes trajets',
  why: 'Vous recevez ce message parce que vous partagez des trajets sur Bocage.',
}
type Key = keyof typeof french
const english: Record<Key, string> = {
  subject: 'Nobody leaves from {aire} any more',
  subjectMany: 'Nobody leaves from {n} stops any more',
  title: 'Nobody leaves from this stop any more: {aire}.',
  titleMany: 'Nobody leaves from these stops any more: {aire}.',
  near: '{aire}: the nearest stop is {other}, {distance} away.',
  alone: '{aire}: no other stop is proposed near there.',
  trip: 'Your trip from {from} to {to} is no longer shown to passengers. Choose another stop to offer it again.',
  driver: 'Who has booked still counts on you: agree on another place by message, or cancel.',
  ride: 'Your seat of {when}, from {from} to {to}, with {name}, is kept. Agree on another place by message, or cancel.',
  change: 'Change the trip',
  see: 'See my rides',
  why: 'You get this message because you share rides on Bocage.',
}
const dutch: Record<Key, string> = {
  subject: 'Er vertrekt niemand meer van {aire}',
  subjectMany: 'Er vertrekt niemand meer van {n} carpoolplaatsen',
  title: 'Van deze carpoolplaats vertrekt niemand meer: {aire}.',
  titleMany: 'Van deze carpoolplaatsen vertrekt niemand meer: {aire}.',
  near: '{aire}: de dichtstbijzijnde carpoolplaats is {other}, op {distance}.',
  alone: '{aire}: in de buurt is geen andere carpoolplaats.',
  trip: 'Passagiers zien je rit van {from} naar {to} niet meer. Kies een andere carpoolplaats om hem weer aan te bieden.',
  driver: 'Wie al boekte, rekent nog op je: spreek een andere plaats af met een bericht, of annuleer.',
  ride: 'Je plaats op {when}, van {from} naar {to}, met {name}, blijft. Spreek een andere plaats af met een bericht, of annuleer.',
  change: 'De rit wijzigen',
  see: 'Mijn ritten bekijken',
  why: 'Je krijgt dit bericht omdat je ritten deelt op Bocage.',
}
const sentences: Record<Language, Record<Key, string>> = { fr: french, en: english, nl: dutch }

/** What those who drive or ride by an aire that is left no more are told. */
export function sayNews(language: Language, key: Key, values: Record<string, string | number> = {}): string {
  return sentences[language][key].replace(/\{(\w+)\}/g, (whole, name: string) =>
    String(values[name] ?? whole),
  )
}

/** « 400 m », « 2,3 km ». */
export function sayDistance(language: Language, metres: number): string {
  if (metres < 950) return `${Math.max(50, Math.round(metres / 50) * 50)} m`
  const km = new Intl.NumberFormat({ fr: 'fr-FR', en: 'en-GB', nl: 'nl-NL' }[language], {
    maximumFractionDigits: 1,
  })
  return `${km.format(metres / 1000)} km`
}
