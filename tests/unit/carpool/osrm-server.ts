import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Point, Travel } from '../../../api/carpool/travel.rules.ts'

/**
 * An OSRM server's table service, as its documentation tells it: `GET /table/v1/driving/{lon},{lat};…` with `sources`,
 * `destinations` and `annotations`; 400 and a code for what it refuses, `TooBig` beyond `maxTableSize` squared cells.
 */
export interface OsrmServer {
  url: string
  /** Paths asked, in order. */
  asked: string[]
  close: () => Promise<void>
}

export async function startOsrm({
  travel,
  maxTableSize = 100,
  answer,
}: {
  travel: (from: Point, to: Point) => Travel | null
  maxTableSize?: number
  /** Answers in its place, to be a server gone wrong. */
  answer?: (request: IncomingMessage, response: ServerResponse) => void
}): Promise<OsrmServer> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    if (answer) return answer(request, response)
    const say = (status: number, content: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content))
    const url = new URL(request.url ?? '', 'http://localhost')
    const [, service, version, profile, coordinates = ''] =
      /^\/(\w+)\/(\w+)\/(\w+)\/(.+)$/.exec(decodeURI(url.pathname)) ?? []
    if (service !== 'table')
      return say(400, { code: 'InvalidService', message: `Service ${service} not found!` })
    if (version !== 'v1') return say(400, { code: 'InvalidVersion' })
    if (profile !== 'driving') return say(400, { code: 'InvalidValue' })
    const points = coordinates.split(';').map((pair) => {
      const [lon = NaN, lat = NaN] = pair.split(',').map(Number)
      return { lon, lat }
    })
    if (points.some(({ lon, lat }) => !(Math.abs(lon) <= 180 && Math.abs(lat) <= 90)))
      return say(400, { code: 'InvalidQuery', message: 'Query string malformed' })
    const ranksOf = (name: string) => {
      const given = url.searchParams.get(name)
      return !given || given === 'all' ? points.map((_, i) => i) : given.split(';').map(Number)
    }
    const sources = ranksOf('sources')
    const destinations = ranksOf('destinations')
    if ([...sources, ...destinations].some((rank) => !points[rank]))
      return say(400, { code: 'InvalidOptions' })
    if (sources.length * destinations.length > maxTableSize ** 2)
      return say(400, { code: 'TooBig', message: 'Too many table coordinates' })
    const annotations = (url.searchParams.get('annotations') ?? 'duration').split(',')
    const table = (measure: 'seconds' | 'metres') =>
      sources.map((from) => destinations.map((to) => travel(points[from]!, points[to]!)?.[measure] ?? null))
    const waypoint = (rank: number) => ({
      location: [points[rank]!.lon, points[rank]!.lat],
      name: '',
      hint: '',
      distance: 0,
    })
    return say(200, {
      code: 'Ok',
      ...(annotations.includes('duration') ? { durations: table('seconds') } : {}),
      ...(annotations.includes('distance') ? { distances: table('metres') } : {}),
      sources: sources.map(waypoint),
      destinations: destinations.map(waypoint),
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
