import type { Language } from '../../platform/problems.ts'

/** What a passenger hears of a ride booked with another operator. */
export type ElsewhereTopic = 'confirmed' | 'cancelled' | 'refused' | 'message'
type Key =
  `${ElsewhereTopic}Subject` | `${ElsewhereTopic}Title` | 'ride' | 'words' | 'next' | 'see' | 'search' | 'why'

const sentences: Record<Language, Record<Key, string>> = {
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
  nl: {
    confirmedSubject: 'Afgesproken: {from} → {to}',
    confirmedTitle: '{name} neemt je mee: je rit is bevestigd.',
    cancelledSubject: 'Rit geannuleerd: {from} → {to}',
    cancelledTitle: 'De rit met {name} is geannuleerd.',
    refusedSubject: 'Deze keer niet: {from} → {to}',
    refusedTitle: '{operator} kon je aanvraag niet aannemen.',
    messageSubject: 'Bericht van {name}',
    messageTitle: '{name} schrijft je:',
    ride: '{when}, van {from} naar {to}. Een rit van {operator}.',
    words: '“{words}”',
    next: 'Zoek een andere rit: misschien is er een op hetzelfde uur.',
    see: 'De rit bekijken',
    search: 'Een rit zoeken',
    why: 'Je krijgt dit bericht omdat je ritten deelt op Bocage.',
  },
}

/** A sentence, its `{names}` replaced. */
export const sayElsewhere = (language: Language, key: Key, values: Record<string, string>): string =>
  sentences[language][key].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
