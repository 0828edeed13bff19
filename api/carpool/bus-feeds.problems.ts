import { defineProblems } from '../platform/problems.ts'

/** `{why}` is a sentence of gtfs.words.ts. */
export const busFeedProblems = defineProblems({
  'bus-feed-not-found': {
    status: 404,
    title: { fr: 'Horaires introuvables', en: 'Timetables not found' },
    detail: {
      fr: 'Ces horaires ne sont plus suivis. Rechargez la liste.',
      en: 'These timetables are no longer followed. Reload the list.',
    },
  },
  'bus-feed-exists': {
    status: 409,
    title: { fr: 'Déjà suivis', en: 'Already followed' },
    detail: {
      fr: 'Cette adresse est déjà suivie : « {name} ». Retrouvez-la dans la liste.',
      en: 'This address is followed already: “{name}”. Find it in the list.',
    },
  },
  'bus-feeds-full': {
    status: 409,
    title: { fr: 'Trop d’adresses', en: 'Too many addresses' },
    detail: {
      fr: 'Le territoire suit déjà {most} adresses. Retirez-en une, puis recommencez.',
      en: 'The territory follows {most} addresses already. Remove one, then try again.',
    },
  },
  'bus-feed-address': {
    status: 422,
    title: { fr: 'Adresse à corriger', en: 'Address to correct' },
    detail: {
      fr: '{why} Corrigez l’adresse, puis recommencez.',
      en: '{why} Correct the address, then try again.',
    },
  },
})
