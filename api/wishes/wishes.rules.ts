// Where a wish listens, as keys: what happened has keys too, and where one is the other's they meet. Pure.

/** Wishes of one person or phone in a territory, all kinds together. */
export const MOST_WISHES = 20
/** Metres around a point: a hamlet, a village, a few of them. */
export const radii = [1000, 2000, 5000] as const
export type Radius = (typeof radii)[number]

/** A position is kept to the nearest corner of a square of about 550 by 360 metres: where one lives is nobody's business. */
const roundDegrees = 0.005
export const roundPosition = (degrees: number) =>
  Number((Math.round(degrees / roundDegrees) * roundDegrees).toFixed(3))

/** Sides of the squares that find an area from an incident: a circle of 5 km meets nine of them at most. */
const squareDegrees = 0.08
const metresADegree = 111_195

type Point = { lat: number; lon: number }
const column = (degrees: number) => Math.floor(degrees / squareDegrees)
const squareKey = (siren: string, x: number, y: number) => `incidents:${siren}:${x}:${y}`
export const communeKey = (code: string) => `incidents:${code}`
/** A list of the agenda, by its number. */
export const listKey = (list: number) => `events:${list}`
export const pairKey = (siren: string, { from, to }: { from: string; to: string }) =>
  `rides:${siren}:${from}:${to}`
export const digestKey = ({ commune, weekday, hour }: { commune: string; weekday: number; hour: number }) =>
  `digest:${commune}:${weekday}:${hour}`

/** What the key of a digest says; null for any other key. */
export function slotOf(key: string): { communeCode: string; weekday: number; hour: number } | null {
  const [kind, communeCode, weekday, hour] = key.split(':')
  if (kind !== 'digest' || !communeCode) return null
  return { communeCode, weekday: Number(weekday), hour: Number(hour) }
}

/** The aires of a pair's key. */
export function pairOf(key: string): { from: string; to: string } {
  const [, , from = '', to = ''] = key.split(':')
  return { from, to }
}

/** Keys of what happens at a point. */
export const keysOfPoint = (siren: string, commune: string, { lat, lon }: Point): string[] => [
  communeKey(commune),
  squareKey(siren, column(lon), column(lat)),
]

/** Keys of a circle: every square that meets it. */
export function keysOfCircle(siren: string, { lat, lon }: Point, metres: number): string[] {
  const tall = metres / metresADegree
  const wide = tall / Math.max(0.01, Math.cos((lat * Math.PI) / 180))
  const keys: string[] = []
  for (let x = column(lon - wide); x <= column(lon + wide); x++)
    for (let y = column(lat - tall); y <= column(lat + tall); y++) keys.push(squareKey(siren, x, y))
  return keys
}

/** Metres between two points near each other: the ground is flat over a territory, within 0.1 %. */
export const metresApart = (a: Point, b: Point): number =>
  Math.hypot((b.lon - a.lon) * Math.cos((a.lat * Math.PI) / 180), b.lat - a.lat) * metresADegree

/**
 * The next time (epoch milliseconds) that clocks read an hour on a weekday (1 is Monday), after an instant. `instantOf`
 * says how clocks are read: an hour lost in spring is the one after it, one that comes twice is the first of the two.
 */
export function nextSlot(
  { weekday, hour }: { weekday: number; hour: number },
  after: number,
  clock: {
    instantOf: (day: string, time: string) => number
    wallOf: (instant: number) => { day: string }
    addDays: (day: string, count: number) => string
    weekdayOf: (day: string) => number
  },
): number {
  const { day: today } = clock.wallOf(after)
  const wait = (weekday - clock.weekdayOf(today) + 7) % 7
  const time = `${String(hour).padStart(2, '0')}:00`
  const first = clock.instantOf(clock.addDays(today, wait), time)
  return first > after ? first : clock.instantOf(clock.addDays(today, wait + 7), time)
}
