import type { AlertKind } from '../../api/alerts/alert.rules.ts'

// The banner's own words: it is one small file on other people's pages, apart from the app and its locales.

export const languages = ['fr', 'en', 'nl'] as const
export type Language = (typeof languages)[number]

type Words = { title: string; until: string; fromTo: string; whole: string; kinds: Record<AlertKind, string> }
export const words: Record<Language, Words> = {
  fr: {
    title: 'Alertes de la commune',
    until: 'Jusqu’au {end}',
    fromTo: 'Du {start} au {end}',
    whole: 'Tout le territoire',
    kinds: {
      danger: 'Danger',
      roads: 'Routes',
      utilities: 'Eau et électricité',
      school: 'École',
      collection: 'Collecte des déchets',
      'town-hall': 'Mairie',
      life: 'Vie locale',
    },
  },
  en: {
    title: 'Alerts of the commune',
    until: 'Until {end}',
    fromTo: 'From {start} to {end}',
    whole: 'The whole territory',
    kinds: {
      danger: 'Danger',
      roads: 'Roads',
      utilities: 'Water and power',
      school: 'School',
      collection: 'Waste collection',
      'town-hall': 'Town hall',
      life: 'Local life',
    },
  },
  nl: {
    title: 'Waarschuwingen van de gemeente',
    until: 'Tot {end}',
    fromTo: 'Van {start} tot {end}',
    whole: 'De hele streek',
    kinds: {
      danger: 'Gevaar',
      roads: 'Wegen',
      utilities: 'Water en stroom',
      school: 'School',
      collection: 'Afvalophaling',
      'town-hall': 'Gemeentehuis',
      life: 'Plaatselijk leven',
    },
  },
}

const locales: Record<Language, string> = { fr: 'fr-FR', en: 'en-GB', nl: 'nl-NL' }

/** « jeudi 26 novembre à 19 h » */
export function sayMoment(at: number, language: Language): string {
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locales[language], { timeZone: 'Europe/Paris', ...options }).format(at)
  const day = format({ weekday: 'long', day: 'numeric', month: 'long' })
  const time = format({ hour: 'numeric', minute: '2-digit' })
  if (language !== 'fr') return `${day}, ${time}`
  return `${day.replace(/ 1 /, ' 1er ')} à ${time.replace(/^0?(\d+):(\d\d)$/, '$1 h $2').replace(/ 00$/, '')}`
}
