import { z } from '@hono/zod-openapi'
import { MOST_AIRES } from './travel.rules.ts'
import type { Point, Travel } from './travel.rules.ts'

/**
 * Travel times from an OSRM server: its table service, as published (project-osrm.org/docs/v5.24.0/api, "Table
 * service"; the same since 5.22). Called when aires are added, never in a search.
 */

/** The server could not be asked or did not answer as it should: the caller estimates instead, and says so. */
export class OsrmFailed extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options)
    this.name = 'OsrmFailed'
  }
}

export interface OsrmOptions {
  /** Such as `http://localhost:5000`; what stands after the host is kept. */
  url: string
  /** For one request. */
  timeoutMs?: number
  /**
   * Most aires in one request. A server refuses (`TooBig`) more cells than the square of its `--max-table-size`, 100
   * by default; and its addresses are limited in length: half of that on each side suits both.
   */
  aSide?: number
}

/** More is no table of ours: 20,000 cells with room to spare. */
const ANSWER_LIMIT_BYTES = 8 * 2 ** 20

const cells = z.array(z.array(z.number().nonnegative().nullable()))
const answer = z.object({ code: z.literal('Ok'), durations: cells, distances: cells })
const failure = z.object({ code: z.string(), message: z.string().optional() })

/**
 * The drive from each of `from` to each of `to`; null where there is no road. Asks in blocks, one after the other,
 * and calls `onProgress` with the blocks done. Throws OsrmFailed at the first block that is not answered in full.
 */
export async function fetchTravels(
  from: readonly Point[],
  to: readonly Point[],
  { url, timeoutMs = 20_000, aSide = 50 }: OsrmOptions,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<(Travel | null)[][]> {
  if (from.length > MOST_AIRES || to.length > MOST_AIRES) throw new OsrmFailed('Too many aires for a table')
  const travels: (Travel | null)[][] = from.map(() => [])
  const rows = blocks(from, aSide)
  const columns = blocks(to, aSide)
  let done = 0
  for (const { first, points: sources } of rows) {
    for (const { points: destinations } of columns) {
      const block = await fetchBlock(url, sources, destinations, timeoutMs)
      block.forEach((row, i) => travels[first + i]!.push(...row))
      onProgress(++done, rows.length * columns.length)
    }
  }
  return travels
}

function blocks(points: readonly Point[], aSide: number): { first: number; points: readonly Point[] }[] {
  return Array.from({ length: Math.ceil(points.length / aSide) }, (_, i) => ({
    first: i * aSide,
    points: points.slice(i * aSide, (i + 1) * aSide),
  }))
}

async function fetchBlock(
  url: string,
  sources: readonly Point[],
  destinations: readonly Point[],
  timeoutMs: number,
): Promise<(Travel | null)[][]> {
  // Six decimals are eleven centimetres, and keep addresses short.
  const coordinates = [...sources, ...destinations].map(
    ({ lon, lat }) => `${lon.toFixed(6)},${lat.toFixed(6)}`,
  )
  const ranks = (count: number, first: number) => Array.from({ length: count }, (_, i) => first + i).join(';')
  const address =
    `${url.replace(/\/+$/, '')}/table/v1/driving/${coordinates.join(';')}?annotations=duration,distance` +
    `&sources=${ranks(sources.length, 0)}&destinations=${ranks(destinations.length, sources.length)}`
  const content = await fetchJson(address, timeoutMs)
  const parsed = answer.safeParse(content)
  if (!parsed.success) {
    const told = failure.safeParse(content)
    throw new OsrmFailed(
      told.success && told.data.code !== 'Ok'
        ? `The routing server refused: ${told.data.code} ${told.data.message ?? ''}`.trim()
        : 'The routing server answered something else than a table',
    )
  }
  const { durations, distances } = parsed.data
  const isWhole = (table: (number | null)[][]) =>
    table.length === sources.length && table.every((row) => row.length === destinations.length)
  if (!isWhole(durations) || !isWhole(distances))
    throw new OsrmFailed('The routing server answered a table of another size')
  return durations.map((row, i) =>
    row.map((seconds, j) => {
      const metres = distances[i]![j]!
      return seconds === null || metres === null
        ? null
        : { seconds: Math.round(seconds), metres: Math.round(metres) }
    }),
  )
}

async function fetchJson(address: string, timeoutMs: number): Promise<unknown> {
  try {
    const response = await fetch(address, {
      signal: AbortSignal.timeout(timeoutMs),
      headers: { accept: 'application/json' },
      redirect: 'error',
    })
    // A refusal is 400 with a code in JSON; anything else without JSON says nothing we could pass on.
    const text = await readLimited(response)
    return JSON.parse(text) as unknown
  } catch (error) {
    if (error instanceof OsrmFailed) throw error
    const slow = error instanceof Error && error.name === 'TimeoutError'
    const broken = error instanceof SyntaxError
    throw new OsrmFailed(
      slow
        ? `The routing server did not answer within ${timeoutMs / 1000} s`
        : broken
          ? 'The routing server answered something else than JSON'
          : 'The routing server cannot be reached',
      { cause: error },
    )
  }
}

async function readLimited(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > ANSWER_LIMIT_BYTES) throw new OsrmFailed('The routing server sends more than a table')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
