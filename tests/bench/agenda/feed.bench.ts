import ical, { ICalCalendar, ICalEventStatus } from 'ical-generator'
import Libsql from 'libsql'
import { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Schedule } from '../../../db/schema/agenda.ts'
import { writeFeed } from '../../../api/agenda/feeds.usecases.ts'
import { demoSiren, openDemoTerritory } from '../../../api/territory/territory.demo.ts'
import { buildWidget } from '../../../web/build/widget-entry.ts'
import { openBeside } from '../../support/beside.ts'
import { demoTerritoryAt } from '../../support/fixtures.ts'
import { startServer } from '../../support/server.ts'
import { type Bench, type BenchResult, median } from '../bench.ts'
import { datesAnEvent, fillWithEvents } from './many.ts'

const events = 2000
const connections = 10
const rounds = 15
const durationMs = 4000
/** Every one of them has a date after it. */
const path = '/api/events.ics?from=2020-01-01'
/** Gancio 1.21: the feed of as many events, for orientation. */
const gancioMs = 2300

/** The feed as a plain server makes it: all rows read, ical-generator's calendar filled and written, at each request. */
function plainFeed(file: string): { make: () => string; close: () => void } {
  const db = new Libsql(file)
  const make = () => {
    const rows = db
      .prepare(
        `select e.*, p.name as place, p.lat, p.lon, c.name as commune, o.name as organizer from event e
         left join place p on p.id = e.place_id left join commune c on c.code = e.commune_code
         left join organizer o on o.id = e.organizer_id where e.status = 'published'`,
      )
      .all() as Record<string, string>[]
    const calendar: ICalCalendar = ical({ name: 'Agenda' })
    for (const row of rows) {
      const { spans, rule } = JSON.parse(row['schedule'] ?? '{}') as Schedule
      calendar.createEvent({
        id: row['id'] ?? '',
        start: new Date(`${spans[0]?.start}:00`),
        end: new Date(`${spans[0]?.end}:00`),
        timezone: 'Europe/Paris',
        summary: row['title'] ?? '',
        description: row['description'] ?? '',
        location: {
          title: `${row['place']}, ${row['commune']}`,
          geo: { lat: Number(row['lat']), lon: Number(row['lon']) },
        },
        organizer: { name: row['organizer'] ?? '', email: 'association@exemple.fr' },
        url: `http://localhost/agenda/${row['slug']}`,
        status: ICalEventStatus.CONFIRMED,
        ...(rule ? { repeating: `RRULE:${rule}` } : {}),
      })
    }
    return calendar.toString()
  }
  return { make, close: () => db.close() }
}

async function medianOf(make: () => unknown): Promise<number> {
  const times: number[] = []
  for (let n = 0; n < rounds; n++) {
    const started = performance.now()
    await make()
    times.push(performance.now() - started)
  }
  return median(times.slice(2))
}

/**
 * Answers a second to keep-alive connections, each waiting for its answer before it asks again. Written on bare
 * sockets, so that the asking side costs less than the answering one.
 */
async function rate(url: URL, headers: string, status: number): Promise<number> {
  const request = `GET ${path} HTTP/1.1\r\nHost: ${url.host}\r\n${headers}\r\n\r\n`
  let answered = 0
  let until = Number.POSITIVE_INFINITY
  const ask = () =>
    new Promise<void>((resolve, reject) => {
      const socket = new Socket()
      let head = ''
      let left = -1
      socket.on('error', reject)
      socket.on('data', (bytes) => {
        let rest = bytes
        if (left < 0) {
          head += rest.toString('latin1')
          const end = head.indexOf('\r\n\r\n')
          if (end < 0) return
          if (!head.startsWith(`HTTP/1.1 ${status}`)) return reject(new Error(head.slice(0, 300)))
          const length = status === 304 ? 0 : Number(/content-length: (\d+)/i.exec(head)?.[1])
          rest = rest.subarray(rest.length - (head.length - end - 4))
          left = length
        }
        left -= rest.length
        if (left > 0) return
        answered++
        head = ''
        left = -1
        if (performance.now() < until) socket.write(request)
        else {
          socket.destroy()
          resolve()
        }
      })
      socket.connect(Number(url.port), url.hostname, () => socket.write(request))
    })
  const all = Array.from({ length: connections }, ask)
  await new Promise((resolve) => setTimeout(resolve, 500))
  answered = 0
  const started = performance.now()
  until = started + durationMs
  await Promise.all(all)
  return answered / ((performance.now() - started) / 1000)
}

