import { defineProblems } from '../platform/problems.ts'

export const mediaProblems = defineProblems({
  'photo-not-found': {
    status: 422,
    title: { fr: 'Photo introuvable', en: 'Photo not found' },
    detail: {
      fr: 'Une photo n’est pas arrivée, ou a déjà servi. Envoyez-la à nouveau, puis recommencez : le reste est gardé.',
      en: 'A photo did not arrive, or was used already. Send it again, then try again: the rest is kept.',
    },
  },
})
