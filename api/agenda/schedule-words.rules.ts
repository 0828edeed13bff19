/**
 * A rule in a sentence a ten-year-old reads, to go after « a lieu ». Ours, since rrule-temporal's own text says in
 * French « chaque 2 semaines le samedi jusqu'au … ». What our form can write is said exactly; of other rules, which
 * come by import, it is only said that the dates follow: a wrong sentence would be worse.
 */
import { lastWall, parseRule, type Rule, type Weekday, weekdays } from './rrule.rules.ts'
import type { Schedule } from './schedule.rules.ts'
import { wallMs } from '../platform/wall.rules.ts'

type Words = {
  months: (months: number[]) => string
  monthDay: (month: number, day: number) => string
  date: (ms: number) => string
  nth: (nth: number, day: Weekday) => string
  everyDay: (interval: number) => string
  everyWeek: (days: Weekday[], interval: number) => string
  everyMonth: (what: string, interval: number) => string
  everyYear: (what: string, interval: number) => string
  dayOfMonth: (days: number[]) => string
  nthOfMonth: (what: string[], month: number | null) => string
  times: (count: number) => string
  until: (date: string) => string
  except: (dates: string[]) => string
  exceptSome: (count: number) => string
  followsDates: string
}

const monthNames = (locale: string) =>
  Array.from({ length: 12 }, (_, month) =>
    new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2026, month)),
  )
