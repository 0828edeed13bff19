import { defineProblems } from '../platform/problems.ts'

export const aidProblems = defineProblems({
  'aid-network-not-found': {
    status: 404,
    title: { fr: 'Réseau introuvable', en: 'Network not found' },
    detail: {
      fr: 'Ce réseau d’entraide n’est pas sur ce territoire. Choisissez-en un dans la liste.',
      en: 'This mutual-aid network is not in this territory. Choose one in the list.',
    },
  },
  'aid-rate-too-high': {
    status: 422,
    title: { fr: 'Remboursement trop élevé', en: 'Too high a reimbursement' },
    detail: {
      fr: 'Le barème kilométrique plafonne le remboursement à {most} centimes par kilomètre. Baissez-le.',
      en: 'The official scale caps the reimbursement at {most} cents a kilometre. Lower it.',
    },
  },
  'aid-not-volunteer': {
    status: 403,
    title: { fr: 'Pas encore bénévole', en: 'Not a volunteer yet' },
    detail: {
      fr: 'Le réseau doit d’abord accepter votre inscription. Appelez-le si elle tarde.',
      en: 'The network must accept you first. Call it if it takes long.',
    },
  },
  'aid-not-found': {
    status: 404,
    title: { fr: 'Demande introuvable', en: 'Request not found' },
    detail: {
      fr: 'Cette demande n’est pas pour vous, ou elle est effacée. Relisez la liste.',
      en: 'This request is not for you, or is erased. Read the list again.',
    },
  },
  'aid-taken': {
    status: 409,
    title: { fr: 'Déjà prise', en: 'Taken already' },
    detail: {
      fr: 'Un autre bénévole vient de prendre cette demande. Merci : choisissez-en une autre.',
      en: 'Another volunteer has just taken this request. Thank you: choose another.',
    },
  },
  'aid-settled': {
    status: 409,
    title: { fr: 'Ce n’est plus possible', en: 'No longer possible' },
    detail: {
      fr: 'Entre-temps la demande a changé. Regardez où elle en est, puis choisissez.',
      en: 'The request has changed meanwhile. See how it stands, then choose.',
    },
  },
  'aid-refused': {
    status: 422,
    title: { fr: 'Demande impossible', en: 'This cannot be asked' },
    detail: { fr: '{why} Corrigez, puis recommencez.', en: '{why} Correct it, then try again.' },
  },
})

/** What is wrong with a request. */
export const aidFaults = {
  past: {
    fr: 'Cette heure est passée. Choisissez une heure à venir.',
    en: 'This time is past. Choose a time to come.',
  },
  far: {
    fr: 'C’est dans plus de trois mois. Choisissez un jour plus proche.',
    en: 'This is more than three months ahead. Choose a nearer day.',
  },
  same: {
    fr: 'Le départ et l’arrivée sont au même endroit. Précisez les adresses.',
    en: 'It leaves from where it arrives. Say the addresses.',
  },
  place: {
    fr: 'Le lieu n’est ni une aire ni une commune d’ici. Choisissez-en un dans la liste.',
    en: 'The place is neither a stop nor a commune from here. Choose one in the list.',
  },
  back: {
    fr: 'Le retour est avant l’aller. Corrigez l’un des deux.',
    en: 'The way back is before the way there. Correct one of them.',
  },
} as const
