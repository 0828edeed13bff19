import { defineProblems } from '../platform/problems.ts'

/** What is refused between people who share rides, and to who looks on. */
export const trustProblems = defineProblems({
  'share-passenger-only': {
    status: 403,
    title: { fr: 'Lien du passager', en: 'The passenger’s link' },
    detail: {
      fr: 'Ce lien est celui du passager. Préparez le vôtre depuis votre trajet, dans « Mes trajets ».',
      en: 'This link is the passenger’s. Make your own from your trip, in “My rides”.',
    },
  },
  'share-not-valid': {
    status: 404,
    title: { fr: 'Ce lien ne montre rien', en: 'This link shows nothing' },
    detail: {
      fr: 'Le partage est arrêté, ou le lien est incomplet. Demandez-en un autre à la personne qui voyage.',
      en: 'Sharing was stopped, or the link is not whole. Ask the person who travels for another.',
    },
  },
  'share-over': {
    status: 410,
    title: { fr: 'Ce partage est terminé', en: 'This is over' },
    detail: {
      fr: 'On ne voit plus un trajet deux heures après son arrivée. Appelez la personne qui voyage.',
      en: 'A ride is no longer shown two hours after its arrival. Call the person who travels.',
    },
  },
  'share-cancelled': {
    status: 410,
    title: { fr: 'Trajet annulé', en: 'Trip cancelled' },
    detail: {
      fr: 'Ce trajet est annulé : ce lien ne montre plus rien. Appelez la personne qui conduit.',
      en: 'This trip is cancelled: the link shows nothing any more. Call the person who drives.',
    },
  },
  'report-exists': {
    status: 409,
    title: { fr: 'Déjà signalé', en: 'Already reported' },
    detail: {
      fr: 'Ce signalement est déjà parti. N’envoyez pas deux fois le même : il sera lu.',
      en: 'This report has left already. Do not send it twice: it will be read.',
    },
  },
  'report-settled': {
    status: 409,
    title: { fr: 'Déjà traité', en: 'Already settled' },
    detail: {
      fr: 'Quelqu’un d’autre a traité ce signalement. Rechargez la liste.',
      en: 'Somebody else settled this report. Load the list again.',
    },
  },
  'report-words-needed': {
    status: 422,
    title: { fr: 'Dites-le à la personne', en: 'Say it to the person' },
    detail: {
      fr: 'Écrivez ce que la personne lira : la raison, avec des faits.',
      en: 'Write what the person will read: the reason, with facts.',
    },
  },
  'guardian-link-not-valid': {
    status: 404,
    title: { fr: 'Ce lien ne sert plus', en: 'This link is of no use' },
    detail: {
      fr: 'L’accord est retiré, une autre adresse l’a remplacé, ou le lien est incomplet. Rouvrez le dernier message reçu.',
      en: 'The agreement is over, another address took its place, or the link is not whole. Open the latest message again.',
    },
  },
  'guardian-not-needed': {
    status: 409,
    title: { fr: 'Accord déjà donné, ou inutile', en: 'Agreed already, or not needed' },
    detail: {
      fr: 'Un parent est déjà d’accord, ou vous avez dit avoir 18 ans. Regardez dans « Mes trajets ».',
      en: 'A parent agrees already, or you said that you are 18. Look in “My rides”.',
    },
  },
  'guardian-same': {
    status: 422,
    title: { fr: 'C’est votre adresse', en: 'This is your own address' },
    detail: {
      fr: 'Donnez l’adresse de courriel d’un parent : la vôtre ne convient pas.',
      en: 'Give a parent’s email address: yours will not do.',
    },
  },
  'minor-rides-here': {
    status: 403,
    title: { fr: 'Avec nos conducteurs seulement', en: 'With our drivers only' },
    detail: {
      fr: 'Avant 18 ans on ne réserve pas auprès d’un autre opérateur : votre parent n’en saurait rien. Choisissez un trajet d’ici.',
      en: 'Under 18 one does not book with another operator: your parent would not know of it. Choose a ride from here.',
    },
  },
  'minor-drives-not': {
    status: 403,
    title: { fr: 'Passager seulement', en: 'As a passenger only' },
    detail: {
      fr: 'Avant 18 ans on voyage comme passager. Cherchez un trajet plutôt que d’en proposer un.',
      en: 'Under 18 one rides as a passenger. Look for a ride rather than offer one.',
    },
  },
})
