import { defineProblems } from '../platform/problems.ts'

export const territoryProblems = defineProblems({
  'commune-not-found': {
    status: 404,
    title: { fr: 'Commune introuvable', en: 'Commune not found' },
    detail: {
      fr: 'Aucune commune d’ici n’a ce nom. Vérifiez l’adresse, ou cherchez la commune par son nom ou son code postal.',
      en: 'No commune here has this name. Check the address, or look for the commune by its name or postal code.',
    },
  },
  'commune-unclear': {
    status: 409,
    title: { fr: 'Laquelle ?', en: 'Which one?' },
    detail: {
      fr: 'Plusieurs communes portent ce nom. Choisissez la vôtre.',
      en: 'Several communes have this name. Choose yours.',
    },
  },
  'commune-body-stays': {
    status: 409,
    title: { fr: 'Cet organisme reste', en: 'This body stays' },
    detail: {
      fr: 'Une commune garde toujours son organisme : il reçoit ce qui n’est confié à personne d’autre. Modifiez-le plutôt.',
      en: 'A commune always keeps its own body: it receives what is given to nobody else. Edit it instead.',
    },
  },
  'unknown-body': {
    status: 422,
    title: { fr: 'Organisme inconnu', en: 'Unknown body' },
    detail: {
      fr: 'Ce territoire n’a pas cet organisme, ou il est rangé. Choisissez dans la liste.',
      en: 'This territory has no such body, or it is put away. Choose from the list.',
    },
  },
  'unknown-commune': {
    status: 422,
    title: { fr: 'Commune inconnue', en: 'Unknown commune' },
    detail: {
      fr: 'Cette commune n’est pas dans ce territoire. Choisissez dans la liste.',
      en: 'This commune is not in this territory. Choose from the list.',
    },
  },
  'incomplete-order': {
    status: 422,
    title: { fr: 'Ordre incomplet', en: 'Incomplete order' },
    detail: {
      fr: 'Donnez chaque catégorie du territoire une seule fois. Rechargez la liste puis recommencez.',
      en: 'Give each category of the territory exactly once. Reload the list, then try again.',
    },
  },
})
