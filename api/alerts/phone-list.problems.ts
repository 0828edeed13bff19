import { defineProblems } from '../platform/problems.ts'

export const phoneListProblems = defineProblems({
  'listed-person-not-found': {
    status: 404,
    title: { fr: 'Personne introuvable', en: 'Person not found' },
    detail: {
      fr: 'Cette personne n’est pas sur la liste de vos communes, ou elle en est effacée. Relisez la liste.',
      en: 'This person is not on the list of your communes, or was erased from it. Read the list again.',
    },
  },
  'listed-person-known': {
    status: 409,
    title: { fr: 'Déjà sur la liste', en: 'Already on the list' },
    detail: {
      fr: 'Cette personne est déjà sur la liste de la commune, avec ce numéro. Cherchez-la, puis corrigez-la.',
      en: 'This person is on the list of the commune already, with this number. Look them up, then correct them.',
    },
  },
  'listed-number-wrong': {
    status: 422,
    title: { fr: 'Numéro à vérifier', en: 'Check the number' },
    detail: {
      fr: 'Donnez un numéro français à dix chiffres, par exemple 03 27 63 06 74. Les numéros en 08 ne sont pas acceptés.',
      en: 'Give a French number of ten digits, for instance 03 27 63 06 74. Numbers in 08 are not taken.',
    },
  },
  'alert-calls-closed': {
    status: 409,
    title: { fr: 'Pas d’appels à noter', en: 'No calls to note' },
    detail: {
      fr: 'Les appels se notent quand l’alerte est partie, et pendant 30 jours. Ouvrez une alerte partie depuis peu.',
      en: 'Calls are noted once the alert has left, and for 30 days. Open an alert that left lately.',
    },
  },
})
