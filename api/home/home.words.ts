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
}

export const speak =
  (language: PageLanguage) =>
  (key: WordKey): string =>
    (language === 'fr' ? french : english)[key]
