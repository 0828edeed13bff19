import { instantOf, parisZone, readWall, wallMs, wallOf, writeWall } from './wall.rules.ts'

const known = new Map<string, number>()
const knownAtMost = 4000

/**
 * The instant (epoch milliseconds) at which clocks of Europe/Paris read `day` (`2026-11-27`) at `time` (`07:30`). A time
 * in the hour lost in spring is read with the offset from before it (02:30 becomes 03:30); of a time in the hour that
 * comes twice in autumn, the first of the two.
 */
export function instantOfWall(day: string, time: string): number {
  const key = `${day}T${time}`
  const found = known.get(key)
  if (found !== undefined) return found
  const { at } = instantOf(wallMs(key, false), parisZone)
  if (known.size >= knownAtMost) known.clear()
  known.set(key, at)
  return at
}

/** What clocks of Europe/Paris read at an instant: the day, and the time to the minute. */
export function wallOfInstant(at: number): { day: string; time: string } {
  const wall = writeWall(wallOf(at, parisZone), false)
  return { day: wall.slice(0, 10), time: wall.slice(11) }
}

const wallForm = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::\d{2})?$/
const instantForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:?\d{2})$/

/**
 * A moment as people and programs write it: wall time of Europe/Paris (`2026-11-27T07:30`), or an instant with its
 * offset (RFC 3339). Null when it is neither, or in no calendar.
 */
export function readMoment(text: string): number | null {
  // A plus in an address that nobody encoded reads as a space.
  const given = text
    .trim()
    .replace(/ (\d{2}:?\d{2})$/, (whole, offset: string) =>
      /T\d{2}:\d{2}/.test(text) ? `+${offset}` : whole,
    )
  const [, day, time] = wallForm.exec(given) ?? []
  if (day && time) {
    return readWall(`${day}T${time}`, false) === null ? null : instantOfWall(day, time)
  }
  if (!instantForm.test(given)) return null
  const at = Date.parse(given)
  return Number.isNaN(at) ? null : at
}
