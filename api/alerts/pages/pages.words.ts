import { sayMoment } from '../../agenda/pages/pages.words.ts'
import type { PageLanguage } from '../../platform/page-shell.ts'
import { type SayOf, speaking } from '../../platform/page-words.ts'
import type { PublicAlert } from '../alert.schemas.ts'

/** What the server's own pages of alerts say. */
const french = {
  alerts: 'Alertes',
  about: 'Ce que les mairies et le territoire disent aux habitants : danger, routes, eau, école, collecte.',
  none: 'Aucune alerte en ce moment.',
  past: 'Alertes passées',
  noPast: 'Aucune alerte passée.',
  older: 'Plus anciennes',
  commune: 'Commune',
  everyCommune: 'Toutes les communes',
  show: 'Afficher',
  all: 'Toutes les alertes',
  whole: 'Tout le territoire',
  until: 'Jusqu’au {end}',
  fromTo: 'Du {start} au {end}',
  by: '{issuer}, {when}',
  corrected: 'Corrigée : {when}',
  coming: 'À venir',
  current: 'En cours',
  over: 'Terminée',
  ended: 'Ce qu’il en est',
  where: 'Où',
  document: '{name} (PDF, {size})',
  atom: 'Suivre par un lecteur de nouvelles (Atom)',
  cap: 'Pour les services d’alerte (CAP 1.2)',
  outside: 'Annoncé par d’autres services',
  outsideSays: 'Selon {origin}',
  outsidePage: 'Page d’origine : {origin}',
  notFound: 'Alerte introuvable',
  notFoundWords: 'Cette alerte n’existe pas, ou plus. Regardez celles qui sont en cours.',
}
export type WordKey = keyof typeof french
const english: Record<WordKey, string> = {
  alerts: 'Alerts',
  about: 'What town halls and the territory tell residents: danger, roads, water, school, collection.',
  none: 'No alert at the moment.',
  past: 'Past alerts',
  noPast: 'No past alert.',
  older: 'Older ones',
  commune: 'Commune',
  everyCommune: 'Every commune',
  show: 'Show',
  all: 'Every alert',
  whole: 'The whole territory',
  until: 'Until {end}',
  fromTo: 'From {start} to {end}',
  by: '{issuer}, {when}',
  corrected: 'Corrected: {when}',
  coming: 'To come',
  current: 'In force',
  over: 'Over',
  ended: 'How it stands',
  where: 'Where',
  document: '{name} (PDF, {size})',
  atom: 'Follow with a feed reader (Atom)',
  cap: 'For alerting services (CAP 1.2)',
  outside: 'Announced by other services',
  outsideSays: 'According to {origin}',
  outsidePage: 'Original page: {origin}',
  notFound: 'Alert not found',
  notFoundWords: 'This alert does not exist, or no longer does. See those in force.',
}
const dutch: Record<WordKey, string> = {
  alerts: 'Waarschuwingen',
  about: 'Wat de gemeenten en de streek aan de inwoners zeggen: gevaar, wegen, water, school, afval.',
  none: 'Geen waarschuwingen op dit moment.',
  past: 'Eerdere waarschuwingen',
  noPast: 'Geen eerdere waarschuwingen.',
  older: 'Oudere',
  commune: 'Gemeente',
  everyCommune: 'Alle gemeenten',
  show: 'Tonen',
  all: 'Alle waarschuwingen',
  whole: 'De hele streek',
  until: 'Tot {end}',
  fromTo: 'Van {start} tot {end}',
  by: '{issuer}, {when}',
  corrected: 'Verbeterd: {when}',
  coming: 'Op komst',
  current: 'Nu bezig',
  over: 'Voorbij',
  ended: 'Hoe het afliep',
  where: 'Waar',
  document: '{name} (pdf, {size})',
  atom: 'Volgen met een nieuwslezer (Atom)',
  cap: 'Voor waarschuwingsdiensten (CAP 1.2)',
  outside: 'Aangekondigd door andere diensten',
  outsideSays: 'Volgens {origin}',
  outsidePage: 'Oorspronkelijke pagina: {origin}',
  notFound: 'Waarschuwing niet gevonden',
  notFoundWords: 'Deze waarschuwing bestaat niet, of niet meer. Bekijk de huidige waarschuwingen.',
}
export type Say = SayOf<WordKey>

export const speakAlerts = speaking<WordKey>({ fr: french, en: english, nl: dutch })

/** Where an alert is for: « Bavay, rue de la Gare ». */
export const sayWhere = (say: Say, { whole, communes, street }: PublicAlert): string =>
  [whole ? say('whole') : communes.map(({ name }) => name).join(', '), street].filter(Boolean).join(', ')

/** « Jusqu’au jeudi 26 novembre 2026 à 19 h »; from when too, of one that has not begun. */
export function sayStretch(
  language: PageLanguage,
  { startsAt, endsAt, phase }: Pick<PublicAlert, 'startsAt' | 'endsAt' | 'phase'>,
): string {
  const say = speakAlerts(language)
  const [start, end] = [sayMoment(language, startsAt), sayMoment(language, endsAt)]
  return phase === 'coming' ? say('fromTo', { start, end }) : say('until', { end })
}
