import { beforeAll, describe, expect, it } from 'vitest'
import type { AireBuses } from '../../../api/carpool/buses.schemas.ts'
import type { AdminBusFeed } from '../../../api/carpool/bus-feeds.schemas.ts'
import { createFeedReader } from '../../../api/carpool/gtfs-feeds.usecases.ts'
import { feedRetryAfter, refreshDueFeeds } from '../../../api/carpool/gtfs-refresh.usecases.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { anAgent, type Agent } from '../../support/desk.ts'
import { useFeeds } from '../../support/feeds.ts'
import { aFeed, feedTables } from '../../support/gtfs.ts'
import { someAires } from '../../support/rides.ts'

const house = useDemoApp()
const feeds = useFeeds()
const app = () => house.current
const base = `/api/territories/${demoSiren}/bus-feeds`
const zip = { 'Content-Type': 'application/zip' }
let admin: Agent
let aires: Awaited<ReturnType<typeof someAires>>

beforeAll(async () => {
  admin = await anAgent(app(), { role: 'admin', scope: { kind: 'territory', id: demoSiren } })
  aires = await someAires(app())
})
/** What the worker does, a minute later unless told. */
const work = (minutes = 1) => {
  app().clock.advance({ minutes })
  return refreshDueFeeds({ ...app().deps, fetchRemote: createFeedReader(app().config) })
}
const list = async () =>
  ((await (await admin.get(`${base}?limit=100`)).json()) as { items: AdminBusFeed[] }).items
const one = async (id: string) => (await list()).find((feed) => feed.id === id)!
const lines = async () => {
  const answer = await app().call(`/api/aires/${aires.ouest}/buses?territory=${demoSiren}&day=2026-12-01`)
  return ((await answer.json()) as AireBuses).items.map(({ line }) => line)
}
async function follow(path: string, name = 'Cars du Nord') {
  const id = app().deps.ids.next()
  const answer = await admin.post(base, { id, name, url: feeds.current.url(path), licence: 'ODbL' })
  return { id, answer, body: (await answer.json()) as AdminBusFeed & { detail: string } }
}

describe('An address of timetables', () => {
  it('is followed, read by the worker, then each day; unchanged it costs nothing, changed it is told', async () => {
    feeds.current.serve('/cars.zip', { body: aFeed(), headers: zip })
    const { id, body } = await follow('/cars.zip')
    expect(body).toMatchObject({ reading: true, counts: null, problem: null, licence: 'ODbL' })
    expect(await lines()).toEqual([])
    expect(await work()).toBe(1)
    expect(await one(id)).toMatchObject({
      reading: false,
      counts: { stops: 3, stopTimes: 11 },
      endsOn: '2027-06-30',
    })
    expect(await lines()).toEqual(['401', '401'])
    expect(await work()).toBe(0)
    const asked = feeds.current.asked.length
    expect(await work(24 * 60)).toBe(1)
    expect(feeds.current.asked.slice(asked)).toEqual([expect.stringMatching(/^\/cars\.zip "/)])
    expect(await one(id)).toMatchObject({ problem: null, triedAt: app().clock.now() })

    const renamed = String(feedTables()['routes.txt']).replace('401', '402')
    const lost = `${String(feedTables()['stops.txt'])}S9,Perdu,,\n`
    feeds.current.serve('/cars.zip', {
      body: aFeed({ 'routes.txt': renamed, 'stops.txt': lost }),
      headers: zip,
    })
    await work(24 * 60)
    expect(await lines()).toEqual(['402', '402'])
    expect((await one(id)).lines).toEqual([
      { file: 'stops.txt', line: 5, refused: true, words: 'arrêt sans position', value: 'Perdu' },
    ])
  })

  it('that fails leaves its buses told, says why, and is tried again later and later', async () => {
    feeds.current.serve('/fails.zip', { body: aFeed(), headers: zip })
    const { id } = await follow('/fails.zip', 'Fragile')
    await work()
    const before = await lines()
    feeds.current.serve('/fails.zip', { body: aFeed().subarray(0, 500), headers: zip })
    await work(24 * 60)
    expect((await one(id)).problem).toBe('Le zip est abîmé ou coupé. Recommencez, ou prévenez qui le publie.')
    expect(await lines()).toEqual(before)
    feeds.current.serve('/fails.zip', { status: 500 })
    await work(15)
    expect(await one(id)).toMatchObject({ problem: 'Le site est en panne. Nouvel essai bientôt.' })
    expect((await one(id)).nextAt).toBe(app().clock.now() + feedRetryAfter(2))
    expect([1, 2, 3, 20].map((failures) => feedRetryAfter(failures) / 60_000)).toEqual([15, 30, 60, 1440])
    feeds.current.serve('/fails.zip', { body: aFeed(), headers: zip })
    await work(30)
    expect(await one(id)).toMatchObject({ problem: null })
  })

  it('that lost half of its stops waits for someone to say that it is right', async () => {
    const many = Array.from({ length: 8 }, (_, n) => `N${n},Arrêt ${n},50.2${n},3.6${n}`).join('\n')
    feeds.current.serve('/half.zip', {
      body: aFeed({ 'stops.txt': `${String(feedTables()['stops.txt'])}${many}` }),
      headers: zip,
    })
    const { id } = await follow('/half.zip', 'Moitié')
    await work()
    feeds.current.serve('/half.zip', { body: aFeed(), headers: zip })
    await work(24 * 60)
    expect(await one(id)).toMatchObject({ half: true, counts: { stops: 11 } })
    const answer = await admin.post(`${base}/${id}/read`, { evenIfHalf: true })
    expect((await answer.json()) as object).toMatchObject({ reading: true })
    await work()
    expect(await one(id)).toMatchObject({ half: false, problem: null, counts: { stops: 3 } })
  })

  it('is refused when it is no public address or is followed already, and removed with its buses', async () => {
    const { id, body } = await follow('/cars2.zip', 'À retirer')
    expect(body.name).toBe('À retirer')
    expect((await follow('/cars2.zip')).answer.status).toBe(409)
    const bad = await admin.post(base, {
      id: app().deps.ids.next(),
      name: 'Non',
      url: 'https://10.0.0.1/x.zip',
    })
    expect(bad.status).toBe(422)
    expect(((await bad.json()) as { detail: string }).detail).toContain('n’est pas publique')
    const before = (await list()).length
    expect((await admin.remove(`${base}/${id}`)).status).toBe(204)
    expect((await admin.remove(`${base}/${id}`)).status).toBe(404)
    expect(await list()).toHaveLength(before - 1)
    for (const feed of await list()) await admin.remove(`${base}/${feed.id}`)
    expect(await lines()).toEqual([])
    const clerk = await anAgent(app(), { role: 'clerk', scope: { kind: 'territory', id: demoSiren } })
    expect((await clerk.get(base)).status).toBe(403)
  })
})
