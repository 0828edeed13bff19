import { afterEach, describe, expect, it } from 'vitest'
import { fetchTravels, OsrmFailed } from '../../../api/carpool/carpool.osrm.ts'
import type { Point, Travel } from '../../../api/carpool/travel.rules.ts'
import { startOsrm } from './osrm-server.ts'
import type { OsrmServer } from './osrm-server.ts'

const places = (count: number): Point[] =>
  Array.from({ length: count }, (_, i) => ({ lon: 3 + i / 1000, lat: 50 }))
/** Another way back than there; no road to the third place. */
const travel = (from: Point, to: Point): Travel | null =>
  to.lon === 3.002 && from !== to
    ? null
    : { seconds: Math.abs(to.lon - from.lon) * 100_000 + (to.lon < from.lon ? 7.4 : 0.4), metres: 1000.6 }

describe('Travel times of a routing server', () => {
  let server: OsrmServer | undefined
  const start = async (given: Partial<Parameters<typeof startOsrm>[0]> = {}) =>
    (server = await startOsrm({ travel, ...given }))
  afterEach(() => server?.close())

  it('are whole seconds and metres, each way by itself, and null without a road', async () => {
    const { url, asked } = await start()
    const table = await fetchTravels(places(3), places(2), { url: `${url}/` })
    expect(table).toEqual([
      [
        { seconds: 0, metres: 1001 },
        { seconds: 100, metres: 1001 },
      ],
      [
        { seconds: 107, metres: 1001 },
        { seconds: 0, metres: 1001 },
      ],
      [
        { seconds: 207, metres: 1001 },
        { seconds: 107, metres: 1001 },
      ],
    ])
    expect((await fetchTravels(places(1), places(3), { url }))[0]![2]).toBeNull()
    expect(asked[0]).toBe(
      '/table/v1/driving/3.000000,50.000000;3.001000,50.000000;3.002000,50.000000;3.000000,50.000000;3.001000,50.000000' +
        '?annotations=duration,distance&sources=0;1;2&destinations=3;4',
    )
  })

  it('are asked for in blocks a server accepts, put together in their order, with progress', async () => {
    const { url, asked } = await start({ maxTableSize: 10 })
    const done: string[] = []
    const table = await fetchTravels(places(23), places(12), { url, aSide: 10 }, (count, total) =>
      done.push(`${count}/${total}`),
    )
    expect(table.map((row) => row.length)).toEqual(Array(23).fill(12))
    expect(table[22]![11]).toEqual({ seconds: 1107, metres: 1001 })
    expect(table[3]![11]).toEqual({ seconds: 800, metres: 1001 })
    expect(asked).toHaveLength(6)
    expect(done.at(-1)).toBe('6/6')
  })

  it('of no aire are none, and nobody is asked', async () => {
    const { url, asked } = await start()
    expect(await fetchTravels([], places(2), { url })).toEqual([])
    expect(asked).toEqual([])
  })

  it('are refused in words when the table is too big for the server', async () => {
    const { url } = await start({ maxTableSize: 2 })
    await expect(fetchTravels(places(5), places(5), { url })).rejects.toThrow(/TooBig Too many table/)
  })

  it.each<[string, NonNullable<Parameters<typeof startOsrm>[0]['answer']>, string]>([
    ['hangs', () => {}, 'did not answer within 0.2 s'],
    ['stops in the middle', (_, response) => void response.write('{"code"'), 'did not answer within'],
    ['answers a page', (_, response) => response.end('<html>'), 'something else than JSON'],
    [
      'answers a table of another size',
      (_, response) => response.end('{"code":"Ok","durations":[[1]],"distances":[[1]]}'),
      'another size',
    ],
    [
      'lies below zero',
      (_, response) => response.end('{"code":"Ok","durations":[[-1,1]],"distances":[[1,1]]}'),
      'something else than a table',
    ],
    [
      'knows no distances',
      (_, response) => response.end('{"code":"Ok","durations":[[1,1]]}'),
      'something else than a table',
    ],
    [
      'sends one elsewhere',
      (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(),
      'cannot be reached',
    ],
  ])('fail in words when the server %s', async (_, answer, reason) => {
    const { url } = await start({ answer })
    const attempt = fetchTravels(places(1), places(2), { url, timeoutMs: 200 })
    await expect(attempt).rejects.toThrow(OsrmFailed)
    await expect(attempt).rejects.toThrow(reason)
  })

  it('fail when the server sends 100 MB, long before that', async () => {
    let sent = 0
    const { url } = await start({
      answer: (_, response) => {
        const megabyte = Buffer.alloc(2 ** 20, 32)
        const push = () => {
          while (sent < 100 && !response.destroyed) {
            sent++
            if (!response.write(megabyte)) return void response.once('drain', push)
          }
          response.end()
        }
        push()
      },
    })
    await expect(fetchTravels(places(1), places(1), { url })).rejects.toThrow('more than a table')
    expect(sent).toBeLessThan(40)
  })

  it('fail when there is no server', async () => {
    const { url, close } = await startOsrm({ travel })
    await close()
    await expect(fetchTravels(places(1), places(1), { url })).rejects.toThrow('cannot be reached')
  })
})