async function run(): Promise<BenchResult[]> {
  const server = await startServer()
  const file = join(server.dataDir, 'bocage.db')
  const store = await openBeside(server)
  try {
    await openDemoTerritory(store.deps)
    const { communes } = await demoTerritoryAt(server.url)
    const kinds = await fetch(`${server.url}/api/events/categories?territory=${demoSiren}`)
    const { items } = (await kinds.json()) as { items: { id: string }[] }
    await server.stop()
    fillWithEvents({
      path: file,
      count: events * datesAnEvent,
      now: Date.now(),
      siren: demoSiren,
      communes,
      categoryIds: items.map(({ id }) => id),
      yearsBack: 0.2,
    })
    await server.restart()
    const { read } = store.deps.database
    const now = Date.now()
    const feed = () =>
      writeFeed(
        { read, publicUrl: server.url, now, changedAt: now },
        { format: 'ics', query: { from: '2020-01-01' }, cursor: undefined },
      )
    const { text } = await feed()
    const told = text.split('BEGIN:VEVENT').length - 1
    if (told !== events) throw new Error(`${told} events in the feed`)
    const madeMs = await medianOf(feed)
    const plain = plainFeed(file)
    const plainMs = await medianOf(plain.make)
    plain.close()

    const url = new URL(server.url)
    const answer = await fetch(server.url + path, { headers: { 'Accept-Encoding': 'gzip' } })
    const etag = answer.headers.get('etag') ?? ''
    const cached = await rate(url, 'Accept-Encoding: gzip', 200)
    const unchanged = await rate(url, `If-None-Match: ${etag}`, 304)
    const bytes = gzipSync(
      await buildWidget('widget.js', { outDir: join(tmpdir(), 'bocage-widget'), write: false }),
    ).byteLength

    const baseline = 'ical-generator, read and written at each request, no HTTP'
    const plainRate = 1000 / plainMs
    return [
      {
        name: `iCal feed of ${events} events, made`,
        value: madeMs,
        unit: 'ms',
        baseline,
        baselineValue: plainMs,
        ratio: plainMs / madeMs,
        goal: '≤ 100 ms',
        ok: madeMs <= 100,
      },
      {
        name: `the feed from memory, compressed, over HTTP, ${connections} connections`,
        value: cached,
        unit: 'feeds/s',
        baseline,
        baselineValue: plainRate,
        ratio: cached / plainRate,
        goal: `≥ 500/s; a hundred times Gancio's feed (${gancioMs} ms) is ${Math.ceil(100_000 / gancioMs)}/s`,
        ok: cached >= 500,
      },
      {
        name: `the feed unchanged (304), over HTTP, ${connections} connections`,
        value: unchanged,
        unit: 'answers/s',
        baseline,
        baselineValue: plainRate,
        ratio: unchanged / plainRate,
        goal: '≥ 4,000/s',
        ok: unchanged >= 4000,
      },
      {
        name: 'widget, compressed',
        value: bytes / 1024,
        unit: 'kB',
        baseline: null,
        baselineValue: null,
        ratio: null,
        goal: '< 15 kB',
        ok: bytes < 15 * 1024,
      },
    ]
  } finally {
    await store.close()
    await server.close()
  }
}

export default { name: 'feed', run } satisfies Bench
