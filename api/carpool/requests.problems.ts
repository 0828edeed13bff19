import { defineProblems } from '../platform/problems.ts'

/** What is refused of wishes that last. */
export const requestProblems = defineProblems({
  'ride-request-refused': {
    status: 422,
    title: { fr: 'Demande impossible', en: 'This request cannot be left' },
    detail: { fr: '{why} Corrigez, puis recommencez.', en: '{why} Correct it, then try again.' },
  },
  'ride-request-exists': {
    status: 409,
    title: { fr: 'Demande déjà notée', en: 'Request already noted' },
    detail: {
      fr: 'Une demande porte déjà cet identifiant. Regardez dans « Mes trajets » : elle y est sans doute.',
      en: 'A request has this identifier already. Look in “My rides”: it is probably there.',
    },
  },
  'ride-request-limit': {
    status: 409,
    title: { fr: 'Trop de demandes en cours', en: 'Too many requests open' },
    detail: {
      fr: 'Vous avez déjà {most} demandes en cours. Retirez-en une dans « Mes trajets », puis recommencez.',
      en: 'You have {most} requests open already. Remove one in “My rides”, then try again.',
    },
  },
  'ride-request-not-found': {
    status: 404,
    title: { fr: 'Demande introuvable', en: 'Request not found' },
    detail: {
      fr: 'Cette demande n’est pas parmi les vôtres, ou elle est retirée. Regardez dans « Mes trajets ».',
      en: 'This request is not one of yours, or was removed. Look in “My rides”.',
    },
  },
  'ride-request-over': {
    status: 409,
    title: { fr: 'Demande terminée', en: 'Request over' },
    detail: {
      fr: 'Son dernier jour est passé. Faites une nouvelle demande.',
      en: 'Its last day is past. Leave a new request.',
    },
  },
})
