import type { PageLanguage } from '../platform/page-shell.ts'

/** What the server's own first page says. */
const french = {
  about: 'Signaler, sortir, partager un trajet : la vie de mon territoire.',
  report: 'Signaler un problème',
  reportWhy: 'Sans compte, en une minute, même sans réseau.',
  allAlerts: 'Toutes les alertes',
  soon: 'Aujourd’hui et demain',
  nothing: 'Rien de prévu aujourd’hui ni demain.',
  cancelled: 'Annulé',
  agenda: 'Tout l’agenda',
  go: 'Partir',
  rides: 'Trouver un trajet',
  aires: 'Aires de covoiturage',
  mine: 'Tous mes suivis',
  reports: 'Tous les signalements',
  communes: 'Toutes les communes',
  without: 'Sans JavaScript :',
  reportSimply: 'signaler un problème',
  proposeSimply: 'proposer un événement',
  openLink: 'ouvrir un lien reçu',
  demo: 'Démonstration : ce qui est écrit ici est inventé.',
}
type WordKey = keyof typeof french
const english: Record<WordKey, string> = {
  about: 'Report, go out, share a ride: the life of my territory.',
  report: 'Report a problem',
  reportWhy: 'No account, one minute, even without network.',
  allAlerts: 'Every alert',
  soon: 'Today and tomorrow',
  nothing: 'Nothing planned today or tomorrow.',
  cancelled: 'Cancelled',
  agenda: 'The whole agenda',
  go: 'Go somewhere',
  rides: 'Find a ride',
  aires: 'Car-sharing stops',
  mine: 'All my reports',
  reports: 'All reports',
  communes: 'Every commune',
  without: 'Without JavaScript:',
  reportSimply: 'report a problem',
  proposeSimply: 'propose an event',
  openLink: 'open a link received',
  demo: 'Demonstration: what is written here is invented.',
}
const dutch: Record<WordKey, string> = {
  about: 'Melden, uitgaan, een rit delen: het leven van mijn streek.',
  report: 'Een probleem melden',
  reportWhy: 'Zonder account, in één minuut, ook zonder netwerk.',
  allAlerts: 'Alle waarschuwingen',
  soon: 'Vandaag en morgen',
  nothing: 'Vandaag en morgen is er niets gepland.',
  cancelled: 'Afgelast',
  agenda: 'De hele agenda',
  go: 'Op weg',
  rides: 'Zoek een rit',
  aires: 'Carpoolplaatsen',
  mine: 'Alles wat ik volg',
  reports: 'Alle meldingen',
  communes: 'Alle gemeenten',
  without: 'Zonder JavaScript:',
  reportSimply: 'een probleem melden',
  proposeSimply: 'een evenement voorstellen',
  openLink: 'een ontvangen link openen',
  demo: 'Demonstratie: wat hier staat, is verzonnen.',
}

export const speak =
  (language: PageLanguage) =>
  (key: WordKey): string =>
    ({ fr: french, en: english, nl: dutch })[language][key]
