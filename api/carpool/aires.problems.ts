import { defineProblems } from '../platform/problems.ts'

export const aireProblems = defineProblems({
  'aire-not-found': {
    status: 404,
    title: { fr: 'Aire introuvable', en: 'Car-sharing stop not found' },
    detail: {
      fr: 'Cette aire de covoiturage n’est pas connue ici. Cherchez-en une autre dans la liste.',
      en: 'This car-sharing stop is not known here. Look for another in the list.',
    },
  },
  'territory-needed': {
    status: 422,
    title: { fr: 'Territoire à préciser', en: 'Which territory?' },
    detail: {
      fr: 'Plusieurs territoires sont ouverts ici. Ajoutez territory=SIREN à l’adresse.',
      en: 'Several territories are open here. Add territory=SIREN to the address.',
    },
  },
})
