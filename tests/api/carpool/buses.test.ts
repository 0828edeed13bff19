import { beforeAll, describe, expect, it } from 'vitest'
import { findBusRides, readAireBuses } from '../../../api/carpool/buses.usecases.ts'
import type { AireBuses } from '../../../api/carpool/buses.schemas.ts'
import { bringFeed, createFeedReader } from '../../../api/carpool/gtfs-feeds.usecases.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { aFeed, feedTables, type Tables } from '../../support/gtfs.ts'
import { communeOf } from '../../support/incidents.ts'
import { anOffer, aTraveller, find, someAires } from '../../support/rides.ts'

const house = useDemoApp()
const app = () => house.current
let aires: Awaited<ReturnType<typeof someAires>>

const bring = (changes: Tables = {}, name = 'Cars du Nord') =>
  bringFeed(
    { ...app().deps, fetchRemote: createFeedReader(app().config) },
    {
      territorySiren: demoSiren,
      name,
      licence: 'Licence Ouverte 2.0',
      source: { bytes: aFeed(changes), fileName: '' },
      evenIfHalf: true,
    },
  )
beforeAll(async () => {
  aires = await someAires(app())
  await bring()
})

const buses = async (aire: string, query = '') => {
  const answer = await app().call(`/api/aires/${aire}/buses?territory=${demoSiren}${query}`)
  expect(answer.status).toBe(200)
  return (await answer.json()) as AireBuses
}
const clock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Paris',
  dateStyle: 'short',
  timeStyle: 'short',
})
const said = ({ items }: AireBuses) =>
  items.map(({ at, line, headsign, stop }) => `${clock.format(at)} ${line} ${headsign} ${stop.name}`)

describe('Buses near an aire', () => {
  it('of a day: line, direction, stop and walk, in order of time, a time past midnight on its day', async () => {
    const found = await buses(aires.ouest, '&day=2026-11-26')
    expect(said(found)).toEqual(['2026-11-26 01:10 401 Est Église', '2026-11-26 07:30 401 Est Église'])
    expect(found.items[0]).toMatchObject({ mode: 'bus', about: false, onRequest: false })
    expect(found.items[0]!.stop.metres).toBeGreaterThan(50)
    expect(found.items[0]!.stop.metres).toBeLessThan(90)
    expect(found.items[0]!.stop.walkSeconds).toBeGreaterThan(found.items[0]!.stop.metres / 1.5)
    expect(found.feeds).toEqual([
      expect.objectContaining({
        name: 'Cars du Nord',
        licence: 'Licence Ouverte 2.0',
        publisherUrl: 'https://cars.example',
        endsOn: '2027-06-30',
        over: false,
      }),
    ])
    expect(said(await buses(aires.milieu, '&day=2026-11-26'))).toEqual([
      '2026-11-26 01:20 401 Est Mairie',
      '2026-11-26 07:41 401 Est Mairie',
      '2026-11-26 18:15 401 Ouest Mairie',
    ])
    // Nobody boards where it ends, and nothing stops near the last aire.
    expect(said(await buses(aires.est, '&day=2026-11-26'))).toEqual(['2026-11-26 18:00 401 Ouest Gare'])
    expect(await buses(aires.loin, '&day=2026-11-26')).toMatchObject({ items: [], feeds: [] })
  })

  it('on the exceptions of a calendar, and on both days the clocks change', async () => {
    expect(said(await buses(aires.ouest, '&day=2026-12-25'))).toEqual([
      '2026-12-25 01:10 401 Est Église',
      '2026-12-25 10:00 401 Est dimanche Église',
    ])
    // Saturday's trip of 25:10 does not exist; Friday's does. On Sunday 28 March 2027 at 2 it is 3.
    await bring({ 'calendar_dates.txt': 'service_id,date,exception_type\nW,20270327,1\nW,20270328,1\n' })
    expect(said(await buses(aires.ouest, '&day=2027-03-28'))).toEqual([
      '2027-03-28 01:10 401 Est Église',
      '2027-03-28 07:30 401 Est Église',
      '2027-03-28 10:00 401 Est dimanche Église',
    ])
    // The night of 30 October 2027 has two hours of two o'clock: seven is seven all the same.
    await bring({
      'calendar.txt': '',
      'calendar_dates.txt': 'service_id,date,exception_type\nW,20271030,1\nW,20271031,1\n',
    })
    expect(said(await buses(aires.ouest, '&day=2027-10-31'))).toEqual([
      '2027-10-31 01:10 401 Est Église',
      '2027-10-31 07:30 401 Est Église',
    ])
    await bring()
  })

  it('the next ones: those of the next 24 hours, else the first within a week; what has left is not told', async () => {
    // Tuesday 9:00 in Paris.
    expect(said(await buses(aires.ouest))).toEqual([
      '2026-11-25 01:10 401 Est Église',
      '2026-11-25 07:30 401 Est Église',
    ])
    expect(said(await buses(aires.est, '&day=2026-11-24'))).toEqual(['2026-11-24 18:00 401 Ouest Gare'])
    expect(said(await buses(aires.ouest, '&day=2026-11-24'))).toEqual([])
    const friday = { now: () => Date.parse('2026-11-27T18:00:00Z') }
    const given = { aireId: aires.est, territory: demoSiren, day: undefined, cursor: undefined, limit: 20 }
    const weekend = await readAireBuses({ database: app().database, clock: friday }, given)
    expect(said(weekend)[0]).toBe('2026-11-30 18:00 401 Ouest Gare')
    expect(weekend.items.length).toBeGreaterThan(1)
  })

  it('come in pages, with an ETag', async () => {
    const first = await buses(aires.milieu, '&day=2026-11-26&limit=2')
    const rest = await buses(aires.milieu, `&day=2026-11-26&limit=2&cursor=${first.nextCursor}`)
    expect([...said(first), ...said(rest)]).toEqual(said(await buses(aires.milieu, '&day=2026-11-26')))
    expect(rest.nextCursor).toBeNull()
    const path = `/api/aires/${aires.milieu}/buses?territory=${demoSiren}&day=2026-11-26`
    const etag = (await app().call(path)).headers.get('etag')!
    expect((await app().call(path, { headers: { 'If-None-Match': etag } })).status).toBe(304)
    expect(
      (await app().call(`/api/aires/${app().deps.ids.next()}/buses?territory=${demoSiren}`)).status,
    ).toBe(404)
    expect((await app().call(`${path}&cursor=x`)).status).toBe(422)
  })

  it('of a feed that is over are not told, and that it is over is', async () => {
    const later = { now: () => Date.parse('2027-07-05T08:00:00Z') }
    const given = { aireId: aires.ouest, territory: demoSiren, day: undefined, cursor: undefined, limit: 20 }
    const found = await readAireBuses({ database: app().database, clock: later }, given)
    expect(found).toMatchObject({
      items: [],
      feeds: [{ name: 'Cars du Nord', endsOn: '2027-06-30', over: true }],
    })
  })

  it('of several operators are told together, each with its feed', async () => {
    await bring({ 'routes.txt': String(feedTables()['routes.txt']).replace('R,401', 'R,B7') }, 'Autre réseau')
    const found = await buses(aires.est, '&day=2026-11-26')
    expect(said(found).toSorted()).toEqual([
      '2026-11-26 18:00 401 Ouest Gare',
      '2026-11-26 18:00 B7 Ouest Gare',
    ])
    expect(new Set(found.items.map(({ feed }) => feed))).toEqual(new Set(found.feeds.map(({ id }) => id)))
  })
})

