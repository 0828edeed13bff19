import { addDays } from '../platform/days.rules.ts'
import { instantOfWall, wallOfInstant } from '../platform/paris-time.ts'
import { canBeStopped, type AnyPushKind } from './push-kinds.rules.ts'

// What a person may stop, when nothing is sent, and how much in a day. Pure: the screen says the same.

export * from './push-kinds.rules.ts'

const kindBySubject: Record<string, AnyPushKind> = {
  booking: 'ride',
  device: 'device',
  event: 'event',
  incident: 'incident',
}

/** The kind a message says, or the one of what it is about (`incident:<id>`). */
export function pushKindOf(said: AnyPushKind | undefined, subject: string): AnyPushKind {
  return said ?? kindBySubject[subject.slice(0, subject.indexOf(':'))] ?? 'other'
}

/** Minutes since midnight, Europe/Paris. From 22:00 to 07:00 is `{ from: 1320, to: 420 }`. */
export type QuietHours = { from: number; to: number }
/** Of a phone that said nothing. */
export const usualQuietHours: QuietHours = { from: 22 * 60, to: 7 * 60 }

const dayMinutes = 1440
/** 1320 as `22:00`. */
export const clockOf = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** `22:00` as 1320. */
export const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** The instant at which the quiet hours that hold at `at` end; null when none do. */
export function quietUntil(at: number, quiet: QuietHours | null): number | null {
  if (!quiet || quiet.from === quiet.to) return null
  const { day, time } = wallOfInstant(at)
  const minutes = minutesOf(time)
  const overMidnight = quiet.from > quiet.to
  const holds = overMidnight
    ? minutes >= quiet.from || minutes < quiet.to
    : minutes >= quiet.from && minutes < quiet.to
  if (!holds) return null
  const end = instantOfWall(overMidnight && minutes >= quiet.from ? addDays(day, 1) : day, clockOf(quiet.to))
  // The hour that comes twice in autumn: its first reading may be past.
  return end > at ? end : null
}

const lengthOf = ({ from, to }: QuietHours) => (to - from + dayMinutes) % dayMinutes

/**
 * The quiet hours of two that were one person's: both together where they meet, else the longer. Who wanted quiet
 * somewhere keeps it.
 */
export function mergeQuiet(one: QuietHours | null, other: QuietHours | null): QuietHours | null {
  if (!one || !other) return one ?? other
  const holds = ({ from, to }: QuietHours, minute: number) =>
    (minute - from + dayMinutes) % dayMinutes <= (to - from + dayMinutes) % dayMinutes
  const starts = [one, other].filter((quiet) => !holds(quiet === one ? other : one, quiet.from))
  const ends = [one, other].filter((quiet) => !holds(quiet === one ? other : one, quiet.to))
  // One holds the other, or they are apart.
  if (starts.length !== 1 || ends.length !== 1) return lengthOf(one) >= lengthOf(other) ? one : other
  return { from: starts[0]!.from, to: ends[0]!.to }
}

/** A ride that leaves sooner than this after the end of the quiet hours is told of at once, in milliseconds. */
const rideNoticeMs = 2 * 3_600_000

/** Until when a message waits for the end of a person's quiet hours; null: it goes now. */
export function heldUntil({
  kind,
  urgent,
  neededBy,
  quiet,
  now,
}: {
  kind: AnyPushKind
  urgent: boolean
  /** When what it is about begins (a ride), epoch milliseconds. */
  neededBy: number | undefined
  quiet: QuietHours | null
  now: number
}): number | null {
  if (kind === 'device' || (kind === 'alert.danger' && urgent)) return null
  const until = quietUntil(now, quiet)
  if (until === null || (neededBy !== undefined && neededBy < until + rideNoticeMs)) return null
  return until
}

/**
 * Messages to one phone in one day (Europe/Paris). Danger, one's own rides and what the person asked for are not
 * counted. Eight is more than a commune and a few followed reports make on a busy day.
 */
export const dailyCap = 8
export const countsInDay = (kind: AnyPushKind): boolean =>
  canBeStopped(kind) && kind !== 'alert.danger' && kind !== 'ride'

const summaryTime = '19:00'
const hourMs = 3_600_000

/** When the summary of what the limit left out leaves: at seven in the evening, or in an hour when that is past. */
export function summaryAt(now: number): number {
  const { day } = wallOfInstant(now)
  return Math.max(instantOfWall(day, summaryTime), now + hourMs)
}

/** RFC 8030 §5.3: what may wait for the phone to be awake or on power, by kind. */
export function urgencyOf(kind: AnyPushKind, urgent: boolean): 'high' | 'normal' | 'low' {
  if (urgent) return 'high'
  return kind === 'digest' || kind === 'alert.life' || kind === 'summary' ? 'low' : 'normal'
}
