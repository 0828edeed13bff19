import { defineProblems } from '../../platform/problems.ts'

export const operatorProblems = defineProblems({
  'operator-not-found': {
    status: 404,
    title: { fr: 'Opérateur introuvable', en: 'Operator not found' },
    detail: {
      fr: 'Cet opérateur n’est pas de ce territoire. Regardez dans la liste.',
      en: 'This operator is not of this territory. Look in the list.',
    },
  },
  'operator-exists': {
    status: 409,
    title: { fr: 'Opérateur déjà connu', en: 'Operator already known' },
    detail: {
      fr: 'Un opérateur porte déjà ce nom de domaine ici. Ouvrez-le dans la liste.',
      en: 'An operator has this domain name here already. Open it in the list.',
    },
  },
  'operator-address-refused': {
    status: 422,
    title: { fr: 'Adresse refusée', en: 'Address refused' },
    detail: {
      fr: 'Donnez l’adresse publique de son interface, en https, par exemple https://api.exemple.fr/v1.',
      en: 'Give the public address of its interface, in https, such as https://api.example.org/v1.',
    },
  },
  'operator-address-needed': {
    status: 422,
    title: { fr: 'Adresse nécessaire', en: 'Address needed' },
    detail: {
      fr: 'Pour montrer ou réserver ses trajets, donnez l’adresse de son interface.',
      en: 'To show or book its rides, give the address of its interface.',
    },
  },
})
