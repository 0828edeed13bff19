import { defineProblems } from '../platform/problems.ts'

export const deskProblems = defineProblems({
  'merge-same': {
    status: 422,
    title: { fr: 'Réunion impossible', en: 'Merge not possible' },
    detail: {
      fr: 'Ces deux signalements sont déjà le même. Choisissez-en un autre.',
      en: 'These two reports are the same one already. Choose another.',
    },
  },
  'merge-other-territory': {
    status: 422,
    title: { fr: 'Réunion impossible', en: 'Merge not possible' },
    detail: {
      fr: 'Ces signalements sont de deux territoires différents. Choisissez-en deux du même territoire.',
      en: 'These reports are of two different territories. Choose two of the same one.',
    },
  },
  'already-merged': {
    status: 409,
    title: { fr: 'Déjà réuni', en: 'Already merged' },
    detail: {
      fr: 'Ce signalement est suivi avec un autre, {reference}. Agissez sur celui-là.',
      en: 'This report is followed with another, {reference}. Act on that one.',
    },
  },
  'merge-target-unknown': {
    status: 422,
    title: { fr: 'Signalement inconnu', en: 'Unknown report' },
    detail: {
      fr: 'Aucun signalement ne porte cette référence parmi ceux que vous suivez. Vérifiez-la.',
      en: 'No report you follow has this reference. Check it.',
    },
  },
  'planned-date-past': {
    status: 422,
    title: { fr: 'Date passée', en: 'Date in the past' },
    detail: { fr: 'Choisissez aujourd’hui ou un jour à venir.', en: 'Choose today or a day to come.' },
  },
  'words-needed': {
    status: 422,
    title: { fr: 'Message nécessaire', en: 'Message needed' },
    detail: {
      fr: 'Expliquez en une phrase : la personne qui a signalé la lira.',
      en: 'Explain in a sentence: the reporter will read it.',
    },
  },
  'unknown-recipient': {
    status: 422,
    title: { fr: 'Organisme inconnu', en: 'Unknown body' },
    detail: {
      fr: 'Cet organisme n’est pas de ce territoire, ou n’est plus actif. Choisissez-en un autre.',
      en: 'This body is not of this territory, or no longer active. Choose another.',
    },
  },
  'same-body': {
    status: 422,
    title: { fr: 'Déjà en charge', en: 'Already in charge' },
    detail: {
      fr: 'Cet organisme est déjà en charge du signalement. Choisissez-en un autre.',
      en: 'This body is already in charge of the report. Choose another.',
    },
  },
  'body-without-email': {
    status: 422,
    title: { fr: 'Pas d’adresse', en: 'No address' },
    detail: {
      fr: '{body} n’a pas d’adresse de courriel. Demandez à l’administrateur du territoire de l’ajouter.',
      en: '{body} has no email address. Ask the territory administrator to add it.',
    },
  },
  'unknown-assignee': {
    status: 422,
    title: { fr: 'Personne inconnue', en: 'Unknown person' },
    detail: {
      fr: 'Cette personne ne peut pas traiter ce signalement. Choisissez quelqu’un de l’équipe.',
      en: 'This person cannot handle this report. Choose someone of the team.',
    },
  },
  'other-territory': {
    status: 422,
    title: { fr: 'Autre territoire', en: 'Another territory' },
    detail: {
      fr: 'Ce lieu est dans un autre territoire. Choisissez un lieu de ce territoire : le signalement reste où il est.',
      en: 'This place is in another territory. Choose a place in this one: the report stays where it is.',
    },
  },
  'commune-far': {
    status: 422,
    title: { fr: 'Point loin de cette commune', en: 'Point far from this commune' },
    detail: {
      fr: 'Ce lieu est loin de {commune}. Déplacez d’abord le point sur la carte.',
      en: 'This place is far from {commune}. Move the point on the map first.',
    },
  },
  'not-planned': {
    status: 409,
    title: { fr: 'Rien de prévu', en: 'Nothing planned' },
    detail: {
      fr: 'Pour donner un jour, passez le signalement à « Prévu ».',
      en: 'To give a day, move the report to “Scheduled”.',
    },
  },
  'too-many-views': {
    status: 422,
    title: { fr: 'Trop de vues', en: 'Too many views' },
    detail: {
      fr: 'Vous gardez déjà {limit} vues. Retirez-en une pour en ajouter.',
      en: 'You keep {limit} views already. Remove one to add another.',
    },
  },
  'nothing-to-change': {
    status: 422,
    title: { fr: 'Rien à changer', en: 'Nothing to change' },
    detail: { fr: 'Indiquez ce qui change.', en: 'Say what changes.' },
  },
  'photo-not-of-incident': {
    status: 422,
    title: { fr: 'Photo inconnue', en: 'Unknown photo' },
    detail: {
      fr: 'Cette photo n’est pas de ce signalement. Rechargez la fiche.',
      en: 'This photo is not of this report. Reload it.',
    },
  },
  'category-not-public': {
    status: 422,
    title: { fr: 'Catégorie non publique', en: 'Category not public' },
    detail: {
      fr: 'Les signalements de cette catégorie ne sont jamais montrés aux autres. Changez d’abord la catégorie.',
      en: 'Reports of this category are never shown to others. Change the category first.',
    },
  },
})
