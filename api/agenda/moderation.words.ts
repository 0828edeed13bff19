import type { EventDeclineReason } from '../../db/schema/index.ts'
import type { Language } from '../platform/problems.ts'

/** Sentences that moderators need not write again, in the language of the event's author. One press, then edited. */
export type ReadySentences = {
  decline: Record<EventDeclineReason, string>
  question: string[]
  revision: string[]
  image: string[]
}

const fr: ReadySentences = {
  decline: {
    duplicate: 'Cet événement est déjà dans l’agenda.',
    'not-an-event': 'Cet agenda annonce ce qui a lieu à une date et en un lieu. Votre annonce n’en a pas.',
    commercial: 'Cet agenda n’annonce pas de ventes ni de publicité.',
    'not-here': 'Cet événement n’a pas lieu sur notre territoire.',
    'not-enough': 'Il manque de quoi s’y rendre : ajoutez le lieu exact, l’horaire ou un contact.',
    other: '',
  },
  question: [
    'À quelle adresse exactement ?',
    'À quelle heure cela commence-t-il, et finit-il ?',
    'L’entrée est-elle gratuite ? Sinon, à quel prix ?',
    'Faut-il réserver ? Si oui, à quelle adresse ou à quel numéro ?',
  ],
  revision: [
    'La date que vous donnez est déjà passée.',
    'Ce changement en fait un autre événement : proposez-le à part.',
  ],
  image: [
    'On y reconnaît des personnes : envoyez une autre image, ou dites-nous qu’elles sont d’accord.',
    'L’image appartient à quelqu’un d’autre : envoyez-en une dont vous avez les droits.',
    'Le texte de l’image ne se lit pas : envoyez une image sans texte.',
  ],
}

const en: ReadySentences = {
  decline: {
    duplicate: 'This event is already in the agenda.',
    'not-an-event': 'This agenda lists what happens on a date and in a place. Yours has none.',
    commercial: 'This agenda lists neither sales nor advertising.',
    'not-here': 'This event does not take place in our territory.',
    'not-enough': 'Something is missing to get there: add the exact place, the times or a contact.',
    other: '',
  },
  question: [
    'At what address exactly?',
    'At what time does it begin, and end?',
    'Is entry free? If not, at what price?',
    'Must one book? If so, at what address or number?',
  ],
  revision: ['The date you give is over.', 'This change makes it another event: propose it apart.'],
  image: [
    'People can be recognised: send another image, or tell us that they agree.',
    'The image belongs to somebody else: send one that you have the rights to.',
    'The text in the image cannot be read: send an image without text.',
  ],
}

const nl: ReadySentences = {
  decline: {
    duplicate: 'Dit evenement staat al in de agenda.',
    'not-an-event': 'Deze agenda meldt wat op een datum en een plaats gebeurt. Je bericht heeft er geen.',
    commercial: 'Deze agenda meldt geen verkoop of reclame.',
    'not-here': 'Dit evenement vindt niet op ons grondgebied plaats.',
    'not-enough': 'Er ontbreekt iets om er te raken: voeg de juiste plaats, de uren of een contact toe.',
    other: '',
  },
  question: [
    'Op welk adres precies?',
    'Om hoe laat begint het, en eindigt het?',
    'Is de toegang gratis? Zo niet, aan welke prijs?',
    'Moet men reserveren? Zo ja, op welk adres of nummer?',
  ],
  revision: [
    'De datum die je geeft, is voorbij.',
    'Deze wijziging maakt er een ander evenement van: stel het apart voor.',
  ],
  image: [
    'Er zijn mensen herkenbaar: stuur een andere afbeelding, of laat weten dat zij akkoord zijn.',
    'De afbeelding is van iemand anders: stuur er een waarvan je de rechten hebt.',
    'De tekst op de afbeelding is niet leesbaar: stuur een afbeelding zonder tekst.',
  ],
}

const sentences = { fr, en, nl } satisfies Record<Language, ReadySentences>

export const readySentences = (language: Language): ReadySentences => sentences[language]
