import { isInRing } from '../platform/ring.rules.ts'
import { departementOf, departementsOfNuts } from './nuts.rules.ts'

// A message from outside, whatever it was written in, and whom it concerns here. Pure.

export type OutsideSeverity = 'extreme' | 'severe' | 'moderate' | 'minor' | 'unknown'
export type OutsideArea = {
  words: string | null
  geocodes: { name: string; value: string }[]
  /** Rings of [lon, lat]. */
  polygons: [number, number][][]
  circles: { lon: number; lat: number; km: number }[]
}
export type OutsideMessage = {
  identifier: string
  sentAt: number
  kind: 'alert' | 'update' | 'cancel'
  /** Identifiers of the messages it replaces or cancels. */
  references: string[]
  severity: OutsideSeverity
  event: string
  title: string
  words: string
  web: string | null
  language: string
  startsAt: number
  endsAt: number
  areas: OutsideArea[]
}

/** What says no end is no more than that; what says more than a month is a slip. */
export const usualHours = 24
export const longestDays = 31

type Commune = { code: string; lon: number; lat: number }
const metresADegree = 111_195

/**
 * Communes that a geocode names: by INSEE code of the commune or number of the département (what French services write),
 * ISO 3166-2 (`FR-59`), NUTS, or EMMA (`FR059`, as Meteoalarm numbers départements). Null: a code that we do not know.
 */
function ofGeocode(
  { name, value }: OutsideArea['geocodes'][number],
  communes: readonly Commune[],
): string[] | null {
  const kind = name.toUpperCase().replace(/[^A-Z0-9]/g, '')
  const code = value.trim().toUpperCase()
  const inDepartements = (numbers: readonly string[]) =>
    communes.filter((one) => numbers.includes(departementOf(one.code))).map((one) => one.code)
  if (/^(?:INSEE|COG|COMMUNE)/.test(kind) && /^(?:\d{5}|2[AB]\d{3})$/.test(code))
    return communes.filter((one) => one.code === code).map((one) => one.code)
  if (/^(?:INSEE|COG|DEP)/.test(kind) && /^(?:\d{2,3}|2[AB])$/.test(code)) return inDepartements([code])
  if (kind.startsWith('ISO3166') && code.startsWith('FR-')) return inDepartements([code.slice(3)])
  if (kind.startsWith('EMMA') && /^FR\d{3}$/.test(code)) return inDepartements([code.slice(3)])
  if (/^(?:NUTS|EMMA)/.test(kind) && /^[A-Z]{2}[A-Z0-9]{0,3}$/.test(code))
    return inDepartements(departementsOfNuts(code))
  return null
}

/** Points along the edges of a ring, about every 500 metres, 2000 at most: what crosses a commune has some in it. */
function* alongRing(ring: readonly (readonly [number, number])[]): Generator<{ lon: number; lat: number }> {
  let left = 2000
  for (let i = 0; i + 1 < ring.length && left > 0; i++) {
    const [[x0, y0], [x1, y1]] = [ring[i]!, ring[i + 1]!]
    const steps = Math.min(left, Math.max(1, Math.ceil((Math.hypot(x1 - x0, y1 - y0) * metresADegree) / 500)))
    for (let n = 0; n < steps; n++, left--)
      yield { lon: x0 + ((x1 - x0) * n) / steps, lat: y0 + ((y1 - y0) * n) / steps }
  }
}

/**
 * The communes of a territory that a message concerns; `whole` when it names no area that we can read. Empty: it is for
 * elsewhere. `communeAt` tells the commune of a point by the boundaries.
 */
export async function communesOf(
  areas: readonly OutsideArea[],
  {
    communes,
    communeAt,
  }: {
    communes: readonly Commune[]
    communeAt: (point: { lon: number; lat: number }) => Promise<string | null>
  },
): Promise<{ whole: boolean; codes: string[] }> {
  const codes = new Set<string>()
  let isRead = false
  for (const { geocodes, polygons, circles } of areas) {
    const named = geocodes.map((one) => ofGeocode(one, communes)).filter((found) => found !== null)
    for (const code of named.flat()) codes.add(code)
    if (named.length > 0) isRead = true
    // Codes say it exactly: what is drawn beside them is the same, less well.
    if (named.length > 0) continue
    for (const ring of polygons) {
      isRead = true
      for (const one of communes) if (isInRing(one, ring)) codes.add(one.code)
      const lons = ring.map(([lon]) => lon)
      const lats = ring.map(([, lat]) => lat)
      const far = (one: Commune) =>
        one.lon < Math.min(...lons) - 0.3 ||
        one.lon > Math.max(...lons) + 0.3 ||
        one.lat < Math.min(...lats) - 0.3 ||
        one.lat > Math.max(...lats) + 0.3
      if (communes.every(far)) continue
      for (const point of alongRing(ring)) {
        const code = await communeAt(point)
        if (code && communes.some((one) => one.code === code)) codes.add(code)
      }
    }
    for (const circle of circles) {
      isRead = true
      const near = (one: Commune) =>
        Math.hypot((one.lon - circle.lon) * Math.cos((circle.lat * Math.PI) / 180), one.lat - circle.lat) *
          metresADegree <=
        circle.km * 1000
      for (const one of communes) if (near(one)) codes.add(one.code)
      const own = await communeAt(circle)
      if (own && communes.some((one) => one.code === own)) codes.add(own)
    }
  }
  return { whole: !isRead, codes: [...codes].sort() }
}
