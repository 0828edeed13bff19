import { defineProblems } from '../platform/problems.ts'

/** What may be wrong with an event that somebody writes. */
export const eventProblems = defineProblems({
  'event-over': {
    status: 422,
    title: { fr: 'Dates passées', en: 'Dates gone by' },
    detail: {
      fr: 'Ces dates sont passées : personne ne verrait cet événement. Vérifiez le jour et l’année.',
      en: 'These dates are over: nobody would see this event. Check the day and the year.',
    },
  },
  'event-outside-territory': {
    status: 422,
    title: { fr: 'Hors du territoire', en: 'Outside the territory' },
    detail: {
      fr: 'Ce lieu est à {commune}, que cet agenda ne couvre pas. Choisissez un lieu du territoire.',
      en: 'This place is in {commune}, which this agenda does not cover. Choose a place of the territory.',
    },
  },
  'event-outside-every-commune': {
    status: 422,
    title: { fr: 'Lieu à préciser', en: 'Where is it?' },
    detail: {
      fr: 'Ce point n’est dans aucune commune du territoire. Vérifiez-le sur la carte, ou choisissez la commune.',
      en: 'This point is in no commune of the territory. Check it on the map, or choose the commune.',
    },
  },
  'unknown-place': {
    status: 422,
    title: { fr: 'Lieu inconnu', en: 'Unknown place' },
    detail: {
      fr: 'Ce lieu n’est plus dans la liste. Cherchez-le à nouveau, ou donnez son adresse.',
      en: 'This place is no longer in the list. Look for it again, or give its address.',
    },
  },
  'unknown-event-category': {
    status: 422,
    title: { fr: 'Catégorie inconnue', en: 'Unknown category' },
    detail: {
      fr: 'Cette catégorie n’est pas proposée par ce territoire. Choisissez-en une autre.',
      en: 'This category is not offered by this territory. Choose another.',
    },
  },
  'category-exists': {
    status: 409,
    title: { fr: 'Catégorie déjà là', en: 'Category already there' },
    detail: {
      fr: 'Une catégorie de ce nom existe déjà, peut-être rangée. Proposez-la à nouveau, ou changez de nom.',
      en: 'A category of this name exists already, perhaps put away. Offer it again, or change the name.',
    },
  },
  'category-order-incomplete': {
    status: 422,
    title: { fr: 'Ordre incomplet', en: 'Incomplete order' },
    detail: {
      fr: 'Donnez chaque catégorie une seule fois. Rechargez la liste puis recommencez.',
      en: 'Give each category exactly once. Reload the list, then try again.',
    },
  },
  'unknown-organizer': {
    status: 422,
    title: { fr: 'Organisateur inconnu', en: 'Unknown organizer' },
    detail: {
      fr: 'Cet organisateur n’a pas de compte ici. Choisissez-le dans la liste, ou écrivez son nom.',
      en: 'This organizer has no account here. Choose it from the list, or write its name.',
    },
  },
  'event-exists': {
    status: 409,
    title: { fr: 'Déjà reçu', en: 'Already received' },
    detail: {
      fr: 'Cet événement est déjà arrivé. Reprenez le lien privé donné au premier envoi.',
      en: 'This event has already arrived. Use the private link given the first time.',
    },
  },
  'event-entry-exists': {
    status: 409,
    title: { fr: 'Déjà enregistré', en: 'Already written down' },
    detail: {
      fr: 'Cet envoi est déjà dans l’historique. Rechargez la page : il n’y a rien à refaire.',
      en: 'This is in the history already. Reload the page: there is nothing to do again.',
    },
  },
  'event-not-found': {
    status: 404,
    title: { fr: 'Événement introuvable', en: 'Event not found' },
    detail: {
      fr: 'Cet événement n’existe pas ou n’est pas public. Vérifiez l’adresse.',
      en: 'This event does not exist or is not public. Check the address.',
    },
  },
  'event-link-not-valid': {
    status: 404,
    title: { fr: 'Lien non valable', en: 'Link not valid' },
    detail: {
      fr: 'Ce lien est incomplet ou n’est plus valable. Reprenez-le en entier dans votre message.',
      en: 'This link is incomplete or no longer valid. Copy it whole from your message.',
    },
  },
  'illegal-event-move': {
    status: 409,
    title: { fr: 'Changement impossible', en: 'Change not possible' },
    detail: {
      fr: 'Cet événement n’est plus dans l’état que vous voyez. Rechargez la page.',
      en: 'This event is no longer in the state you see. Reload the page.',
    },
  },
  'event-reason-needed': {
    status: 422,
    title: { fr: 'Raison nécessaire', en: 'Reason needed' },
    detail: {
      fr: 'Dites pourquoi en quelques mots : les personnes concernées le liront.',
      en: 'Say why in a few words: those concerned will read it.',
    },
  },
  'event-email-needed': {
    status: 422,
    title: { fr: 'Adresse nécessaire', en: 'Email address needed' },
    detail: {
      fr: 'Donnez votre adresse électronique : un lien y est envoyé pour confirmer et suivre votre événement.',
      en: 'Give your email address: a link is sent to it to confirm and follow your event.',
    },
  },
  'organizer-name-taken': {
    status: 409,
    title: { fr: 'Organisateur déjà inscrit', en: 'Organizer already here' },
    detail: {
      fr: 'Un organisateur de ce nom a déjà un compte. Demandez à l’un de ses membres de vous inviter.',
      en: 'An organizer of this name has an account already. Ask one of its members to invite you.',
    },
  },
  'organizer-not-found': {
    status: 404,
    title: { fr: 'Organisateur introuvable', en: 'Organizer not found' },
    detail: {
      fr: 'Cet organisateur n’existe pas, ou n’est pas encore confirmé. Vérifiez l’adresse.',
      en: 'This organizer does not exist, or is not confirmed yet. Check the address.',
    },
  },
  'last-member': {
    status: 409,
    title: { fr: 'Dernier membre', en: 'Last member' },
    detail: {
      fr: 'Un organisateur garde toujours un membre. Invitez d’abord une autre personne.',
      en: 'An organizer always keeps a member. First invite someone else.',
    },
  },
  'no-question': {
    status: 409,
    title: { fr: 'Pas de question en attente', en: 'No question waits' },
    detail: {
      fr: 'Aucune question n’attend de réponse. Rechargez la page.',
      en: 'No question waits for an answer. Reload the page.',
    },
  },
  'no-revision': {
    status: 409,
    title: { fr: 'Pas de modification en attente', en: 'No edit waits' },
    detail: {
      fr: 'Aucune modification n’attend de décision. Rechargez la page.',
      en: 'No edit waits for a decision. Reload the page.',
    },
  },
  'unknown-replacement': {
    status: 422,
    title: { fr: 'Événement de remplacement inconnu', en: 'Unknown replacement' },
    detail: {
      fr: 'Choisissez un autre événement, publié dans le même agenda, pour remplacer celui-ci.',
      en: 'Choose another event, published in the same agenda, to take its place.',
    },
  },
  'date-span-wrong': {
    status: 422,
    title: { fr: 'Horaire à corriger', en: 'Times need correcting' },
    detail: {
      fr: 'La fin doit suivre le début, dans la même forme que les autres dates. Corrigez l’horaire.',
      en: 'The end must come after the beginning, in the same form as the other dates. Correct the times.',
    },
  },
  'words-not-allowed': {
    status: 422,
    title: { fr: 'Mot refusé par ce territoire', en: 'A word this territory refuses' },
    detail: {
      fr: 'Tout le monde lirait ces mots aussitôt, et l’un d’eux n’est pas admis ici. Dites-le autrement.',
      en: 'Everybody would read these words at once, and one of them is not admitted here. Say it otherwise.',
    },
  },
  'unknown-date': {
    status: 422,
    title: { fr: 'Date inconnue', en: 'Unknown date' },
    detail: {
      fr: 'Cet événement n’a pas cette date. Rechargez la page et choisissez-en une.',
      en: 'This event has no such date. Reload the page and choose one.',
    },
  },
})
