import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { moveBookings } from '../../../api/carpool/bookings-clock.usecases.ts'
import { addCounts } from '../../../api/carpool/ride-counts.repository.ts'
import type { RideFigures, UnmetPairs } from '../../../api/carpool/ride-figures.schemas.ts'
import { eraseOldRides } from '../../../api/carpool/rides-retention.usecases.ts'
import { createUnmetCounter } from '../../../api/carpool/unmet-counter.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { carpoolCount } from '../../../db/schema/index.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { anOffer, aTraveller, find, someAires, toBook, type Traveller } from '../../support/rides.ts'

const house = useDemoApp()
const app = () => house.current
let aires: Awaited<ReturnType<typeof someAires>>
let driver: Traveller
let passenger: Traveller

beforeAll(async () => {
  aires = await someAires(app())
  driver = await aTraveller(app(), { name: 'Dominique' })
  passenger = await aTraveller(app(), { name: 'Pascale' })
})

const json = async <T>(answer: Response, status = 200): Promise<T> => {
  const text = await answer.text()
  expect(answer.status, text).toBe(status)
  return JSON.parse(text) as T
}
const figures = (query = '') =>
  app()
    .call(`/api/ride-figures?territory=${demoSiren}${query}`)
    .then((answer) => json<RideFigures>(answer))
const unmet = (query = '') =>
  app()
    .call(`/api/ride-figures/unmet?territory=${demoSiren}${query}`)
    .then((answer) => json<UnmetPairs>(answer))
const raw = async (kind: string) => {
  const rows = await app()
    .database.read.select()
    .from(carpoolCount)
    .where(sql`${carpoolCount.kind} = ${kind}`)
  return {
    count: rows.reduce((sum, { count }) => sum + count, 0),
    metres: rows.reduce((sum, { metres }) => sum + metres, 0),
  }
}
const noon = (day: string) => Date.parse(`${day}T11:00:00Z`)
const put = (
  kind: 'offered' | 'asked' | 'booked' | 'shared' | 'unmet',
  day: string,
  count: number,
  over: object = {},
) =>
  app().database.write((tx) =>
    addCounts(tx, [
      {
        territorySiren: demoSiren,
        kind,
        at: noon(day),
        originId: aires.ouest,
        destinationId: aires.est,
        count,
        ...over,
      },
    ]),
  )

describe('What happens to a ride is counted with it, once', () => {
  it('offered, asked for, agreed, driven together with its passenger-metres; and outlives the ride', async () => {
    await json(
      await driver.call('/api/trips', {
        body: anOffer(app(), aires.ouest, aires.est, { back: { id: app().deps.ids.next(), time: '17:00' } }),
      }),
      201,
    )
    expect(await raw('offered')).toEqual({ count: 2, metres: 0 })
    const { rides } = await find(app(), { from: aires.ouest, to: aires.est })
    const { bookings } = await json<{ bookings: { id: string }[] }>(
      await passenger.call('/api/bookings', { body: toBook(app(), rides[0]!, 2) }),
      201,
    )
    const id = bookings[0]!.id
    expect([await raw('asked'), await raw('booked')]).toEqual([
      { count: 1, metres: 0 },
      { count: 0, metres: 0 },
    ])
    for (const _ of [1, 2]) await json(await driver.call(`/api/bookings/${id}/accept`, { body: {} }))
    expect(await raw('booked')).toEqual({ count: 1, metres: 0 })
    app().clock.set('2026-11-25T12:00:00Z')
    await moveBookings(app().deps)
    expect(await raw('shared')).toEqual({ count: 0, metres: 0 })
    app().clock.set('2026-12-04T12:00:00Z')
    for (const _ of [1, 2]) await moveBookings(app().deps)
    expect(await raw('shared')).toEqual({ count: 1, metres: 2 * rides[0]!.metres })
    app().clock.set('2027-04-01T12:00:00Z')
    await eraseOldRides(app().deps)
    expect(await raw('shared')).toEqual({ count: 1, metres: 2 * rides[0]!.metres })
    // The day is gone: what is left of it is its month, its day of the week and its hour.
    const days = await app().database.read.selectDistinct({ day: carpoolCount.day }).from(carpoolCount)
    expect(days.map(({ day }) => day)).toEqual(['2026-11-04'])
    app().clock.set('2026-11-24T08:00:00Z')
  })
})

