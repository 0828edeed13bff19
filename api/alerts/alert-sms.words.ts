import type { AlertLanguage } from './alert-views.ts'

/** What text messages say around the town hall's own words: short, each letter is paid. */
export const smsWords: Record<AlertLanguage, { stop: string; code: string }> = {
  fr: {
    stop: 'Arrêter : répondez STOP',
    code: 'Bocage : votre code est {code}. Il vaut dix minutes. Si vous n’avez rien demandé, ne faites rien.',
  },
  en: {
    stop: 'To stop: reply STOP',
    code: 'Bocage: your code is {code}. It is good for ten minutes. If you asked for nothing, do nothing.',
  },
  nl: {
    stop: 'Stoppen: antwoord STOP',
    code: 'Bocage: je code is {code}. Hij geldt tien minuten. Vroeg je niets, doe dan niets.',
  },
}