const monthsFr = monthNames('fr-FR')
const monthsEn = monthNames('en-GB')
const monthsNl = monthNames('nl-NL')
const joined = (and: string) => (words: string[]) =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${and} ${words.at(-1)}`
const listFr = joined('et')
const listEn = joined('and')
const listNl = joined('en')
const firstFr = (day: number) => (day === 1 ? '1er' : `${day}`)
const ordinalEn = (n: number) => {
  const ending = n % 100 > 10 && n % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th')
  return `${n}${ending}`
}
const isWorkWeek = (days: Weekday[]) => days.join() === weekdays.slice(0, 5).join()
const dayFr: Record<Weekday, string> = {
  MO: 'lundi',
  TU: 'mardi',
  WE: 'mercredi',
  TH: 'jeudi',
  FR: 'vendredi',
  SA: 'samedi',
  SU: 'dimanche',
}
const dayEn: Record<Weekday, string> = {
  MO: 'Monday',
  TU: 'Tuesday',
  WE: 'Wednesday',
  TH: 'Thursday',
  FR: 'Friday',
  SA: 'Saturday',
  SU: 'Sunday',
}
const dayNl: Record<Weekday, string> = {
  MO: 'maandag',
  TU: 'dinsdag',
  WE: 'woensdag',
  TH: 'donderdag',
  FR: 'vrijdag',
  SA: 'zaterdag',
  SU: 'zondag',
}
const countNl = (n: number) => (n === 2 ? 'twee' : `${n}`)
const ordinalNl = ['', 'eerste', 'tweede', 'derde', 'vierde', 'vijfde']

const french: Words = {
  months: (months) => `en ${listFr(months.map((month) => monthsFr[month - 1] ?? ''))}`,
  monthDay: (month, day) => `le ${firstFr(day)} ${monthsFr[month - 1]}`,
  date: (ms) => {
    const date = new Date(ms)
    return `${firstFr(date.getUTCDate())} ${monthsFr[date.getUTCMonth()]} ${date.getUTCFullYear()}`
  },
  nth: (nth, day) => {
    if (nth === -1) return `dernier ${dayFr[day]}`
    if (nth === -2) return `avant-dernier ${dayFr[day]}`
    return `${nth === 1 ? '1er' : `${nth}e`} ${dayFr[day]}`
  },
  everyDay: (interval) => {
    if (interval === 1) return 'chaque jour'
    return interval === 2 ? 'un jour sur deux' : `tous les ${interval} jours`
  },
  everyWeek: (days, interval) => {
    const range = isWorkWeek(days) ? 'du lundi au vendredi' : listFr(days.map((day) => `le ${dayFr[day]}`))
    if (interval > 2) return `${range}, toutes les ${interval} semaines`
    const [only, another] = days
    if (interval === 2)
      return only && !another ? `un ${dayFr[only]} sur deux` : `${range}, une semaine sur deux`
    return isWorkWeek(days) ? range : listFr(days.map((day) => `chaque ${dayFr[day]}`))
  },
  everyMonth: (what, interval) => {
    if (interval === 1) return what
    return interval === 2 ? `${what}, un mois sur deux` : `${what}, tous les ${interval} mois`
  },
  everyYear: (what, interval) =>
    interval === 1
      ? `chaque année ${what}`
      : `${what}, ${interval === 2 ? 'une année sur deux' : `tous les ${interval} ans`}`,
  dayOfMonth: (days) => {
    if (days.join() === '-1') return 'le dernier jour du mois'
    const named = `${listFr(days.map((day) => `le ${firstFr(day)}`))} du mois`
    return Math.max(...days) > 28 ? `${named}, quand il y en a un` : named
  },
  nthOfMonth: (what, month) => {
    const name = month === null ? '' : (monthsFr[month - 1] ?? '')
    const of = month === null ? 'du mois' : /^[ao]/.test(name) ? `d’${name}` : `de ${name}`
    return `${listFr(what.map((words) => (words.startsWith('avant-') ? `l’${words}` : `le ${words}`)))} ${of}`
  },
  times: (count) => `${count} fois`,
  until: (date) => `jusqu’au ${date}`,
  except: (dates) => `sauf ${listFr(dates.map((date) => `le ${date}`))}`,
  exceptSome: (count) => `sauf ${count} dates`,
  followsDates: 'à plusieurs dates',
}

const english: Words = {
  months: (months) => `in ${listEn(months.map((month) => monthsEn[month - 1] ?? ''))}`,
  monthDay: (month, day) => `on ${day} ${monthsEn[month - 1]}`,
  date: (ms) => {
    const date = new Date(ms)
    return `${date.getUTCDate()} ${monthsEn[date.getUTCMonth()]} ${date.getUTCFullYear()}`
  },
  nth: (nth, day) => {
    if (nth === -1) return `last ${dayEn[day]}`
    if (nth === -2) return `second to last ${dayEn[day]}`
    return `${ordinalEn(nth)} ${dayEn[day]}`
  },
  everyDay: (interval) => {
    if (interval === 1) return 'every day'
    return interval === 2 ? 'every other day' : `every ${interval} days`
  },
  everyWeek: (days, interval) => {
    const range = isWorkWeek(days) ? 'Monday to Friday' : listEn(days.map((day) => dayEn[day]))
    if (interval === 1) return isWorkWeek(days) ? 'from Monday to Friday' : `every ${range}`
    const often = interval === 2 ? 'every other week' : `every ${interval} weeks`
    return days.length === 1 && interval === 2 ? `every other ${range}` : `${often}, on ${range}`
  },
  everyMonth: (what, interval) => {
    if (interval === 1) return what
    return interval === 2 ? `${what}, every other month` : `${what}, every ${interval} months`
  },
  everyYear: (what, interval) => {
    if (interval === 1) return `every year ${what}`
    return interval === 2 ? `every other year ${what}` : `every ${interval} years ${what}`
  },
  dayOfMonth: (days) => {
    if (days.join() === '-1') return 'on the last day of the month'
    const named = `on the ${listEn(days.map(ordinalEn))} of the month`
    return Math.max(...days) > 28 ? `${named}, when it has one` : named
  },
  nthOfMonth: (what, month) =>
    `on the ${listEn(what)} of ${month === null ? 'the month' : (monthsEn[month - 1] ?? '')}`,
  times: (count) => (count === 1 ? 'once' : `${count} times`),
  until: (date) => `until ${date}`,
  except: (dates) => `except on ${listEn(dates)}`,
  exceptSome: (count) => `except on ${count} dates`,
  followsDates: 'on several dates',
}

const dutch: Words = {
  months: (months) => `in ${listNl(months.map((month) => monthsNl[month - 1] ?? ''))}`,
  monthDay: (month, day) => `op ${day} ${monthsNl[month - 1]}`,
  date: (ms) => {
    const date = new Date(ms)
    return `${date.getUTCDate()} ${monthsNl[date.getUTCMonth()]} ${date.getUTCFullYear()}`
  },
  nth: (nth, day) => {
    if (nth === -1) return `laatste ${dayNl[day]}`
    if (nth === -2) return `voorlaatste ${dayNl[day]}`
    return `${ordinalNl[nth] ?? `${nth}e`} ${dayNl[day]}`
  },
  everyDay: (interval) => (interval === 1 ? 'elke dag' : `om de ${countNl(interval)} dagen`),
  everyWeek: (days, interval) => {
    const range = isWorkWeek(days)
      ? 'van maandag tot en met vrijdag'
      : `${interval === 1 ? 'elke' : 'op'} ${listNl(days.map((day) => dayNl[day]))}`
    return interval === 1 ? range : `om de ${countNl(interval)} weken, ${range}`
  },
  everyMonth: (what, interval) => (interval === 1 ? what : `${what}, om de ${countNl(interval)} maanden`),
  everyYear: (what, interval) =>
    interval === 1 ? `elk jaar ${what}` : `om de ${countNl(interval)} jaar ${what}`,
  dayOfMonth: (days) => {
    if (days.join() === '-1') return 'op de laatste dag van de maand'
    const named = `op de ${listNl(days.map((day) => `${day}e`))} van de maand`
    return Math.max(...days) > 28 ? `${named}, als die er is` : named
  },
  nthOfMonth: (what, month) =>
    `op ${listNl(what.map((words) => `de ${words}`))} van ${month === null ? 'de maand' : (monthsNl[month - 1] ?? '')}`,
  times: (count) => (count === 1 ? 'één keer' : `${count} keer`),
  until: (date) => `tot en met ${date}`,
  except: (dates) => `behalve op ${listNl(dates)}`,
  exceptSome: (count) => `behalve op ${count} data`,
  followsDates: 'op meerdere data',
}

/** Exceptions are named when they are few. */
const namedExceptions = 3

/**
 * « chaque samedi jusqu’au 30 juin 2027, sauf le 26 décembre 2026 », "every Saturday until …". Null when the
 * schedule has no rule: its dates are then said one by one. The time of day is not in it.
 */
export function describeRule(
  schedule: Pick<Schedule, 'zone' | 'allDay' | 'spans' | 'rule' | 'exceptions'>,
  language: 'fr' | 'en' | 'nl',
): string | null {
  const words = { fr: french, en: english, nl: dutch }[language]
  const { rule: text, spans, allDay, zone, exceptions = [] } = schedule
  const [first] = spans
  if (text === undefined || !first) return null
  const parsed = parseRule(text)
  if ('fault' in parsed) return words.followsDates
  const { rule } = parsed
  const start = new Date(wallMs(first.start, allDay))
  const said = describeDates(rule, start, words) ?? words.followsDates
  const last = lastWall(rule, zone)
  const end =
    last === null ? (rule.count ? `, ${words.times(rule.count)}` : '') : ` ${words.until(words.date(last))}`
  if (exceptions.length === 0) return said + end
  const named = exceptions.map((exception) => words.date(wallMs(exception, allDay)))
  return `${said}${end}, ${exceptions.length > namedExceptions ? words.exceptSome(exceptions.length) : words.except(named)}`
}

/** Which days, without the end; null when the table has no sentence for them. */
function describeDates(rule: Rule, start: Date, words: Words): string | null {
  if (rule.byHour ?? rule.byMinute ?? rule.byYearDay ?? rule.byWeekNo) return null
  const said = sentences[rule.freq](rule, start, words)
  if (said === null || !rule.byMonth || rule.freq === 'YEARLY') return said
  return `${said} ${words.months([...rule.byMonth].sort((a, b) => a - b))}`
}

const sentences: Record<Rule['freq'], (rule: Rule, start: Date, words: Words) => string | null> = {
  DAILY: (rule, _start, words) => {
    if (rule.byMonthDay ?? rule.bySetPos) return null
    if (!rule.byDay) return words.everyDay(rule.interval)
    return rule.interval === 1 ? weekly(rule.byDay, 1, words) : null
  },
  WEEKLY: (rule, start, words) =>
    rule.bySetPos ? null : weekly(rule.byDay ?? [{ day: weekdayOf(start) }], rule.interval, words),
  MONTHLY: (rule, start, words) => {
    const what = rule.byDay ? nthDays(rule, null, words) : daysOfMonth(rule, start, words)
    return what && words.everyMonth(what, rule.interval)
  },
  YEARLY: (rule, start, words) => {
    const month = rule.byMonth?.[0] ?? start.getUTCMonth() + 1
    if ((rule.byMonth?.length ?? 1) > 1) return null
    if (rule.byDay) {
      const what = rule.byMonth && nthDays(rule, month, words)
      return what ? words.everyYear(what, rule.interval) : null
    }
    const [day = start.getUTCDate(), more] = rule.byMonthDay ?? []
    // BYMONTHDAY without BYMONTH is every month's.
    if (more !== undefined || day < 0 || rule.bySetPos || (rule.byMonthDay && !rule.byMonth)) return null
    return words.everyYear(words.monthDay(month, day), rule.interval)
  },
}

function weekly(byDay: { day: Weekday }[], interval: number, words: Words): string {
  const days = weekdays.filter((weekday) => byDay.some(({ day }) => day === weekday))
  return days.length === 7 && interval === 1 ? words.everyDay(1) : words.everyWeek(days, interval)
}

/** « le 1er et le 3e mardi »: by number, or one weekday and BYSETPOS as Outlook writes it. */
function nthDays(rule: Rule, month: number | null, words: Words): string | null {
  const { byDay = [], bySetPos, byMonthDay } = rule
  const [only, another] = byDay
  if (byMonthDay || !only) return null
  const single = bySetPos && !another && only.nth === 0
  const counted = single ? bySetPos.map((nth) => ({ day: only.day, nth })) : byDay
  if (bySetPos && !single) return null
  if (counted.some(({ nth }) => nth === 0 || nth < -2 || nth > 5)) return null
  return words.nthOfMonth(
    counted.map(({ day, nth }) => words.nth(nth, day)),
    month,
  )
}

function daysOfMonth(rule: Rule, start: Date, words: Words): string | null {
  const days = [...(rule.byMonthDay ?? [start.getUTCDate()])].sort((a, b) => a - b)
  if (rule.bySetPos || (days.some((day) => day < 0) && days.join() !== '-1')) return null
  return words.dayOfMonth(days)
}

function weekdayOf(date: Date): Weekday {
  return weekdays[(date.getUTCDay() + 6) % 7] ?? 'MO'
}
