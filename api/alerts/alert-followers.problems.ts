import { defineProblems } from '../platform/problems.ts'

export const followerProblems = defineProblems({
  'alert-link-not-valid': {
    status: 404,
    title: { fr: 'Lien non valable', en: 'Link not valid' },
    detail: {
      fr: 'Ce lien est incomplet, ou ces alertes sont déjà arrêtées. Reprenez-le en entier dans votre message.',
      en: 'This link is incomplete, or these alerts are stopped already. Copy it whole from your message.',
    },
  },
})
