type Spoken = 'fr' | 'en'
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

/** What those who drive or ride by an aire that is left no more are told. */
export function sayNews(language: Spoken, key: Key, values: Record<string, string | number> = {}): string {
  const words = language === 'fr' ? french : english
  return words[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}

/** « 400 m », « 2,3 km ». */
export function sayDistance(language: Spoken, metres: number): string {
  if (metres < 950) return `${Math.max(50, Math.round(metres / 50) * 50)} m`
  const km = new Intl.NumberFormat(language === 'fr' ? 'fr-FR' : 'en-GB', { maximumFractionDigits: 1 })
  return `${km.format(metres / 1000)} km`
}
