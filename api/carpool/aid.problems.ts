import { defineProblems } from '../platform/problems.ts'

export const aidProblems = defineProblems({
  'aid-network-not-found': {
    status: 404,
    title: { fr: 'Réseau introuvable', en: 'Network not found', nl: 'Netwerk niet gevonden' },
    detail: {
      fr: 'Ce réseau d’entraide n’est pas sur ce territoire. Choisissez-en un dans la liste.',
      en: 'This mutual-aid network is not in this territory. Choose one in the list.',
      nl: 'Dit netwerk voor burenhulp is niet in deze streek. Kies er een uit de lijst.',
    },
  },
  'aid-rate-too-high': {
    status: 422,
    title: { fr: 'Remboursement trop élevé', en: 'Too high a reimbursement', nl: 'Terugbetaling te hoog' },
    detail: {
      fr: 'Le barème kilométrique plafonne le remboursement à {most} centimes par kilomètre. Baissez-le.',
      en: 'The official scale caps the reimbursement at {most} cents a kilometre. Lower it.',
      nl: 'Het officiële tarief is hoogstens {most} cent per kilometer. Verlaag het bedrag.',
    },
  },
  'aid-not-volunteer': {
    status: 403,
    title: { fr: 'Pas encore bénévole', en: 'Not a volunteer yet', nl: 'Nog geen vrijwilliger' },
    detail: {
      fr: 'Le réseau doit d’abord accepter votre inscription. Appelez-le si elle tarde.',
      en: 'The network must accept you first. Call it if it takes long.',
      nl: 'Het netwerk moet je eerst aanvaarden. Bel het als het lang duurt.',
    },
  },
  'aid-not-found': {
    status: 404,
    title: { fr: 'Demande introuvable', en: 'Request not found', nl: 'Aanvraag niet gevonden' },
    detail: {
      fr: 'Cette demande n’est pas pour vous, ou elle est effacée. Relisez la liste.',
      en: 'This request is not for you, or is erased. Read the list again.',
      nl: 'Deze aanvraag is niet voor jou, of is gewist. Lees de lijst opnieuw.',
    },
  },
  'aid-taken': {
    status: 409,
    title: { fr: 'Déjà prise', en: 'Taken already', nl: 'Al genomen' },
    detail: {
      fr: 'Un autre bénévole vient de prendre cette demande. Merci : choisissez-en une autre.',
      en: 'Another volunteer has just taken this request. Thank you: choose another.',
      nl: 'Een andere vrijwilliger nam deze aanvraag net. Bedankt: kies een andere.',
    },
  },
  'aid-settled': {
    status: 409,
    title: { fr: 'Ce n’est plus possible', en: 'No longer possible', nl: 'Het kan niet meer' },
    detail: {
      fr: 'Entre-temps la demande a changé. Regardez où elle en est, puis choisissez.',
      en: 'The request has changed meanwhile. See how it stands, then choose.',
      nl: 'De aanvraag is ondertussen veranderd. Kijk hoever ze staat, en kies dan.',
    },
  },
  'aid-refused': {
    status: 422,
    title: { fr: 'Demande impossible', en: 'This cannot be asked', nl: 'Deze aanvraag kan niet' },
    detail: {
      fr: '{why} Corrigez, puis recommencez.',
      en: '{why} Correct it, then try again.',
      nl: '{why} Verbeter het en probeer opnieuw.',
    },
  },
})

/** What is wrong with a request. */
export const aidFaults = {
  past: {
    fr: 'Cette heure est passée. Choisissez une heure à venir.',
    en: 'This time is past. Choose a time to come.',
    nl: 'Dit uur is voorbij. Kies een uur dat nog komt.',
  },
  far: {
    fr: 'C’est dans plus de trois mois. Choisissez un jour plus proche.',
    en: 'This is more than three months ahead. Choose a nearer day.',
    nl: 'Dit is over meer dan drie maanden. Kies een dag dichterbij.',
  },
  same: {
    fr: 'Le départ et l’arrivée sont au même endroit. Précisez les adresses.',
    en: 'It leaves from where it arrives. Say the addresses.',
    nl: 'Het vertrek en de aankomst zijn op dezelfde plaats. Geef de adressen.',
  },
  place: {
    fr: 'Le lieu n’est ni une aire ni une commune d’ici. Choisissez-en un dans la liste.',
    en: 'The place is neither a stop nor a commune from here. Choose one in the list.',
    nl: 'Deze plaats is geen carpoolplaats en geen gemeente van hier. Kies er een uit de lijst.',
  },
  back: {
    fr: 'Le retour est avant l’aller. Corrigez l’un des deux.',
    en: 'The way back is before the way there. Correct one of them.',
    nl: 'De terugrit is voor de heenrit. Verbeter een van de twee.',
  },
} as const
