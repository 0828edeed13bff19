import { defineProblems } from '../platform/problems.ts'

export const incidentProblems = defineProblems({
  'outside-territory': {
    status: 422,
    title: { fr: 'Hors du territoire', en: 'Outside the territory' },
    detail: {
      fr: 'Ce lieu est à {commune}. Bocage ne couvre pas cette commune : adressez-vous à sa mairie.',
      en: 'This place is in {commune}, which Bocage does not cover: contact its town hall.',
    },
  },
  'outside-every-commune': {
    status: 422,
    title: { fr: 'Hors du territoire', en: 'Outside the territory' },
    detail: {
      fr: 'Ce lieu n’est dans aucune commune connue de Bocage. Vérifiez le point sur la carte.',
      en: 'This place is in no commune that Bocage knows. Check the point on the map.',
    },
  },
  'choose-commune': {
    status: 422,
    title: { fr: 'Deux communes possibles', en: 'Two possible communes' },
    detail: {
      fr: 'Ce lieu est à la limite de plusieurs communes. Dites laquelle, puis envoyez à nouveau.',
      en: 'This place is on the boundary of several communes. Say which, then send again.',
    },
  },
  'unknown-category': {
    status: 422,
    title: { fr: 'Catégorie inconnue', en: 'Unknown category' },
    detail: {
      fr: 'Cette catégorie n’existe pas dans ce territoire. Choisissez-en une autre.',
      en: 'This category does not exist in this territory. Choose another.',
    },
  },
  'incident-exists': {
    status: 409,
    title: { fr: 'Déjà reçu', en: 'Already received' },
    detail: {
      fr: 'Ce signalement est déjà arrivé. Reprenez le lien privé donné au premier envoi.',
      en: 'This report has already arrived. Use the private link given the first time.',
    },
  },
  'already-written': {
    status: 409,
    title: { fr: 'Déjà enregistré', en: 'Already written down' },
    detail: {
      fr: 'Cet envoi est déjà dans l’historique. Rechargez la page : il n’y a rien à refaire.',
      en: 'This is in the history already. Reload the page: there is nothing to do again.',
    },
  },
  'incident-not-found': {
    status: 404,
    title: { fr: 'Signalement introuvable', en: 'Report not found' },
    detail: {
      fr: 'Ce signalement n’existe pas ou n’est pas public. Vérifiez la référence.',
      en: 'This report does not exist or is not public. Check the reference.',
    },
  },
  'link-not-valid': {
    status: 404,
    title: { fr: 'Lien non valable', en: 'Link not valid' },
    detail: {
      fr: 'Ce lien est incomplet ou n’est plus valable. Reprenez-le en entier dans votre message.',
      en: 'This link is incomplete or no longer valid. Copy it whole from your message.',
    },
  },
  'illegal-move': {
    status: 409,
    title: { fr: 'Changement impossible', en: 'Change not possible' },
    detail: {
      fr: 'Ce signalement ne peut pas passer à cet état depuis son état actuel. Rechargez la fiche.',
      en: 'This report cannot go to that status from its present one. Reload it.',
    },
  },
  'reason-needed': {
    status: 422,
    title: { fr: 'Raison nécessaire', en: 'Reason needed' },
    detail: {
      fr: 'Dites pourquoi : la personne qui a signalé le lira.',
      en: 'Say why: the reporter will read it.',
    },
  },
  'planned-date-needed': {
    status: 422,
    title: { fr: 'Date nécessaire', en: 'Date needed' },
    detail: { fr: 'Indiquez le jour prévu.', en: 'Give the planned day.' },
  },
  'body-needed': {
    status: 422,
    title: { fr: 'Organisme nécessaire', en: 'Body needed' },
    detail: { fr: 'Choisissez l’organisme à qui transmettre.', en: 'Choose the body to forward to.' },
  },
})
