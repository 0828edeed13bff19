import { defineProblems } from '../platform/problems.ts'

export const territoryProblems = defineProblems({
  'commune-not-found': {
    status: 404,
    title: { fr: 'Commune introuvable', en: 'Commune not found', nl: 'Gemeente niet gevonden' },
    detail: {
      fr: 'Aucune commune d’ici n’a ce nom. Vérifiez l’adresse, ou cherchez la commune par son nom ou son code postal.',
      en: 'No commune here has this name. Check the address, or look for the commune by its name or postal code.',
      nl: 'Geen gemeente hier heeft die naam. Controleer het adres, of zoek de gemeente met haar naam of postcode.',
    },
  },
  'commune-unclear': {
    status: 409,
    title: { fr: 'Laquelle ?', en: 'Which one?', nl: 'Welke?' },
    detail: {
      fr: 'Plusieurs communes portent ce nom. Choisissez la vôtre.',
      en: 'Several communes have this name. Choose yours.',
      nl: 'Meerdere gemeenten hebben deze naam. Kies de jouwe.',
    },
  },
  'commune-body-stays': {
    status: 409,
    title: { fr: 'Cet organisme reste', en: 'This body stays', nl: 'Deze instantie blijft' },
    detail: {
      fr: 'Une commune garde toujours son organisme : il reçoit ce qui n’est confié à personne d’autre. Modifiez-le plutôt.',
      en: 'A commune always keeps its own body: it receives what is given to nobody else. Edit it instead.',
      nl: 'Een gemeente houdt altijd haar eigen instantie: die krijgt wat aan niemand anders is gegeven. Wijzig ze liever.',
    },
  },
  'unknown-body': {
    status: 422,
    title: { fr: 'Organisme inconnu', en: 'Unknown body', nl: 'Onbekende instantie' },
    detail: {
      fr: 'Ce territoire n’a pas cet organisme, ou il est rangé. Choisissez dans la liste.',
      en: 'This territory has no such body, or it is put away. Choose from the list.',
      nl: 'Deze streek heeft die instantie niet, of ze is opgeborgen. Kies uit de lijst.',
    },
  },
  'unknown-commune': {
    status: 422,
    title: { fr: 'Commune inconnue', en: 'Unknown commune', nl: 'Onbekende gemeente' },
    detail: {
      fr: 'Cette commune n’est pas dans ce territoire. Choisissez dans la liste.',
      en: 'This commune is not in this territory. Choose from the list.',
      nl: 'Deze gemeente ligt niet in deze streek. Kies uit de lijst.',
    },
  },
  'incomplete-order': {
    status: 422,
    title: { fr: 'Ordre incomplet', en: 'Incomplete order', nl: 'Volgorde niet volledig' },
    detail: {
      fr: 'Donnez chaque catégorie du territoire une seule fois. Rechargez la liste puis recommencez.',
      en: 'Give each category of the territory exactly once. Reload the list, then try again.',
      nl: 'Geef elke categorie van de streek één keer. Laad de lijst opnieuw en probeer nog eens.',
    },
  },
})
