import type { z } from 'zod'
import { text } from '../platform/text.ts'
import { webAddress } from './agenda.schemas.ts'
import { email, phone } from './content.schemas.ts'
import { importLimits, type EventFault, type ImportedEvent, type Report } from './import-draft.ts'
import { tidy } from './import-text.ts'
import { checkSchedule } from './schedule-check.rules.ts'

/** What a reader says of one event: each word of it may be missing. */
export type RawEvent = Partial<Omit<ImportedEvent, 'uid' | 'line' | 'schedule'>> &
  Pick<ImportedEvent, 'uid' | 'line' | 'schedule'>

/** Tells what is wrong with one event. */
export type Complaint = (code: EventFault, refused: boolean, value?: string) => void

export function complaintOf(
  report: Report,
  { line, uid, title }: { line: number; uid: string | null; title: string | null },
): Complaint {
  return (code, refused, value) =>
    report.note({ line, uid, title, code, refused, ...(value ? { value } : {}) })
}

/** What hides or reorders words is taken out, as of all that people write. */
const shown = text({ max: Number.MAX_SAFE_INTEGER })

/** One line of at most `most` characters, whole words when it is cut. */
function oneLine(words: string, most: number): string {
  const line = shown.parse(words).replace(/\s+/g, ' ').trim()
  return line.length <= most ? line : `${line.slice(0, most - 1).replace(/\s+\S*$/, '')}…`
}

/** Where it takes place, in words that say no more than they show; lines are kept: they part a place from its address. */
function fitPlace(place: ImportedEvent['place']): ImportedEvent['place'] {
  const clean = (words: string | null) => words && (shown.parse(words) || null)
  return (
    place && {
      ...place,
      name: clean(place.name),
      address: clean(place.address),
      commune: clean(place.commune),
      postcode: clean(place.postcode),
    }
  )
}

/** What a source says of one of its dates is read by all, as the rest. */
function fitReasons(schedule: ImportedEvent['schedule']): ImportedEvent['schedule'] {
  const { changes } = schedule
  if (!changes) return schedule
  return {
    ...schedule,
    changes: changes.map((change) =>
      change.reason === undefined ? change : { ...change, reason: oneLine(change.reason, 300) },
    ),
  }
}

function checked<T>(schema: z.ZodType<T>, value: string | null | undefined, complain: () => void): T | null {
  if (!value?.trim()) return null
  const parsed = schema.safeParse(value.trim())
  if (!parsed.success) complain()
  return parsed.success ? parsed.data : null
}

/**
 * An event brought within what our content may hold: words cut at their length, addresses and numbers that are none
 * left out, each said; null when what is left is no event (no title, dates that cannot be read), also said.
 */
export function fitEvent(raw: RawEvent, complain: Complaint): ImportedEvent | null {
  const title = oneLine(raw.title ?? '', importLimits.title)
  if (title.length < 3) {
    complain('title-missing', true)
    return null
  }
  if (title.endsWith('…') && !raw.title?.trimEnd().endsWith('…')) complain('title-cut', false, title)
  const [fault] = checkSchedule(raw.schedule)
  if (fault) {
    complain(fault.code, true)
    return null
  }
  let description = tidy(shown.parse(raw.description ?? ''))
  if (description.length > importLimits.description) {
    complain('description-cut', false)
    description = `${description.slice(0, importLimits.description - 1).trimEnd()}…`
  }
  const onlineUrl = checked(webAddress, raw.onlineUrl, () =>
    complain('address-unreadable', false, raw.onlineUrl ?? ''),
  )
  let attendanceMode = raw.attendanceMode ?? (onlineUrl ? (raw.place ? 'mixed' : 'online') : 'offline')
  if (attendanceMode !== 'offline' && !onlineUrl) {
    complain('online-address-missing', attendanceMode === 'online')
    if (attendanceMode === 'online') return null
    attendanceMode = 'offline'
  }
  const words = (list: string[] | undefined, most: number) =>
    [...new Set((list ?? []).map((word) => oneLine(word, 40)).filter((word) => word !== ''))].slice(0, most)
  const age = (value: number | null | undefined) =>
    value !== null && value !== undefined && Number.isInteger(value) && value >= 0 && value <= 120
      ? value
      : null
  const [ageMin, ageMax] = [age(raw.ageMin), age(raw.ageMax)]
  const insideOut = ageMin !== null && ageMax !== null && ageMin > ageMax
  return {
    uid: raw.uid,
    line: raw.line,
    title,
    description,
    schedule: fitReasons(raw.schedule),
    cancelled: raw.cancelled ?? false,
    cancelWords: raw.cancelWords ? oneLine(raw.cancelWords, 300) : null,
    attendanceMode,
    onlineUrl: attendanceMode === 'offline' ? null : onlineUrl,
    place: attendanceMode === 'online' ? null : fitPlace(raw.place ?? null),
    organizerName: raw.organizerName ? oneLine(raw.organizerName, 120) : null,
    categories: words(raw.categories, 20),
    keywords: words(raw.keywords, 20),
    setting: raw.setting ?? null,
    free: raw.free ?? null,
    price: raw.price ? oneLine(raw.price, 200) : null,
    ageMin: insideOut ? ageMax : ageMin,
    ageMax: insideOut ? ageMin : ageMax,
    accessibility: [...new Set(raw.accessibility ?? [])],
    bookingUrl: checked(webAddress, raw.bookingUrl, () =>
      complain('address-unreadable', false, raw.bookingUrl ?? ''),
    ),
    bookingPhone: checked(phone, raw.bookingPhone, () =>
      complain('phone-unreadable', false, raw.bookingPhone ?? ''),
    ),
    bookingEmail: checked(email, raw.bookingEmail, () =>
      complain('email-unreadable', false, raw.bookingEmail ?? ''),
    ),
    sourceUrl: checked(webAddress, raw.sourceUrl, () => {}),
  }
}
