import type { Language } from '../platform/problems.ts'

const formats = (language: Language, time: boolean) =>
  new Intl.DateTimeFormat(language, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(time ? { hour: '2-digit', minute: '2-digit' } : {}),
    timeZone: 'UTC',
  })
const known = {
  fr: [formats('fr', false), formats('fr', true)],
  en: [formats('en', false), formats('en', true)],
  nl: [formats('nl', false), formats('nl', true)],
} as const

/** A date as its clock reads (`2026-12-05T19:00`, or a day): « samedi 5 décembre à 19:00 ». */
export function sayDate(language: Language, wall: string): string {
  const allDay = wall.length === 10
  return known[language][allDay ? 0 : 1].format(new Date(allDay ? `${wall}T00:00Z` : `${wall}Z`))
}
