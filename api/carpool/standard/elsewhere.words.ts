type Spoken = 'fr' | 'en'
/** What a passenger hears of a ride booked with another operator. */
export type ElsewhereTopic = 'confirmed' | 'cancelled' | 'refused' | 'message'
type Key =
  `${ElsewhereTopic}Subject` | `${ElsewhereTopic}Title` | 'ride' | 'words' | 'next' | 'see' | 'search' | 'why'

const sentences: Record<Spoken, Record<Key, string>> = {
  fr: {
    confirmedSubject: 'C’est d’accord : {from} → {to}',
    confirmedTitle: '{name} vous prend : votre trajet est confirmé.',
    cancelledSubject: 'Trajet annulé : {from} → {to}',
    cancelledTitle: 'Le trajet avec {name} est annulé.',
    refusedSubject: 'Pas cette fois : {from} → {to}',
    refusedTitle: '{operator} n’a pas pu prendre votre demande.',
    messageSubject: 'Message de {name}',
    messageTitle: '{name} vous écrit :',
    ride: '{when}, de {from} à {to}. Trajet proposé par {operator}.',
    words: '« {words} »',
    next: 'Cherchez un autre trajet : il y en a peut-être un à la même heure.',
    see: 'Voir le trajet',
    search: 'Chercher un trajet',
    why: 'Vous recevez ce message parce que vous partagez des trajets sur Bocage.',
  },
  en: {
    confirmedSubject: 'Agreed: {from} → {to}',
    confirmedTitle: '{name} takes you: your ride is confirmed.',
    cancelledSubject: 'Ride cancelled: {from} → {to}',
    cancelledTitle: 'The ride with {name} is cancelled.',
    refusedSubject: 'Not this time: {from} → {to}',
    refusedTitle: '{operator} could not take your request.',
    messageSubject: 'A message from {name}',
    messageTitle: '{name} writes to you:',
    ride: '{when}, from {from} to {to}. A ride offered by {operator}.',
    words: '“{words}”',
    next: 'Look for another ride: there may be one at the same time.',
    see: 'See the ride',
    search: 'Look for a ride',
    why: 'You get this message because you share rides on Bocage.',
  },
}

/** A sentence, its `{names}` replaced. */
export const sayElsewhere = (language: Spoken, key: Key, values: Record<string, string>): string =>
  sentences[language][key].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
