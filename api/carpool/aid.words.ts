import type { Language } from '../platform/problems.ts'

/** What mails about mutual aid say. Why somebody asks is said by no mail. */
const sentences = {
  fr: {
    newSubject: 'Quelqu’un a besoin d’un trajet : {from} → {to}',
    newTitle: '{name} demande à être conduit.',
    takenSubject: 'Un bénévole vous conduit : {from} → {to}',
    takenTitle: '{name} prend votre demande.',
    'given-backSubject': 'Votre demande attend un autre bénévole : {from} → {to}',
    'given-backTitle': 'Le bénévole ne peut plus. Les autres sont prévenus.',
    confirmedSubject: 'C’est confirmé : {from} → {to}',
    confirmedTitle: '{name} compte sur vous.',
    cancelledSubject: 'Demande annulée : {from} → {to}',
    cancelledTitle: '{name} n’a plus besoin d’être conduit.',
    ride: '{when}, de {from} à {to}.',
    back: 'Retour à {back}.',
    phone: 'Téléphone du réseau : {phone}',
    see: 'Voir les demandes',
    why: 'Vous recevez ce message par le réseau d’entraide {network}, sur Bocage.',
  },
  en: {
    newSubject: 'Somebody needs a ride: {from} → {to}',
    newTitle: '{name} asks to be driven.',
    takenSubject: 'A volunteer drives you: {from} → {to}',
    takenTitle: '{name} takes your request.',
    'given-backSubject': 'Your request waits for another volunteer: {from} → {to}',
    'given-backTitle': 'The volunteer no longer can. The others are told.',
    confirmedSubject: 'Confirmed: {from} → {to}',
    confirmedTitle: '{name} counts on you.',
    cancelledSubject: 'Request cancelled: {from} → {to}',
    cancelledTitle: '{name} no longer needs to be driven.',
    ride: '{when}, from {from} to {to}.',
    back: 'Back at {back}.',
    phone: 'Phone of the network: {phone}',
    see: 'See the requests',
    why: 'You get this message through the mutual-aid network {network}, on Bocage.',
  },
  nl: {
    newSubject: 'Iemand heeft een rit nodig: {from} → {to}',
    newTitle: '{name} vraagt om gebracht te worden.',
    takenSubject: 'Een vrijwilliger brengt je: {from} → {to}',
    takenTitle: '{name} neemt je aanvraag aan.',
    'given-backSubject': 'Je aanvraag wacht op een andere vrijwilliger: {from} → {to}',
    'given-backTitle': 'De vrijwilliger kan niet meer. De anderen kregen bericht.',
    confirmedSubject: 'Bevestigd: {from} → {to}',
    confirmedTitle: '{name} rekent op je.',
    cancelledSubject: 'Aanvraag geannuleerd: {from} → {to}',
    cancelledTitle: '{name} hoeft niet meer gebracht te worden.',
    ride: '{when}, van {from} naar {to}.',
    back: 'Terug om {back}.',
    phone: 'Telefoon van het netwerk: {phone}',
    see: 'De aanvragen bekijken',
    why: 'Je krijgt dit bericht door het netwerk voor burenhulp {network}, op Bocage.',
  },
} as const
type Key = keyof (typeof sentences)['fr']

export function sayAid(language: Language, key: Key, values: Record<string, string> = {}): string {
  return sentences[language][key].replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
}
