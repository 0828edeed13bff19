import { speaking } from '../../platform/page-words.ts'

/** What the server's own first page of a report says: the application's own words, which take its place. */
const french = {
  about: 'Signaler un problème à la mairie, avec une photo, en une minute et sans compte.',
  step: 'Étape 1 sur 4',
  title: 'Une photo aide l’agent',
  hint: 'Elle n’est pas obligatoire. Évitez les visages et les plaques.',
  skip: 'Continuer sans photo',
  simple: 'Ou par un formulaire simple, sans JavaScript',
}
const english: Record<keyof typeof french, string> = {
  about: 'Report a problem to the town hall, with a photo, in a minute and without an account.',
  step: 'Step 1 of 4',
  title: 'A photo helps',
  hint: 'It is not required. Avoid faces and number plates.',
  skip: 'Continue without a photo',
  simple: 'Or by a simple form, without JavaScript',
}
const dutch: Record<keyof typeof french, string> = {
  about: 'Meld een probleem aan het gemeentehuis, met een foto, in één minuut en zonder account.',
  step: 'Stap 1 van 4',
  title: 'Een foto helpt de medewerker',
  hint: 'Niet verplicht. Vermijd gezichten en nummerplaten.',
  skip: 'Verder zonder foto',
  simple: 'Of met een eenvoudig formulier, zonder JavaScript',
}

export const speakStart = speaking({ fr: french, en: english, nl: dutch })
