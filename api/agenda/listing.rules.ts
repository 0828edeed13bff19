/**
 * In which lists an event is, and how a list is asked for. Lists are kept ready in the table `occurrence_key`: for each
 * list (a key) the place by time (an "ord") of each date in it, with a few bits that narrow it further. What is asked is
 * the meeting of a few lists, of which the shortest leads: no filter ever walks all that there is. Pure.
 */

type Event = {
  territorySiren: string
  communeCode: string | null
  categoryIds: readonly string[]
  organizerId: string | null
  placeId: string | null
  attendanceMode: 'offline' | 'online' | 'mixed'
  setting: 'indoor' | 'outdoor' | 'both' | null
  free: boolean | null
  ageMin: number | null
  ageMax: number | null
  accessibility: readonly string[]
}
type Point = { lon: number; lat: number }
export type Box = readonly [west: number, south: number, east: number, north: number]

const minuteMs = 60_000
const epochMinute = Date.UTC(2000, 0) / minuteMs
const eventRange = 2 ** 27

/** The least place of what starts at or after an instant. Whole minutes: wall times have no seconds. */
export const ordAt = (instant: number) => (Math.ceil(instant / minuteMs) - epochMinute) * eventRange
/** Row number of the event of a place. */
export const eventOf = (ord: number) => ((ord % eventRange) + eventRange) % eventRange
/** Hours since 2000 of a place: what days are counted by, in zones whose offset is whole hours. */
export const ordsAnHour = 60 * eventRange
export const hourStart = (hour: number) => (hour * 60 + epochMinute) * minuteMs

/** Number of a list by its name: 48 bits, of which two lists in ten thousand share one with odds of 1 to 5 million. */
function keyOf(name: string): number {
  let a = 0x811c9dc5
  let b = 0x01000193
  for (let i = 0; i < name.length; i++) {
    const unit = name.charCodeAt(i)
    a = Math.imul(a ^ unit, 0x01000193)
    b = Math.imul(b ^ unit, 0x85ebca6b) + 0x27d4eb2f
    b ^= b >>> 13
  }
  a = Math.imul(a ^ (a >>> 16) ^ b, 0xc2b2ae35)
  b = Math.imul(b ^ (b >>> 15) ^ a, 0x2c1b3c6d)
  return ((a ^ (a >>> 13)) >>> 0) * 65_536 + ((b ^ (b >>> 16)) & 0xffff)
}

/** Sides in degrees of the tiles that a place is listed by: a village, and a few of them. */
const tileDegrees = [0.04, 0.16] as const
const tileLimit = 12
const tileName = (degrees: number, x: number, y: number) => `tile:${degrees}:${x}:${y}`

/** Lists of the tiles that meet a box, the smallest of which there are few; null when it is larger than that. */
function tileKeys([west, south, east, north]: Box): number[] | null {
  for (const degrees of tileDegrees) {
    const [x0, x1] = [Math.floor(west / degrees), Math.floor(east / degrees)]
    const [y0, y1] = [Math.floor(south / degrees), Math.floor(north / degrees)]
    if ((x1 - x0 + 1) * (y1 - y0 + 1) > tileLimit) continue
    const keys: number[] = []
    for (let x = x0; x <= x1; x++) for (let y = y0; y <= y1; y++) keys.push(keyOf(tileName(degrees, x, y)))
    return keys
  }
  return null
}

const territoryScope = (siren: string) => `territory:${siren}`
const communeScope = (code: string) => `commune:${code}`
const ofCategory = (id: string) => `category:${id}`
const ofAccess = (code: string) => `access:${code}`
const ofMode = (mode: string) => `mode:${mode}`

// What few ask for alone, and half of all has: not lists of their own, but bits beside each place of the others.
const bit = { free: 1, priced: 2, indoor: 4, outdoor: 8, offline: 16 } as const
const ageMinShift = 12
const ageMaxShift = 19
const oldest = 127

