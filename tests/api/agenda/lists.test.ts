import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { PublicOccurrence } from '../../../api/agenda/agenda.schemas.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { publish } from '../../support/agenda.ts'
import { aWorldOfEvents, type World } from '../../support/agenda-world.ts'
import { openDemoApp, useDemoApp } from '../../support/demo-app.ts'

type Page = { items: PublicOccurrence[]; nextCursor: string | null; previousCursor: string | null }
type Dated = Awaited<ReturnType<World['all']>>[number]

const demo = useDemoApp()
let world: World
let all: Dated[]
beforeAll(async () => {
  world = await aWorldOfEvents(demo.current, { count: 220, seed: 4 })
  all = await world.all()
}, 120_000)

async function read(query: Record<string, string>): Promise<Page> {
  const answer = await demo.current.request(`/api/events?${new URLSearchParams(query).toString()}`)
  expect([answer.status, answer.status === 200 ? '' : await answer.text()]).toEqual([200, ''])
  return (await answer.json()) as Page
}

const fold = (text: string) => text.replace(/œ/gi, 'oe').normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
const km = (a: { lat: number; lon: number }, b: { lat: number; lon: number }) =>
  Math.hypot((b.lon - a.lon) * Math.cos((a.lat * Math.PI) / 180), b.lat - a.lat) * 111.195
/** Midnight in Paris of a day of this winter: two hours from UTC until 25 October, one hour after. */
const midnight = (day: string) => Date.parse(`${day}T00:00Z`) - (day <= '2026-10-25' ? 2 : 1) * 3_600_000
const nextDay = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)

/** The filters said a second time, over one row and without any index. */
function goesWith(
  { occurrence, event, placeName, communeName }: Dated,
  query: Record<string, string>,
): boolean {
  const slugs = world.categories.filter(({ id }) => event.categoryIds.includes(id)).map(({ slug }) => slug)
  const texts = [event.title, event.description, event.organizerName, placeName, communeName]
  const words = fold(texts.join(' ')).split(/[^\p{L}\p{N}]+/u)
  const { category, commune, access, mode, setting, free, age, place, bbox, near, within, q, to } = query
  const [west = 0, south = 0, east = 0, north = 0] = (bbox ?? '').split(',').map(Number)
  const [lat = 0, lon = 0] = (near ?? '').split(',').map(Number)
  const here =
    occurrence.lon === null || occurrence.lat === null ? null : { lon: occurrence.lon, lat: occurrence.lat }
  return (
    (!category || category.split(',').some((slug) => slugs.includes(slug))) &&
    (!commune || event.communeCode === commune) &&
    (!access || access.split(',').every((code) => (event.accessibility as string[]).includes(code))) &&
    (!mode || event.attendanceMode === mode || (mode !== 'mixed' && event.attendanceMode === 'mixed')) &&
    (!setting || event.setting === setting || event.setting === 'both') &&
    (!free || event.free === (free === 'true')) &&
    (!age || ((event.ageMin ?? 0) <= Number(age) && (event.ageMax ?? 200) >= Number(age))) &&
    (!place || event.placeId === place) &&
    (!bbox ||
      (here !== null && here.lon >= west && here.lon <= east && here.lat >= south && here.lat <= north)) &&
    (!near || (here !== null && km({ lat, lon }, here) <= Number(within ?? 10))) &&
    (!q ||
      fold(q)
        .split(' ')
        .every((word) => words.some((one) => one.startsWith(word)))) &&
    (!to || occurrence.startAt < midnight(nextDay(to)))
  )
}

/** The whole list as it must come: what is over at `instant`, then what runs, then what comes, each by start. */
function expected(query: Record<string, string>, instant: number): { past: string[]; list: string[] } {
  const lines = new Map<string, Dated>()
  for (const row of all) {
    const line = `${String(row.occurrence.startAt).padStart(15, '0')} ${String(row.event.seq).padStart(9, '0')}`
    const other = lines.get(line)
    if (!other || (other.occurrence.cancelled && !row.occurrence.cancelled)) lines.set(line, row)
  }
  const rows = [...lines]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, row]) => row)
    .filter((row) => goesWith(row, query))
  const name = ({ occurrence, event }: Dated) => `${event.id} ${occurrence.startAt}`
  const begun = rows.filter(({ occurrence }) => occurrence.startAt < instant)
  return {
    past: begun.filter(({ occurrence }) => occurrence.endAt <= instant).map(name),
    list: [
      ...begun.filter(({ occurrence }) => occurrence.endAt > instant),
      ...rows.filter(({ occurrence }) => occurrence.startAt >= instant),
    ].map(name),
  }
}

