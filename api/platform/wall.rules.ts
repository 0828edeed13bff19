/**
 * Wall time: what a clock on the wall of the place reads, without offset. Written `2026-12-05T19:00`, or a day
 * `2026-12-05`. Computed as milliseconds that would be UTC if the place had no offset ("wall milliseconds"), so
 * that adding a day is adding 24 hours, whatever the clocks do that night.
 */
import * as Instant from 'temporal-polyfill/fns/Instant'
import * as PlainDateTime from 'temporal-polyfill/fns/PlainDateTime'
import * as ZonedDateTime from 'temporal-polyfill/fns/ZonedDateTime'

/** The zone of every wall-clock rule in Bocage. */
export const parisZone = 'Europe/Paris'
export const dayMs = 86_400_000
const dayForm = /^\d{4}-\d{2}-\d{2}$/
const timeForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/

/** Wall milliseconds of a day or of a wall time; null when it is written otherwise or is in no calendar (31 June). */
export function readWall(text: string, allDay: boolean): number | null {
  if (!(allDay ? dayForm : timeForm).test(text)) return null
  const ms = Date.parse(allDay ? `${text}T00:00Z` : `${text}Z`)
  return Number.isNaN(ms) || writeWall(ms, allDay) !== text ? null : ms
}

/** As `readWall`, for what has been checked. Throws a RangeError on what has not. */
export function wallMs(text: string, allDay: boolean): number {
  const ms = readWall(text, allDay)
  if (ms === null) throw new RangeError(`not a ${allDay ? 'day' : 'wall time'}: ${text}`)
  return ms
}

export function writeWall(ms: number, allDay: boolean): string {
  return new Date(ms).toISOString().slice(0, allDay ? 10 : 16)
}

/** True for the name of a zone of the tz database (`Europe/Paris`); an offset (`+01:00`) keeps no wall time. */
export function isZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false
  try {
    instantOf(0, zone)
    return true
  } catch {
    return false
  }
}

/**
 * The instant (epoch milliseconds) at which the clocks of `zone` read a wall time, and what they read then.
 * RFC 5545 §3.3.5: a time in the lost hour is read with the offset from before it (02:30 becomes 03:30, and `wall`
 * says so); of a time in the doubled hour, the first of the two.
 */
export function instantOf(ms: number, zone: string): { at: number; wall: number } {
  const date = new Date(ms)
  const zoned = PlainDateTime.toZonedDateTime(
    PlainDateTime.create(
      date.getUTCFullYear(),
      date.getUTCMonth() + 1,
      date.getUTCDate(),
      date.getUTCHours(),
      date.getUTCMinutes(),
    ),
    zone,
    { disambiguation: 'compatible' },
  )
  const at = zoned.epochMilliseconds
  return { at, wall: at + ZonedDateTime.offsetNanoseconds(zoned) / 1e6 }
}

/** What the clocks of `zone` read at an instant (epoch milliseconds), in wall milliseconds. */
export function wallOf(at: number, zone: string): number {
  const zoned = Instant.toZonedDateTimeISO(Instant.fromEpochMilliseconds(at), zone)
  return at + ZonedDateTime.offsetNanoseconds(zoned) / 1e6
}