/** Lists that the dates of an event are in, and its bits: columns `listKeys` and `listBits`, set at each write of it. */
export function listingOf(event: Event, position: Point | null): { listKeys: number[]; listBits: number } {
  const scopes = [territoryScope(event.territorySiren)]
  if (event.communeCode) scopes.push(communeScope(event.communeCode))
  const facets = [...event.categoryIds.map(ofCategory), ...event.accessibility.map(ofAccess)]
  // What can be followed in both ways is found by either.
  if (event.attendanceMode !== 'offline') facets.push(ofMode('online'))
  if (event.attendanceMode === 'mixed') facets.push(ofMode('mixed'))
  const names = scopes.flatMap((scope) => [scope, ...facets.map((facet) => `${scope}/${facet}`)])
  if (event.organizerId) names.push(`organizer:${event.organizerId}`)
  if (event.placeId) names.push(`place:${event.placeId}`)
  if (position)
    for (const degrees of tileDegrees)
      names.push(tileName(degrees, Math.floor(position.lon / degrees), Math.floor(position.lat / degrees)))
  const bits =
    (event.free === true ? bit.free : event.free === false ? bit.priced : 0) |
    (event.setting === 'indoor' || event.setting === 'both' ? bit.indoor : 0) |
    (event.setting === 'outdoor' || event.setting === 'both' ? bit.outdoor : 0) |
    (event.attendanceMode === 'online' ? 0 : bit.offline) |
    ((event.ageMin ?? 0) << ageMinShift) |
    ((event.ageMax ?? oldest) << ageMaxShift)
  return { listKeys: [...new Set(names.map(keyOf))], listBits: bits }
}

/** Filters that lists answer. Text and exact distance are looked at beside them. */
export type ListFilters = {
  /** Any of them; none: those of the commune, wherever they are listed. */
  territorySirens: readonly string[]
  communeCode?: string | undefined
  /** Any of them. */
  categoryIds?: readonly string[] | undefined
  /** All of them. */
  access?: readonly string[] | undefined
  mode?: 'offline' | 'online' | 'mixed' | undefined
  setting?: 'indoor' | 'outdoor' | undefined
  free?: boolean | undefined
  age?: number | undefined
  organizerId?: string | undefined
  placeId?: string | undefined
  box?: Box | undefined
}

/** What is asked of `occurrence_key`: a date is in one list at least of each group, and has the bits. */
export type ListQuery = { groups: number[][]; bits: number; age: number | null }

export function listQueryOf(filters: ListFilters): ListQuery {
  const territories = filters.territorySirens.map(territoryScope)
  const scopes = filters.communeCode ? [communeScope(filters.communeCode)] : territories
  const within = (facets: string[]) => scopes.flatMap((scope) => facets.map((facet) => `${scope}/${facet}`))
  const facets: string[][] = []
  if (filters.categoryIds) facets.push(within(filters.categoryIds.map(ofCategory)))
  for (const code of filters.access ?? []) facets.push(within([ofAccess(code)]))
  if (filters.mode === 'online' || filters.mode === 'mixed') facets.push(within([ofMode(filters.mode)]))
  if (facets.length === 0) facets.push(scopes)
  if (filters.communeCode && territories.length > 0) facets.push(territories)
  if (filters.organizerId) facets.push([`organizer:${filters.organizerId}`])
  if (filters.placeId) facets.push([`place:${filters.placeId}`])
  const tiles = filters.box ? tileKeys(filters.box) : null
  return {
    groups: [...facets.map((names) => [...new Set(names.map(keyOf))]), ...(tiles ? [tiles] : [])],
    bits:
      (filters.free === true ? bit.free : filters.free === false ? bit.priced : 0) |
      (filters.setting === 'indoor' ? bit.indoor : filters.setting === 'outdoor' ? bit.outdoor : 0) |
      (filters.mode === 'offline' ? bit.offline : 0),
    age: filters.age ?? null,
  }
}

export const ageBits = { minShift: ageMinShift, maxShift: ageMaxShift, mask: oldest } as const
/** Minutes that a date lasts, beside the event's bits; `long` for more than a day. */
export const durationBits = { shift: 26, mask: 2047, long: 2047, longMs: 86_400_000 } as const
export const eventMask = eventRange - 1