const names = (items: PublicOccurrence[]) => items.map(({ eventId, startAt }) => `${eventId} ${startAt}`)

async function forwards(query: Record<string, string>, cursor: string | null = null): Promise<string[]> {
  const found: string[] = []
  for (let next = cursor, first = true; first || next; first = false) {
    const page = await read({ ...query, ...(next ? { cursor: next } : {}) })
    found.push(...names(page.items))
    next = page.nextCursor
  }
  return found
}

async function backwards(query: Record<string, string>, cursor: string | null): Promise<string[]> {
  const found: string[] = []
  for (let previous = cursor; previous;) {
    const page = await read({ ...query, cursor: previous })
    found.unshift(...names(page.items))
    previous = page.previousCursor
  }
  return found
}

/** Left out in `most` of `most + 1` questions. */
const maybe = <T>(value: fc.Arbitrary<T>, most = 4) =>
  fc.oneof({ weight: most, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value })
const aDay = fc
  .integer({ min: 0, max: 130 })
  .map((n) => new Date(Date.UTC(2026, 9, 1) + n * 86_400_000).toISOString().slice(0, 10))
/** Any combination of filters, as an address has them. */
const anyQuery = () =>
  fc
    .record({
      territory: maybe(fc.constant(demoSiren), 1),
      commune: maybe(fc.constantFrom(...world.communes.map(({ code }) => code))),
      category: maybe(
        fc
          .subarray(
            world.categories.map(({ slug }) => slug),
            { minLength: 1 },
          )
          .map((slugs) => slugs.join(',')),
      ),
      access: maybe(
        fc
          .subarray(['hi', 'ii', 'vi', 'pi', 'mi'], { minLength: 1, maxLength: 2 })
          .map((codes) => codes.join()),
      ),
      mode: maybe(fc.constantFrom('offline', 'online', 'mixed'), 5),
      setting: maybe(fc.constantFrom('indoor', 'outdoor')),
      free: maybe(fc.constantFrom('true', 'false')),
      age: maybe(fc.integer({ min: 0, max: 120 }).map(String)),
      place: maybe(fc.constantFrom(...world.placeIds.filter((id) => id !== null)), 8),
      q: maybe(
        fc.constantFrom('fete', 'BROCANTE', 'mus', 'bal 3', 'tombola buv', 'œuvres', 'oeuvres ete', 'zzz'),
        3,
      ),
      area: maybe(
        fc.constantFrom(...world.communes).chain(({ lon, lat }) =>
          fc.record({
            lon: fc.constant(lon),
            lat: fc.constant(lat),
            size: fc.constantFrom(0.004, 0.02, 0.1, 1.5),
            circle: fc.boolean(),
          }),
        ),
        4,
      ),
      from: maybe(aDay, 2),
      to: maybe(aDay, 4),
      limit: fc.integer({ min: 1, max: 40 }).map(String),
    })
    .map(({ area, ...query }) => ({
      ...query,
      ...(area
        ? area.circle
          ? { near: `${area.lat},${area.lon}`, within: String(Math.min(100, Math.max(0.1, area.size * 100))) }
          : {
              bbox: [
                area.lon - area.size,
                area.lat - area.size,
                area.lon + area.size,
                area.lat + area.size,
              ].join(),
            }
        : {}),
    }))
    .map(
      (query) =>
        Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as Record<
          string,
          string
        >,
    )

