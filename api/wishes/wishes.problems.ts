import { defineProblems } from '../platform/problems.ts'

export const wishProblems = defineProblems({
  'wish-not-found': {
    status: 404,
    title: { fr: 'Demande introuvable', en: 'Wish not found', nl: 'Vraag niet gevonden' },
    detail: {
      fr: 'Cette demande n’existe pas, ou plus. Rechargez la liste de ce que vous suivez.',
      en: 'This wish does not exist, or no longer does. Reload the list of what you follow.',
      nl: 'Deze vraag bestaat niet, of niet meer. Laad de lijst van wat je volgt opnieuw.',
    },
  },
  'wish-exists': {
    status: 409,
    title: { fr: 'Demande déjà enregistrée', en: 'Wish already saved', nl: 'Vraag al opgeslagen' },
    detail: {
      fr: 'Une demande porte déjà cet identifiant. Regardez la liste de ce que vous suivez : elle y est sans doute.',
      en: 'A wish has this identifier already. See the list of what you follow: it is probably there.',
      nl: 'Een vraag heeft dit nummer al. Bekijk de lijst van wat je volgt: ze staat er waarschijnlijk in.',
    },
  },
  'too-many-wishes': {
    status: 409,
    title: { fr: 'Trop de demandes', en: 'Too many wishes', nl: 'Te veel vragen' },
    detail: {
      fr: 'Vous suivez déjà {max} choses. Arrêtez-en une, puis recommencez.',
      en: 'You already follow {max} things. Stop one of them, then try again.',
      nl: 'Je volgt al {max} dingen. Stop er een en probeer opnieuw.',
    },
  },
  'wish-of-nobody': {
    status: 422,
    title: { fr: 'Prévenir qui ?', en: 'Who is to be told?', nl: 'Wie krijgt bericht?' },
    detail: {
      fr: 'Autorisez les notifications sur ce téléphone, ou connectez-vous pour être prévenu par courriel.',
      en: 'Allow notifications on this phone, or sign in to be told by email.',
      nl: 'Sta pushberichten toe op deze telefoon, of log in om bericht te krijgen per e-mail.',
    },
  },
  'wish-place': {
    status: 422,
    title: { fr: 'Quel endroit ?', en: 'Which place?', nl: 'Welke plaats?' },
    detail: {
      fr: 'Choisissez une commune du territoire, ou un point sur sa carte et une distance.',
      en: 'Choose a commune of the territory, or a point on its map and a distance.',
      nl: 'Kies een gemeente van de streek, of een punt op de kaart en een afstand.',
    },
  },
  'wish-too-wide': {
    status: 422,
    title: { fr: 'Trop large', en: 'Too wide', nl: 'Te ruim' },
    detail: {
      fr: 'Choisissez au moins une commune, une catégorie, un organisateur ou un mot : tout l’agenda ferait trop de messages.',
      en: 'Choose at least a commune, a category, an organizer or a word: the whole agenda would be too many messages.',
      nl: 'Kies minstens een gemeente, een categorie, een organisator of een woord: de hele agenda zou te veel berichten geven.',
    },
  },
  'wish-events': {
    status: 422,
    title: { fr: 'Recherche non comprise', en: 'Search not understood', nl: 'Zoekopdracht niet begrepen' },
    detail: {
      fr: 'Cette recherche de l’agenda ne peut pas être suivie. Changez ses filtres, puis recommencez.',
      en: 'This search of the agenda can’t be followed. Change its filters, then try again.',
      nl: 'Deze zoekopdracht van de agenda kan niet worden gevolgd. Verander de filters en probeer opnieuw.',
    },
  },
  'wish-aires': {
    status: 422,
    title: { fr: 'Quelles aires ?', en: 'Which aires?', nl: 'Welke carpoolplaatsen?' },
    detail: {
      fr: 'Choisissez deux aires différentes du territoire.',
      en: 'Choose two different aires of the territory.',
      nl: 'Kies twee verschillende carpoolplaatsen van de streek.',
    },
  },
})
