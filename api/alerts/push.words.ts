import type { Language } from '../platform/problems.ts'

type Sentences = { summary: { one: string; many: string }; more: string; whySummary: string }

/** What the summary of a day's further messages says. */
export const pushSentences: Record<Language, Sentences> = {
  fr: {
    summary: { one: 'Une autre nouvelle aujourd’hui', many: '{count} autres nouvelles aujourd’hui' },
    more: 'et {count} de plus',
    whySummary: 'Ce téléphone a reçu beaucoup de messages aujourd’hui : voici les autres en un seul.',
  },
  en: {
    summary: { one: 'One more piece of news today', many: '{count} more pieces of news today' },
    more: 'and {count} more',
    whySummary: 'This phone has had many messages today: here are the others in one.',
  },
  nl: {
    summary: { one: 'Nog één bericht vandaag', many: 'Nog {count} berichten vandaag' },
    more: 'en nog {count}',
    whySummary: 'Deze telefoon kreeg vandaag veel berichten: hier zijn de andere in één.',
  },
}
