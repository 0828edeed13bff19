import { defineProblems } from '../platform/problems.ts'

export const wishProblems = defineProblems({
  'wish-not-found': {
    status: 404,
    title: { fr: 'Demande introuvable', en: 'Wish not found' },
    detail: {
      fr: 'Cette demande n’existe pas, ou plus. Rechargez la liste de ce que vous suivez.',
      en: 'This wish does not exist, or no longer does. Reload the list of what you follow.',
    },
  },
  'wish-exists': {
    status: 409,
    title: { fr: 'Demande déjà enregistrée', en: 'Wish already saved' },
    detail: {
      fr: 'Une demande porte déjà cet identifiant. Regardez la liste de ce que vous suivez : elle y est sans doute.',
      en: 'A wish has this identifier already. See the list of what you follow: it is probably there.',
    },
  },
  'too-many-wishes': {
    status: 409,
    title: { fr: 'Trop de demandes', en: 'Too many wishes' },
    detail: {
      fr: 'Vous suivez déjà {max} choses. Arrêtez-en une, puis recommencez.',
      en: 'You already follow {max} things. Stop one of them, then try again.',
    },
  },
  'wish-of-nobody': {
    status: 422,
    title: { fr: 'Prévenir qui ?', en: 'Who is to be told?' },
    detail: {
      fr: 'Autorisez les notifications sur ce téléphone, ou connectez-vous pour être prévenu par courriel.',
      en: 'Allow notifications on this phone, or sign in to be told by email.',
    },
  },
  'wish-place': {
    status: 422,
    title: { fr: 'Quel endroit ?', en: 'Which place?' },
    detail: {
      fr: 'Choisissez une commune du territoire, ou un point sur sa carte et une distance.',
      en: 'Choose a commune of the territory, or a point on its map and a distance.',
    },
  },
  'wish-too-wide': {
    status: 422,
    title: { fr: 'Trop large', en: 'Too wide' },
    detail: {
      fr: 'Choisissez au moins une commune, une catégorie, un organisateur ou un mot : tout l’agenda ferait trop de messages.',
      en: 'Choose at least a commune, a category, an organizer or a word: the whole agenda would be too many messages.',
    },
  },
  'wish-events': {
    status: 422,
    title: { fr: 'Recherche non comprise', en: 'Search not understood' },
    detail: {
      fr: 'Cette recherche de l’agenda ne peut pas être suivie. Changez ses filtres, puis recommencez.',
      en: 'This search of the agenda can’t be followed. Change its filters, then try again.',
    },
  },
  'wish-aires': {
    status: 422,
    title: { fr: 'Quelles aires ?', en: 'Which aires?' },
    detail: {
      fr: 'Choisissez deux aires différentes du territoire.',
      en: 'Choose two different aires of the territory.',
    },
  },
})
