import type { z } from 'zod'
import type { located } from '../../api/territory/territory.schemas.ts'
import { request } from '../http/client.ts'
import type { Territory } from './territory.ts'

type Named = { code: string; name: string }
type Point = { lon: number; lat: number; accuracy: number | null }
/** `outside`: the commune and territory of a point that is not ours, in words. */
export type Whereabouts = { commune: Named | null; candidates: Named[]; outside: string | null }

const slowest = 6_000
/** A worse fix says nothing of the commune, and costs the square of itself to compare. */
const worstAccuracy = 5_000

async function askServer(territory: Territory, point: Point): Promise<Whereabouts> {
  const query = { lat: point.lat, lon: point.lon, accuracy: point.accuracy ?? 0 }
  const answer = await request<z.infer<typeof located>>('/api/locate', { query, timeoutMs: slowest })
  const ours = answer.candidates.filter(({ code }) => territory.communes.some((one) => one.code === code))
  const { outside } = answer
  const elsewhere = outside
    ? [outside.commune.name, outside.epci?.name]
    : [answer.commune?.name, answer.territory?.name]
  return {
    commune: answer.commune,
    candidates: ours,
    outside: ours.length === 0 ? elsewhere.filter(Boolean).join(', ') || null : null,
  }
}

async function askPhone(territory: Territory, point: Point): Promise<Whereabouts> {
  const { openBoundaries } = await import('./boundaries.ts')
  const { locator } = await openBoundaries(territory)
  const code = locator.locate(point.lon, point.lat)
  const commune = territory.communes.find((one) => one.code === code) ?? null
  const near = locator.candidates(point.lon, point.lat, Math.min(point.accuracy ?? 0, worstAccuracy))
  const candidates = near.map(({ code, name }) => ({ code, name }))
  return { commune, candidates: candidates.length > 0 || !commune ? candidates : [commune], outside: null }
}

/**
 * The commune of a point, and all those within its accuracy. On the phone by the territory's own boundaries; with
 * `ask`, by the server when it can be reached, since it alone can name a place outside.
 * Null when neither can say: the server will decide when the report arrives.
 */
export async function communesAt(
  territory: Territory,
  point: Point,
  { ask }: { ask: boolean },
): Promise<Whereabouts | null> {
  const answer = ask ? await askServer(territory, point).catch(() => null) : null
  return answer ?? askPhone(territory, point).catch(() => null)
}
