import { defineProblems } from '../platform/problems.ts'

/** What is refused between people who share rides, and to who looks on. */
export const trustProblems = defineProblems({
  'share-passenger-only': {
    status: 403,
    title: { fr: 'Partage par le passager', en: 'Shared by the passenger' },
    detail: {
      fr: 'Seul le passager partage ce trajet avec un proche. Demandez-lui.',
      en: 'Only the passenger shares this ride with a relative. Ask them.',
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
})
