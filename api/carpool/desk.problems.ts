import { defineProblems } from '../platform/problems.ts'

/** Refusals to staff who act for somebody without a phone. */
export const deskRideProblems = defineProblems({
  'ride-person-not-found': {
    status: 404,
    title: { fr: 'Personne introuvable', en: 'Person not found' },
    detail: {
      fr: 'Cette personne n’a pas été saisie à l’accueil de votre territoire, ou elle est effacée. Cherchez-la par son nom.',
      en: 'This person was not entered at the desk of your territory, or is erased. Look them up by name.',
    },
  },
  'ride-person-known': {
    status: 409,
    title: { fr: 'Une personne porte déjà ce nom', en: 'Somebody has this name already' },
    detail: {
      fr: 'Demandez-lui son téléphone : est-ce la même personne ? Choisissez-la, ou dites que c’en est une autre.',
      en: 'Ask for their phone number: is it the same person? Choose them, or say that it is another.',
    },
  },
  'ride-person-request-limit': {
    status: 409,
    title: { fr: 'Trop de demandes en cours', en: 'Too many requests open' },
    detail: {
      fr: 'Cette personne a déjà {most} demandes en cours. Retirez-en une sur sa page, puis recommencez.',
      en: 'This person has {most} requests open already. Remove one on their page, then try again.',
    },
  },
  'ride-call-not-found': {
    status: 404,
    title: { fr: 'Appel introuvable', en: 'Call not found' },
    detail: {
      fr: 'Cet appel n’est pas sur votre liste, ou le trajet est effacé. Relisez la liste.',
      en: 'This call is not on your list, or the ride is erased. Read the list again.',
    },
  },
})