describe('A list of dates', () => {
  it('through its pages is what reading every row would give, both ways, whatever is asked', async () => {
    const seen = { empty: 0, full: 0 }
    await fc.assert(
      fc.asyncProperty(anyQuery(), async (query) => {
        const instant = query['from'] ? midnight(query['from']) : demo.current.clock.now()
        const { past, list } = expected(query, instant)
        seen[list.length === 0 ? 'empty' : 'full']++
        expect(await forwards(query)).toEqual(list)
        const first = await read(query)
        if (query['from']) expect(first.previousCursor).toBeNull()
        else expect(await backwards(query, first.previousCursor)).toEqual(past)
      }),
      { numRuns: 300, seed: 4 },
    )
    // The questions are not all of those that nothing answers.
    expect(seen.full).toBeGreaterThan(120)
    expect(seen.empty).toBeGreaterThan(20)
  }, 120_000)

  it('comes back to where it was after going back and forth', async () => {
    const query = { territory: demoSiren, limit: '7' }
    const first = await read(query)
    const before = await read({ ...query, cursor: first.previousCursor ?? '' })
    const again = await read({ ...query, cursor: before.nextCursor ?? '' })
    expect(names(again.items)).toEqual(names(first.items))
    const second = await read({ ...query, cursor: first.nextCursor ?? '' })
    const back = await read({ ...query, cursor: second.previousCursor ?? '' })
    expect(names(back.items)).toEqual(names(first.items))
  })

  it('refuses a cursor that is not one of ours', async () => {
    for (const cursor of ['x', 'WzEsMiwzXQ', Buffer.from('[1,9,3,0]').toString('base64url')]) {
      const answer = await demo.current.request(`/api/events?cursor=${cursor}`)
      expect(answer.status).toBe(422)
    }
  })

  it('neither jumps nor repeats when events are added, moved away or over between two pages', async () => {
    const app = await openDemoApp()
    try {
      const get = async (query: string) =>
        (await (await app.request(`/api/events?limit=3${query}`)).json()) as Page
      for (let n = 0; n < 9; n++) await publish(app, { title: `Soirée ${n}`, on: `2026-12-0${n + 1}` })
      const first = await get('')
      await publish(app, { title: 'Avant', on: '2026-12-01', start: '08:00', end: '09:00' })
      await publish(app, { title: 'Après', on: '2026-12-04', start: '08:00', end: '09:00' })
      app.clock.set('2026-12-02T12:00:00Z')
      const second = await get(`&cursor=${first.nextCursor}`)
      expect([...first.items, ...second.items].map(({ title }) => title)).toEqual([
        'Soirée 0',
        'Soirée 1',
        'Soirée 2',
        'Après',
        'Soirée 3',
        'Soirée 4',
      ])
      const back = await get(`&cursor=${first.previousCursor}`)
      expect(back.items.map(({ title }) => title)).toEqual(['Avant'])
    } finally {
      await app.close()
    }
  })
})

describe('What is near', () => {
  it('comes by distance, each event once by its next date, through pages both ways', async () => {
    const [here] = world.communes
    if (!here) throw new Error('no commune')
    const query = {
      near: `${here.lat},${here.lon}`,
      within: '40',
      sort: 'distance',
      to: '2027-01-15',
      limit: '9',
    }
    const found: PublicOccurrence[] = []
    let page = await read(query)
    let last = page
    for (;;) {
      found.push(...page.items)
      last = page
      if (!page.nextCursor) break
      page = await read({ ...query, cursor: page.nextCursor })
    }
    const distances = found.map(({ distanceKm }) => distanceKm ?? Number.NaN)
    expect(distances).toEqual(distances.toSorted((a, b) => a - b))
    expect(new Set(found.map(({ eventId }) => eventId)).size).toBe(found.length)
    const { list } = expected({ near: query.near, within: '40', to: query.to }, demo.current.clock.now())
    const next = new Map(list.toReversed().map((name) => [name.split(' ')[0], name]))
    expect(new Set(names(found))).toEqual(new Set(next.values()))
    expect(names([...(await backAll(query, last.previousCursor)), ...last.items])).toEqual(names(found))
  })

  it('asks where from', async () => {
    const answer = await demo.current.request('/api/events?sort=distance')
    expect([answer.status, ((await answer.json()) as { type: string }).type]).toEqual([
      422,
      '/problems/near-needed',
    ])
  })
})

async function backAll(query: Record<string, string>, cursor: string | null): Promise<PublicOccurrence[]> {
  const found: PublicOccurrence[] = []
  for (let previous = cursor; previous;) {
    const page = await read({ ...query, cursor: previous })
    found.unshift(...page.items)
    previous = page.previousCursor
  }
  return found
}

describe('A month', () => {
  it('counts on each day what begins on it, and what lasts for days on each of them', async () => {
    for (const month of ['2026-10', '2026-11', '2026-12']) {
      const answer = await demo.current.request(`/api/events/month?month=${month}&free=true`)
      const { days } = (await answer.json()) as { days: { day: string; count: number }[] }
      const counts = new Map<string, number>()
      const seen = new Set<string>()
      for (const row of all) {
        const { occurrence, event } = row
        const line = `${occurrence.startAt} ${event.seq}`
        if (seen.has(line) || !goesWith(row, { free: 'true' })) continue
        seen.add(line)
        for (let day = `${month}-01`; day.startsWith(month); day = nextDay(day)) {
          const [from, to] = [midnight(day), midnight(nextDay(day))]
          const long = occurrence.endAt - occurrence.startAt > 86_400_000
          const on = long
            ? occurrence.startAt < to && occurrence.endAt > from
            : occurrence.startAt >= from && occurrence.startAt < to
          if (on) counts.set(day, (counts.get(day) ?? 0) + 1)
        }
      }
      expect(Object.fromEntries(days.map(({ day, count }) => [day, count]))).toEqual(
        Object.fromEntries(counts),
      )
    }
  })
})
