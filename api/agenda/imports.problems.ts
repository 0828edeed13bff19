import { defineProblems } from '../platform/problems.ts'

/** What may be wrong with a file or an address that events are taken from. `{why}` is a sentence of import.words.ts. */
export const importProblems = defineProblems({
  'import-unreadable': {
    status: 422,
    title: { fr: 'Fichier illisible', en: 'Unreadable file', nl: 'Onleesbaar bestand' },
    detail: {
      fr: '{why} Rien n’a été enregistré : corrigez le fichier, puis envoyez-le de nouveau.',
      en: '{why} Nothing was saved: correct the file, then send it again.',
      nl: '{why} Er is niets opgeslagen: verbeter het bestand en verstuur het opnieuw.',
    },
  },
  'import-busy': {
    status: 503,
    title: {
      fr: 'Trop de fichiers à la fois',
      en: 'Too many files at once',
      nl: 'Te veel bestanden tegelijk',
    },
    detail: {
      fr: 'D’autres fichiers sont en cours de lecture. Renvoyez le vôtre dans {seconds} secondes.',
      en: 'Other files are being read. Send yours again in {seconds} seconds.',
      nl: 'Er worden andere bestanden gelezen. Verstuur het jouwe opnieuw over {seconds} seconden.',
    },
  },
  'import-address-refused': {
    status: 422,
    title: { fr: 'Adresse à corriger', en: 'Address to correct', nl: 'Adres te verbeteren' },
    detail: {
      fr: '{why} Rien n’a été enregistré : corrigez l’adresse, puis recommencez.',
      en: '{why} Nothing was saved: correct the address, then try again.',
      nl: '{why} Er is niets opgeslagen: verbeter het adres en probeer opnieuw.',
    },
  },
  'source-not-found': {
    status: 404,
    title: { fr: 'Abonnement introuvable', en: 'Source not found', nl: 'Gevolgd adres niet gevonden' },
    detail: {
      fr: 'Cet abonnement n’existe plus, ou n’est pas le vôtre. Rechargez la liste.',
      en: 'This source no longer exists, or is not yours. Reload the list.',
      nl: 'Dit adres wordt niet meer gevolgd, of is niet van jou. Laad de lijst opnieuw.',
    },
  },
  'source-exists': {
    status: 409,
    title: { fr: 'Déjà abonné', en: 'Already followed', nl: 'Al gevolgd' },
    detail: {
      fr: 'Cette adresse est déjà suivie : « {name} ». Retrouvez-la dans la liste.',
      en: 'This address is followed already: “{name}”. Find it in the list.',
      nl: 'Dit adres wordt al gevolgd: “{name}”. Je vindt het in de lijst.',
    },
  },
})
