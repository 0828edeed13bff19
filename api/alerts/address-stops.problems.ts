import { defineProblems } from '../platform/problems.ts'

export const addressStopProblems = defineProblems({
  'address-wrong': {
    status: 422,
    title: { fr: 'Adresse à vérifier', en: 'Check the address', nl: 'Controleer het adres' },
    detail: {
      fr: 'Donnez une adresse de courriel, ou un numéro français à dix chiffres.',
      en: 'Give a mail address, or a French number of ten digits.',
      nl: 'Geef een e-mailadres, of een Frans nummer van tien cijfers.',
    },
  },
})