describe('Buses beside a search', () => {
  it('go from near the one to near the other that day, around that time, with and without a ride', async () => {
    const from = aires.ouest
    const asked = { from, to: aires.est, at: '2026-11-26T07:00' }
    const none = await find(app(), asked)
    expect(none.rides).toEqual([])
    const lines = none.buses.rides.map((ride) => [
      ride.line,
      ride.from.name,
      ride.to.name,
      clock.format(ride.leaveAt),
    ])
    expect(lines).toContainEqual(['401', 'Église', 'Gare', '2026-11-26 07:30'])
    expect(none.buses.rides.every(({ leaveAt, arriveAt }) => arriveAt - leaveAt === 25 * 60_000)).toBe(true)
    expect(none.buses.feeds.map(({ name }) => name)).toContain('Cars du Nord')
    const driver = await aTraveller(app(), { name: 'Dominique' })
    await driver.call('/api/trips', { body: anOffer(app(), from, aires.est, { firstDay: '2026-11-26' }) })
    const some = await find(app(), asked)
    expect(some.rides).toHaveLength(1)
    expect(some.buses).toEqual(none.buses)
  })

  it('never go backwards, nor from where no bus stops; by arrival, what is there in time comes first', async () => {
    const wayBack = await find(app(), { from: aires.est, to: aires.ouest, at: '2026-11-26T07:00' })
    expect(wayBack.buses.rides.map(({ leaveAt }) => clock.format(leaveAt))).toEqual([
      '2026-11-26 18:00',
      '2026-11-26 18:00',
    ])
    expect((await find(app(), { from: aires.loin, to: aires.ouest })).buses).toEqual({ rides: [], feeds: [] })
    const point = { points: [{ lat: 50.2505, lon: 3.5505 }], metres: 600 }
    const end = { points: [{ lat: 50.2505, lon: 3.6905 }], metres: 600 }
    const at = Date.parse('2026-11-26T07:00:00Z')
    const { rides } = await findBusRides(app().deps, {
      territorySiren: demoSiren,
      from: point,
      to: end,
      at,
      by: 'arrival',
    })
    expect(rides.map(({ arriveAt }) => clock.format(arriveAt))).toContain('2026-11-26 07:55')
  })

  it('are found from a commune by its centre, from a position by itself', async () => {
    const { code } = await communeOf(app(), 'Le Quesnoy')
    const byPlace = await find(app(), {
      from: '50.2505,3.5505',
      walk: 1500,
      to: aires.est,
      at: '2026-11-26T07:00',
    })
    expect(byPlace.buses.rides.length).toBeGreaterThan(0)
    // The aires of the builder are said to be of Le Quesnoy: its buses are theirs.
    const byCommune = await find(app(), { from: code, to: aires.est, at: '2026-11-26T07:00' })
    expect(byCommune.buses.rides.length).toBeGreaterThan(0)
  })
})