describe('A search that finds nobody', () => {
  it('is counted by its nearest aires, its day and its hour, once a day for one caller, and says nothing of who', async () => {
    const search = (at: string, from = aires.loin, address = '192.0.2.1') =>
      app().call(
        `/api/rides?${new URLSearchParams({ territory: demoSiren, from, to: aires.ouest, walk: '0', at })}`,
        {
          headers: { 'Bocage-Device': address.replaceAll('.', '0').padEnd(32, '0') },
        },
      )
    for (let n = 0; n < 3; n++) expect((await search('2026-11-27T07:10')).status).toBe(200)
    await search('2020-01-01T07:10')
    await search('2027-10-01T07:10')
    expect(await raw('unmet')).toEqual({ count: 0, metres: 0 })
    const counter = createUnmetCounter(app().deps)
    const one = {
      territorySiren: demoSiren,
      at: noon('2026-11-27'),
      originId: aires.est,
      destinationId: aires.ouest,
    }
    for (let n = 0; n < 5; n++) counter.count(one, { address: `192.0.2.${n}`, device: null })
    for (let n = 0; n < 5; n++) counter.count(one, { address: '192.0.2.1', device: null })
    counter.count({ ...one, at: noon('2020-01-01') }, { address: '192.0.2.9', device: null })
    counter.count({ ...one, at: noon('2027-10-01') }, { address: '192.0.2.9', device: null })
    await counter.flush()
    expect(await raw('unmet')).toEqual({ count: 5, metres: 0 })
    await counter.flush()
    expect(await raw('unmet')).toEqual({ count: 5, metres: 0 })
    expect((await unmet('&from=2026-11&to=2026-11')).items).toMatchObject([
      {
        from: { id: aires.est, name: 'Aire est' },
        to: { name: 'Aire ouest' },
        count: 5,
        hours: [{ hour: 12, count: 5 }],
      },
    ])
  })
})

describe('Figures', () => {
  it('of exactly four are « fewer than five », of exactly five are five, of nine five', async () => {
    await put('offered', '2026-06-03', 4)
    await put('asked', '2026-06-03', 5)
    await put('booked', '2026-06-03', 9)
    await put('shared', '2026-06-03', 5, { metres: 123_000 })
    const { months, total, least } = await figures('&from=2026-06&to=2026-06')
    expect(least).toBe(5)
    expect(months).toEqual([
      { key: '2026-06', offered: null, asked: 5, booked: 5, shared: 5, sharedKm: 100, unmet: null },
    ])
    expect(total).toMatchObject({ offered: null, asked: 5 })
  })

  it('of a whole give nothing away of a part that is hidden, nor of a longer period less a shorter', async () => {
    await put('offered', '2025-03-05', 20)
    await put('offered', '2025-04-02', 3)
    const both = await figures('&from=2025-03&to=2025-04')
    expect(both.months.map(({ offered }) => offered)).toEqual([20, null])
    expect(both.total.offered).toBe(20)
    expect((await figures('&from=2025-03&to=2025-03')).total.offered).toBe(20)
  })

  it('are by month, day of the week and hour, the last twelve months unless said, whichever way round', async () => {
    await put('unmet', '2025-09-01', 6)
    const read = await figures('&from=2025-09&to=2025-08')
    expect([read.from, read.to]).toEqual(['2025-08', '2025-09'])
    expect(read.weekdays[0]).toMatchObject({ key: '1', unmet: 5 })
    expect(read.hours[13]).toMatchObject({ key: '13', unmet: 5 })
    expect(read.hours).toHaveLength(24)
    const year = await figures()
    expect([year.from, year.to, year.months.length]).toEqual(['2025-12', '2026-11', 12])
  })

  it('of pairs come in pages, the most first, and name no pair of four searches', async () => {
    const pairs = [
      [aires.ouest, aires.est, 12],
      [aires.est, aires.loin, 5],
      [aires.loin, aires.est, 4],
      ['59053', aires.est, 8],
    ] as const
    for (const [originId, destinationId, count] of pairs)
      await put('unmet', '2024-05-06', count, { originId, destinationId })
    const first = await unmet('&from=2024-05&to=2024-05&limit=2')
    const next = await unmet(`&from=2024-05&to=2024-05&limit=2&cursor=${first.nextCursor}`)
    expect([...first.items, ...next.items].map(({ from, count }) => [from.name, count])).toEqual([
      ['Aire ouest', 10],
      ['Bavay', 5],
      ['Aire est', 5],
    ])
    expect(next.nextCursor).toBeNull()
  })

  it('are a file for spreadsheets, with the same words for what is hidden', async () => {
    const answer = await app().call(`/api/ride-figures.csv?territory=${demoSiren}&from=2026-06&to=2026-06`)
    expect(answer.headers.get('content-type')).toContain('text/csv')
    expect(await answer.text()).toContain('2026-06;moins de 5;5;5;5;100;moins de 5\r\n')
  })
})
