import { defineProblems } from '../platform/problems.ts'

/** What is refused of wishes that last. */
export const requestProblems = defineProblems({
  'ride-request-refused': {
    status: 422,
    title: { fr: 'Demande impossible', en: 'This request cannot be left', nl: 'Deze aanvraag kan niet' },
    detail: {
      fr: '{why} Corrigez, puis recommencez.',
      en: '{why} Correct it, then try again.',
      nl: '{why} Verbeter het en probeer opnieuw.',
    },
  },
  'ride-request-exists': {
    status: 409,
    title: { fr: 'Demande déjà notée', en: 'Request already noted', nl: 'Aanvraag al genoteerd' },
    detail: {
      fr: 'Une demande porte déjà cet identifiant. Regardez dans « Mes trajets » : elle y est sans doute.',
      en: 'A request has this identifier already. Look in “My rides”: it is probably there.',
      nl: 'Een aanvraag heeft dit nummer al. Kijk in “Mijn ritten”: ze staat er waarschijnlijk.',
    },
  },
  'ride-request-limit': {
    status: 409,
    title: { fr: 'Trop de demandes en cours', en: 'Too many requests open', nl: 'Te veel lopende aanvragen' },
    detail: {
      fr: 'Vous avez déjà {most} demandes en cours. Retirez-en une dans « Mes trajets », puis recommencez.',
      en: 'You have {most} requests open already. Remove one in “My rides”, then try again.',
      nl: 'Je hebt al {most} lopende aanvragen. Verwijder er een in “Mijn ritten” en probeer opnieuw.',
    },
  },
  'ride-request-not-found': {
    status: 404,
    title: { fr: 'Demande introuvable', en: 'Request not found', nl: 'Aanvraag niet gevonden' },
    detail: {
      fr: 'Cette demande n’est pas parmi les vôtres, ou elle est retirée. Regardez dans « Mes trajets ».',
      en: 'This request is not one of yours, or was removed. Look in “My rides”.',
      nl: 'Deze aanvraag is niet van jou, of is verwijderd. Kijk in “Mijn ritten”.',
    },
  },
  'ride-request-over': {
    status: 409,
    title: { fr: 'Demande terminée', en: 'Request over', nl: 'Aanvraag voorbij' },
    detail: {
      fr: 'Son dernier jour est passé. Faites une nouvelle demande.',
      en: 'Its last day is past. Leave a new request.',
      nl: 'De laatste dag is voorbij. Doe een nieuwe aanvraag.',
    },
  },
})
