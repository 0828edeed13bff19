// The widget's own words: it is one small file on other people's pages, apart from the app and its locales.

export const languages = ['fr', 'en', 'nl'] as const
export type Language = (typeof languages)[number]

export const words = {
  fr: {
    title: 'Agenda',
    loading: 'L’agenda arrive…',
    none: 'Rien n’est annoncé pour le moment.',
    failed: 'L’agenda ne répond pas. Réessayez, ou ouvrez-le sur son site.',
    again: 'Réessayer',
    today: 'Aujourd’hui',
    tomorrow: 'Demain',
    running: 'En ce moment',
    allDay: 'Toute la journée',
    until: (day: string) => `jusqu’au ${day}`,
    cancelled: 'Annulé',
    moved: 'Date ou heure changée',
    free: 'Gratuit',
    online: 'En ligne',
    whole: 'Tout l’agenda',
    subscribe: 'Ajouter à mon calendrier',
  },
  en: {
    title: 'What’s on',
    loading: 'The calendar is on its way…',
    none: 'Nothing is announced at the moment.',
    failed: 'The calendar does not answer. Try again, or open it on its own site.',
    again: 'Try again',
    today: 'Today',
    tomorrow: 'Tomorrow',
    running: 'On now',
    allDay: 'All day',
    until: (day: string) => `until ${day}`,
    cancelled: 'Cancelled',
    moved: 'New date or time',
    free: 'Free',
    online: 'Online',
    whole: 'The whole calendar',
    subscribe: 'Add to my calendar',
  },
  nl: {
    title: 'Agenda',
    loading: 'De agenda komt eraan…',
    none: 'Voorlopig is er niets aangekondigd.',
    failed: 'De agenda antwoordt niet. Probeer opnieuw, of open hem op zijn eigen site.',
    again: 'Probeer opnieuw',
    today: 'Vandaag',
    tomorrow: 'Morgen',
    running: 'Nu bezig',
    allDay: 'Hele dag',
    until: (day: string) => `tot ${day}`,
    cancelled: 'Afgelast',
    moved: 'Nieuwe datum of nieuw uur',
    free: 'Gratis',
    online: 'Online',
    whole: 'De hele agenda',
    subscribe: 'In mijn kalender zetten',
  },
} as const satisfies Record<Language, Record<string, string | ((day: string) => string)>>

const locales = { fr: 'fr-FR', en: 'en-GB', nl: 'nl-NL' } as const
const dayMs = 86_400_000
const zone = 'Europe/Paris'

/** Today where the events are, as `2026-12-05`, and `days` later. */
export function dayFromNow(days: number, now: number): string {
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(now)
  return new Date(Date.parse(today) + days * dayMs).toISOString().slice(0, 10)
}

/** « samedi 5 décembre », « Aujourd’hui ». The year is said when it is another one. */
export function dayWords(day: string, language: Language, now: number): string {
  const today = dayFromNow(0, now)
  if (day === today) return words[language].today
  if (day === dayFromNow(1, now)) return words[language].tomorrow
  const said = new Intl.DateTimeFormat(locales[language], {
    timeZone: 'UTC',
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(day.slice(0, 4) === today.slice(0, 4) ? {} : { year: 'numeric' }),
  }).format(Date.parse(day))
  // In French the first of a month alone is said as an ordinal.
  return language === 'fr' ? said.replace(/ 1 /, ' 1er ') : said
}

/** « 19 h 30 » of a wall time; in English and Dutch `19:30`. */
export function hourWords(wall: string, language: Language): string {
  const [hours = '', minutes = ''] = wall.slice(11).split(':')
  if (language !== 'fr') return `${hours}:${minutes}`
  return minutes === '00' ? `${Number(hours)} h` : `${Number(hours)} h ${minutes}`
}
