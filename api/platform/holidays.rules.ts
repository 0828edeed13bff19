import { addDays } from './days.rules.ts'

/** The eleven public holidays of Code du travail L3133-1, in the order of the year. */
export const holidayNames = [
  'newYear',
  'easterMonday',
  'labour',
  'victory',
  'ascension',
  'pentecost',
  'national',
  'assumption',
  'allSaints',
  'armistice',
  'christmas',
] as const
export type HolidayName = (typeof holidayNames)[number]

/** Easter Sunday in the Gregorian calendar (Meeus/Jones/Butcher): `2027-03-28`. */
export function easterOf(year: number): string {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114
  const two = (n: number) => String(n).padStart(2, '0')
  return `${year}-${two(Math.floor(f / 31))}-${two((f % 31) + 1)}`
}

/** Light enough for a phone; the server's own list (open-days.ts) is held beside it in tests. */
export function holidaysOf(year: number): Map<string, HolidayName> {
  const easter = easterOf(year)
  return new Map<string, HolidayName>([
    [`${year}-01-01`, 'newYear'],
    [addDays(easter, 1), 'easterMonday'],
    [`${year}-05-01`, 'labour'],
    [`${year}-05-08`, 'victory'],
    [addDays(easter, 39), 'ascension'],
    [addDays(easter, 50), 'pentecost'],
    [`${year}-07-14`, 'national'],
    [`${year}-08-15`, 'assumption'],
    [`${year}-11-01`, 'allSaints'],
    [`${year}-11-11`, 'armistice'],
    [`${year}-12-25`, 'christmas'],
  ])
}

/** Which public holiday a day is, or null. */
export const holidayOn = (day: string): HolidayName | null =>
  holidaysOf(Number(day.slice(0, 4))).get(day) ?? null
