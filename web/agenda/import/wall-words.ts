import { formatDay, formatTime } from '../../locales/format.ts'

/** « samedi 5 décembre, 19 h 30 » of a wall time as the API writes it, or the day alone. */
export function sayWall(wall: string, locale: string, now: number): string {
  const [day = '', hour] = wall.split('T')
  const said = formatDay(Date.parse(`${day}T12:00:00Z`), locale, now)
  if (hour === undefined) return said
  // Midnight of the first of January is in winter: what Paris reads is an hour more than UTC.
  const time = formatTime(Date.parse(`2026-01-15T${hour}:00+01:00`), locale)
  // An hour is never cut from its minutes at the end of a line.
  return `${said}, ${time.replaceAll(' ', '\u00a0')}`
}
