import { defineProblems } from '../platform/problems.ts'

export const followCallProblems = defineProblems({
  'listed-follow-not-found': {
    status: 404,
    title: { fr: 'Demande introuvable', en: 'Request not found' },
    detail: {
      fr: 'Cette demande n’est pas de vos communes, ou elle en a été retirée. Relisez la liste.',
      en: 'This request is not of your communes, or was taken off. Read the list again.',
    },
  },
  'listed-follow-known': {
    status: 409,
    title: { fr: 'Déjà noté', en: 'Noted already' },
    detail: {
      fr: 'Cette personne est déjà appelée pour cela. Cherchez son nom dans la liste.',
      en: 'This person is called about that already. Look for their name in the list.',
    },
  },
  'listed-follow-too-many': {
    status: 409,
    title: { fr: 'Trop de demandes', en: 'Too many requests' },
    detail: {
      fr: 'Cette personne a déjà {max} demandes. Retirez-en une, puis recommencez.',
      en: 'This person has {max} requests already. Take one off, then try again.',
    },
  },
  'listed-follow-event': {
    status: 422,
    title: { fr: 'Quel événement ?', en: 'Which event?' },
    detail: {
      fr: 'Cet événement n’est plus dans l’agenda, ou il est passé. Choisissez-en un autre.',
      en: 'This event is no longer in the agenda, or it is over. Choose another one.',
    },
  },
})
