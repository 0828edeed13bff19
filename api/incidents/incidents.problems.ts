import { defineProblems } from '../platform/problems.ts'

export const incidentProblems = defineProblems({
  'outside-territory': {
    status: 422,
    title: { fr: 'Hors du territoire', en: 'Outside the territory', nl: 'Buiten de streek' },
    detail: {
      fr: 'Ce lieu est à {commune}. Bocage ne couvre pas cette commune : adressez-vous à sa mairie.',
      en: 'This place is in {commune}, which Bocage does not cover: contact its town hall.',
      nl: 'Deze plaats ligt in {commune}. Bocage werkt niet voor die gemeente: vraag het aan het gemeentehuis daar.',
    },
  },
  'outside-every-commune': {
    status: 422,
    title: { fr: 'Hors du territoire', en: 'Outside the territory', nl: 'Buiten de streek' },
    detail: {
      fr: 'Ce lieu n’est dans aucune commune connue de Bocage. Vérifiez le point sur la carte.',
      en: 'This place is in no commune that Bocage knows. Check the point on the map.',
      nl: 'Deze plaats ligt in geen gemeente die Bocage kent. Controleer het punt op de kaart.',
    },
  },
  'choose-commune': {
    status: 422,
    title: { fr: 'Deux communes possibles', en: 'Two possible communes', nl: 'Twee mogelijke gemeenten' },
    detail: {
      fr: 'Ce lieu est à la limite de plusieurs communes. Dites laquelle, puis envoyez à nouveau.',
      en: 'This place is on the boundary of several communes. Say which, then send again.',
      nl: 'Deze plaats ligt op de grens van meerdere gemeenten. Zeg welke, en verstuur opnieuw.',
    },
  },
  'unknown-category': {
    status: 422,
    title: { fr: 'Catégorie inconnue', en: 'Unknown category', nl: 'Onbekende categorie' },
    detail: {
      fr: 'Cette catégorie n’existe pas dans ce territoire. Choisissez-en une autre.',
      en: 'This category does not exist in this territory. Choose another.',
      nl: 'Deze categorie bestaat niet in deze streek. Kies een andere.',
    },
  },
  'incident-exists': {
    status: 409,
    title: { fr: 'Déjà reçu', en: 'Already received', nl: 'Al ontvangen' },
    detail: {
      fr: 'Ce signalement est déjà arrivé. Reprenez le lien privé donné au premier envoi.',
      en: 'This report has already arrived. Use the private link given the first time.',
      nl: 'Deze melding is al aangekomen. Gebruik de privélink die je de eerste keer kreeg.',
    },
  },
  'already-written': {
    status: 409,
    title: { fr: 'Déjà enregistré', en: 'Already written down', nl: 'Al opgeslagen' },
    detail: {
      fr: 'Cet envoi est déjà dans l’historique. Rechargez la page : il n’y a rien à refaire.',
      en: 'This is in the history already. Reload the page: there is nothing to do again.',
      nl: 'Dit staat al in de geschiedenis. Laad de pagina opnieuw: je hoeft niets te doen.',
    },
  },
  'incident-not-found': {
    status: 404,
    title: { fr: 'Signalement introuvable', en: 'Report not found', nl: 'Melding niet gevonden' },
    detail: {
      fr: 'Ce signalement n’existe pas ou n’est pas public. Vérifiez la référence.',
      en: 'This report does not exist or is not public. Check the reference.',
      nl: 'Deze melding bestaat niet of is niet openbaar. Controleer de referentie.',
    },
  },
  'link-not-valid': {
    status: 404,
    title: { fr: 'Lien non valable', en: 'Link not valid', nl: 'Link niet geldig' },
    detail: {
      fr: 'Ce lien est incomplet ou n’est plus valable. Reprenez-le en entier dans votre message.',
      en: 'This link is incomplete or no longer valid. Copy it whole from your message.',
      nl: 'Deze link is niet volledig of niet meer geldig. Neem hem helemaal over uit je bericht.',
    },
  },
  'illegal-move': {
    status: 409,
    title: { fr: 'Changement impossible', en: 'Change not possible', nl: 'Wijziging niet mogelijk' },
    detail: {
      fr: 'Ce signalement ne peut pas passer à cet état depuis son état actuel. Rechargez la fiche.',
      en: 'This report cannot go to that status from its present one. Reload it.',
      nl: 'Deze melding kan niet van haar huidige status naar die andere. Laad ze opnieuw.',
    },
  },
  'reason-needed': {
    status: 422,
    title: { fr: 'Raison nécessaire', en: 'Reason needed', nl: 'Reden nodig' },
    detail: {
      fr: 'Dites pourquoi : la personne qui a signalé le lira.',
      en: 'Say why: the reporter will read it.',
      nl: 'Zeg waarom: de persoon die het meldde, leest het.',
    },
  },
  'planned-date-needed': {
    status: 422,
    title: { fr: 'Date nécessaire', en: 'Date needed', nl: 'Datum nodig' },
    detail: { fr: 'Indiquez le jour prévu.', en: 'Give the planned day.', nl: 'Geef de geplande dag.' },
  },
  'body-needed': {
    status: 422,
    title: { fr: 'Organisme nécessaire', en: 'Body needed', nl: 'Instantie nodig' },
    detail: {
      fr: 'Choisissez l’organisme à qui transmettre.',
      en: 'Choose the body to forward to.',
      nl: 'Kies de instantie om aan door te geven.',
    },
  },
})
