import { defineProblems } from '../platform/problems.ts'

export const templateProblems = defineProblems({
  'template-not-found': {
    status: 404,
    title: { fr: 'Modèle introuvable', en: 'Template not found' },
    detail: {
      fr: 'Ce modèle n’existe plus. Rechargez la liste des modèles.',
      en: 'This template no longer exists. Reload the list of templates.',
    },
  },
  'template-personal': {
    status: 422,
    title: { fr: 'Personne dans un modèle', en: 'Nobody in a template' },
    detail: {
      fr: 'Retirez l’adresse de courriel ou le numéro de portable : un modèle sert à tous, et longtemps.',
      en: 'Take away the email address or mobile number: a template serves everyone, and for long.',
    },
  },
  'too-many-templates': {
    status: 422,
    title: { fr: 'Trop de modèles', en: 'Too many templates' },
    detail: {
      fr: 'Il y a déjà {max} modèles ici. Supprimez-en un qui ne sert plus.',
      en: 'There are already {max} templates here. Delete one that is no longer used.',
    },
  },
})
