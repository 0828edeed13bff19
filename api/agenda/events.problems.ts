import { defineProblems } from '../platform/problems.ts'

/** What may be wrong with an event that somebody writes. */
export const eventProblems = defineProblems({
  'event-over': {
    status: 422,
    title: { fr: 'Dates passées', en: 'Dates gone by', nl: 'Data voorbij' },
    detail: {
      fr: 'Ces dates sont passées : personne ne verrait cet événement. Vérifiez le jour et l’année.',
      en: 'These dates are over: nobody would see this event. Check the day and the year.',
      nl: 'Deze data zijn voorbij: niemand zou dit evenement zien. Controleer de dag en het jaar.',
    },
  },
  'event-outside-territory': {
    status: 422,
    title: { fr: 'Hors du territoire', en: 'Outside the territory', nl: 'Buiten de streek' },
    detail: {
      fr: 'Ce lieu est à {commune}, que cet agenda ne couvre pas. Choisissez un lieu du territoire.',
      en: 'This place is in {commune}, which this agenda does not cover. Choose a place of the territory.',
      nl: 'Deze plaats ligt in {commune}, buiten deze agenda. Kies een plaats in de streek.',
    },
  },
  'event-outside-every-commune': {
    status: 422,
    title: { fr: 'Lieu à préciser', en: 'Where is it?', nl: 'Waar is het?' },
    detail: {
      fr: 'Ce point n’est dans aucune commune du territoire. Vérifiez-le sur la carte, ou choisissez la commune.',
      en: 'This point is in no commune of the territory. Check it on the map, or choose the commune.',
      nl: 'Dit punt ligt in geen enkele gemeente van de streek. Controleer het op de kaart, of kies de gemeente.',
    },
  },
  'unknown-place': {
    status: 422,
    title: { fr: 'Lieu inconnu', en: 'Unknown place', nl: 'Onbekende plaats' },
    detail: {
      fr: 'Ce lieu n’est plus dans la liste. Cherchez-le à nouveau, ou donnez son adresse.',
      en: 'This place is no longer in the list. Look for it again, or give its address.',
      nl: 'Deze plaats staat niet meer in de lijst. Zoek ze opnieuw, of geef het adres.',
    },
  },
  'unknown-event-category': {
    status: 422,
    title: { fr: 'Catégorie inconnue', en: 'Unknown category', nl: 'Onbekende categorie' },
    detail: {
      fr: 'Cette catégorie n’est pas proposée par ce territoire. Choisissez-en une autre.',
      en: 'This category is not offered by this territory. Choose another.',
      nl: 'Deze streek heeft die categorie niet. Kies een andere.',
    },
  },
  'category-exists': {
    status: 409,
    title: { fr: 'Catégorie déjà là', en: 'Category already there', nl: 'Categorie bestaat al' },
    detail: {
      fr: 'Une catégorie de ce nom existe déjà, peut-être rangée. Proposez-la à nouveau, ou changez de nom.',
      en: 'A category of this name exists already, perhaps put away. Offer it again, or change the name.',
      nl: 'Er is al een categorie met die naam, misschien opgeborgen. Bied ze opnieuw aan, of kies een andere naam.',
    },
  },
  'category-order-incomplete': {
    status: 422,
    title: { fr: 'Ordre incomplet', en: 'Incomplete order', nl: 'Volgorde niet volledig' },
    detail: {
      fr: 'Donnez chaque catégorie une seule fois. Rechargez la liste puis recommencez.',
      en: 'Give each category exactly once. Reload the list, then try again.',
      nl: 'Geef elke categorie één keer. Laad de lijst opnieuw en probeer nog eens.',
    },
  },
  'unknown-organizer': {
    status: 422,
    title: { fr: 'Organisateur inconnu', en: 'Unknown organizer', nl: 'Onbekende organisator' },
    detail: {
      fr: 'Cet organisateur n’a pas de compte ici. Choisissez-le dans la liste, ou écrivez son nom.',
      en: 'This organizer has no account here. Choose it from the list, or write its name.',
      nl: 'Deze organisator heeft hier geen account. Kies hem uit de lijst, of schrijf de naam.',
    },
  },
  'event-exists': {
    status: 409,
    title: { fr: 'Déjà reçu', en: 'Already received', nl: 'Al ontvangen' },
    detail: {
      fr: 'Cet événement est déjà arrivé. Reprenez le lien privé donné au premier envoi.',
      en: 'This event has already arrived. Use the private link given the first time.',
      nl: 'Dit evenement is al aangekomen. Gebruik de privélink die je de eerste keer kreeg.',
    },
  },
  'event-entry-exists': {
    status: 409,
    title: { fr: 'Déjà enregistré', en: 'Already written down', nl: 'Al opgeslagen' },
    detail: {
      fr: 'Cet envoi est déjà dans l’historique. Rechargez la page : il n’y a rien à refaire.',
      en: 'This is in the history already. Reload the page: there is nothing to do again.',
      nl: 'Dit staat al in de geschiedenis. Laad de pagina opnieuw: je hoeft niets te doen.',
    },
  },
  'event-not-found': {
    status: 404,
    title: { fr: 'Événement introuvable', en: 'Event not found', nl: 'Evenement niet gevonden' },
    detail: {
      fr: 'Cet événement n’existe pas ou n’est pas public. Vérifiez l’adresse.',
      en: 'This event does not exist or is not public. Check the address.',
      nl: 'Dit evenement bestaat niet of is niet openbaar. Controleer het adres.',
    },
  },
  'event-link-not-valid': {
    status: 404,
    title: { fr: 'Lien non valable', en: 'Link not valid', nl: 'Link niet geldig' },
    detail: {
      fr: 'Ce lien est incomplet ou n’est plus valable. Reprenez-le en entier dans votre message.',
      en: 'This link is incomplete or no longer valid. Copy it whole from your message.',
      nl: 'Deze link is niet volledig of niet meer geldig. Neem hem helemaal over uit je bericht.',
    },
  },
  'illegal-event-move': {
    status: 409,
    title: { fr: 'Changement impossible', en: 'Change not possible', nl: 'Wijziging niet mogelijk' },
    detail: {
      fr: 'Cet événement n’est plus dans l’état que vous voyez. Rechargez la page.',
      en: 'This event is no longer in the state you see. Reload the page.',
      nl: 'Dit evenement is niet meer zoals je het ziet. Laad de pagina opnieuw.',
    },
  },
  'event-reason-needed': {
    status: 422,
    title: { fr: 'Raison nécessaire', en: 'Reason needed', nl: 'Reden nodig' },
    detail: {
      fr: 'Dites pourquoi en quelques mots : les personnes concernées le liront.',
      en: 'Say why in a few words: those concerned will read it.',
      nl: 'Zeg in enkele woorden waarom: de betrokken mensen lezen het.',
    },
  },
  'event-email-needed': {
    status: 422,
    title: { fr: 'Adresse nécessaire', en: 'Email address needed', nl: 'E-mailadres nodig' },
    detail: {
      fr: 'Donnez votre adresse électronique : un lien y est envoyé pour confirmer et suivre votre événement.',
      en: 'Give your email address: a link is sent to it to confirm and follow your event.',
      nl: 'Geef je e-mailadres: er gaat een link naartoe om je evenement te bevestigen en te volgen.',
    },
  },
  'organizer-name-taken': {
    status: 409,
    title: {
      fr: 'Organisateur déjà inscrit',
      en: 'Organizer already here',
      nl: 'Organisator al ingeschreven',
    },
    detail: {
      fr: 'Un organisateur de ce nom a déjà un compte. Demandez à l’un de ses membres de vous inviter.',
      en: 'An organizer of this name has an account already. Ask one of its members to invite you.',
      nl: 'Een organisator met die naam heeft al een account. Vraag een van de leden om je uit te nodigen.',
    },
  },
  'organizer-not-found': {
    status: 404,
    title: { fr: 'Organisateur introuvable', en: 'Organizer not found', nl: 'Organisator niet gevonden' },
    detail: {
      fr: 'Cet organisateur n’existe pas, ou n’est pas encore confirmé. Vérifiez l’adresse.',
      en: 'This organizer does not exist, or is not confirmed yet. Check the address.',
      nl: 'Deze organisator bestaat niet, of is nog niet bevestigd. Controleer het adres.',
    },
  },
  'last-member': {
    status: 409,
    title: { fr: 'Dernier membre', en: 'Last member', nl: 'Laatste lid' },
    detail: {
      fr: 'Un organisateur garde toujours un membre. Invitez d’abord une autre personne.',
      en: 'An organizer always keeps a member. First invite someone else.',
      nl: 'Een organisator houdt altijd een lid. Nodig eerst iemand anders uit.',
    },
  },
  'no-question': {
    status: 409,
    title: { fr: 'Pas de question en attente', en: 'No question waits', nl: 'Er wacht geen vraag' },
    detail: {
      fr: 'Aucune question n’attend de réponse. Rechargez la page.',
      en: 'No question waits for an answer. Reload the page.',
      nl: 'Er wacht geen vraag op antwoord. Laad de pagina opnieuw.',
    },
  },
  'no-revision': {
    status: 409,
    title: { fr: 'Pas de modification en attente', en: 'No edit waits', nl: 'Er wacht geen wijziging' },
    detail: {
      fr: 'Aucune modification n’attend de décision. Rechargez la page.',
      en: 'No edit waits for a decision. Reload the page.',
      nl: 'Er wacht geen wijziging op een beslissing. Laad de pagina opnieuw.',
    },
  },
  'unknown-replacement': {
    status: 422,
    title: {
      fr: 'Événement de remplacement inconnu',
      en: 'Unknown replacement',
      nl: 'Onbekend evenement in de plaats',
    },
    detail: {
      fr: 'Choisissez un autre événement, publié dans le même agenda, pour remplacer celui-ci.',
      en: 'Choose another event, published in the same agenda, to take its place.',
      nl: 'Kies een ander evenement uit dezelfde agenda om dit te vervangen.',
    },
  },
  'date-span-wrong': {
    status: 422,
    title: { fr: 'Horaire à corriger', en: 'Times need correcting', nl: 'Uren te verbeteren' },
    detail: {
      fr: 'La fin doit suivre le début, dans la même forme que les autres dates. Corrigez l’horaire.',
      en: 'The end must come after the beginning, in the same form as the other dates. Correct the times.',
      nl: 'Het einde moet na het begin komen, in dezelfde vorm als de andere data. Verbeter de uren.',
    },
  },
  'words-not-allowed': {
    status: 422,
    title: {
      fr: 'Mot refusé par ce territoire',
      en: 'A word this territory refuses',
      nl: 'Een woord dat hier niet kan',
    },
    detail: {
      fr: 'Tout le monde lirait ces mots aussitôt, et l’un d’eux n’est pas admis ici. Dites-le autrement.',
      en: 'Everybody would read these words at once, and one of them is not admitted here. Say it otherwise.',
      nl: 'Iedereen zou deze woorden meteen lezen, en een ervan is hier niet toegelaten. Zeg het anders.',
    },
  },
  'unknown-date': {
    status: 422,
    title: { fr: 'Date inconnue', en: 'Unknown date', nl: 'Onbekende datum' },
    detail: {
      fr: 'Cet événement n’a pas cette date. Rechargez la page et choisissez-en une.',
      en: 'This event has no such date. Reload the page and choose one.',
      nl: 'Dit evenement heeft die datum niet. Laad de pagina opnieuw en kies er een.',
    },
  },
})
