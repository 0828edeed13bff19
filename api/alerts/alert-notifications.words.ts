import type { AlertKind } from '../../db/schema/alerts-published.ts'
import type { AlertLanguage } from './alert-views.ts'

export const kindWords: Record<AlertLanguage, Record<AlertKind, string>> = {
  fr: {
    danger: 'Danger',
    roads: 'Routes',
    utilities: 'Eau et électricité',
    school: 'École',
    collection: 'Collecte des déchets',
    'town-hall': 'Mairie',
    life: 'Vie locale',
  },
  en: {
    danger: 'Danger',
    roads: 'Roads',
    utilities: 'Water and power',
    school: 'School',
    collection: 'Waste collection',
    'town-hall': 'Town hall',
    life: 'Local life',
  },
  nl: {
    danger: 'Gevaar',
    roads: 'Wegen',
    utilities: 'Water en stroom',
    school: 'School',
    collection: 'Afvalophaling',
    'town-hall': 'Gemeentehuis',
    life: 'Plaatselijk leven',
  },
}

export const alertSentences: Record<AlertLanguage, { corrected: string; ended: string; why: string }> = {
  fr: {
    corrected: 'Corrigé. ',
    ended: 'C’est terminé. ',
    why: 'Vous suivez les alertes de {place}.',
  },
  en: { corrected: 'Corrected. ', ended: 'It is over. ', why: 'You follow the alerts of {place}.' },
  nl: { corrected: 'Verbeterd. ', ended: 'Het is voorbij. ', why: 'Je volgt de waarschuwingen van {place}.' },
}
