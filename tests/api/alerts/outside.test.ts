import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { OutsideFeedView, OutsideView } from '../../../api/alerts/outside.schemas.ts'
import { systemIds } from '../../../api/platform/ids.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { notification, outsideAlert, outsideFeed } from '../../../db/schema/index.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { anAgent, type Agent } from '../../support/desk.ts'
import { openFeedServer, type FeedServer } from '../../support/feeds.ts'
import { communeOf } from '../../support/incidents.ts'
import { aCap, anAtom, type CapDraft } from '../../support/outside.ts'

// What other services say, read from their address by the worker, over real HTTP on loopback.

const house = useDemoApp({ env: { FETCH_ALLOW_LOOPBACK: '1' } })
const app = () => house.current
let other: FeedServer
let admin: Agent
const path = `/api/territories/${demoSiren}/outside-feeds`

beforeAll(async () => {
  other = await openFeedServer()
  app().clock.set('2026-11-26T18:00:00Z')
  admin = await anAgent(app(), { role: 'admin', scope: { kind: 'territory', id: demoSiren } })
})
afterAll(() => other.close())
beforeEach(() => app().database.write((tx) => tx.delete(outsideFeed)))

const add = (url: string, name = 'Météo vigilance') => admin.post(path, { id: systemIds.next(), name, url })
const now = () => app().clock.now()
const cap = (over: Partial<CapDraft> = {}) => aCap({ sent: now(), ...over })
/** Serves something at a fresh address, and follows it. */
async function follow(body: string | Buffer): Promise<string> {
  const at = `/${randomBytes(6).toString('hex')}.xml`
  other.serve(at, { body })
  const answer = await add(other.url(at))
  expect(answer.status, await answer.clone().text()).toBe(201)
  await later()
  return at
}
async function later(minutes = 6) {
  app().clock.advance({ minutes })
  await app().worker.runOnce()
}
const shown = async (query = '') =>
  (
    (await (await app().call(`/api/outside-alerts?territory=${demoSiren}${query}`)).json()) as {
      items: OutsideView[]
    }
  ).items
const feed = async () => ((await (await admin.get(path)).json()) as { items: OutsideFeedView[] }).items[0]!
const titles = async (query = '') => (await shown(query)).map(({ title }) => title)

describe('A vigilance taken in by address', () => {
  it('is shown with its origin where it concerns, and tells nobody by itself', async () => {
    await follow(cap())
    expect(await shown()).toMatchObject([
      {
        origin: 'Météo vigilance',
        title: 'Vigilance orange vent violent',
        severity: 'severe',
        web: 'https://meteo.example/vigilance',
        whole: false,
      },
    ])
    for (const page of ['/', '/alertes', '/communes/bavay']) {
      const written = await (await app().call(page)).text()
      expect(written, page).toContain('Selon Météo vigilance')
      expect(written, page).toContain('Vigilance orange vent violent')
    }
    const { code } = await communeOf(app(), 'Bavay')
    expect(await titles(`&commune=${code}`)).toHaveLength(1)
    expect(await app().database.read.select().from(notification)).toEqual([])
    app().clock.advance({ hours: 13 })
    expect(await shown()).toEqual([])
  })

  it('is asked for with what was held, and not read again unchanged', async () => {
    const at = await follow(cap())
    await later()
    const asked = other.asked.filter((one) => one.startsWith(at))
    expect(asked).toHaveLength(2)
    expect(asked[1]).toContain('"')
    expect(await feed()).toMatchObject({ error: null, refused: 0 })
  })

  it('is replaced by its update, and gone once it is cancelled, even before it was read', async () => {
    const at = await follow(cap({ identifier: 'one' }))
    const again = (identifier: string, msgType: string, before: string, over: Partial<CapDraft> = {}) =>
      cap({
        identifier,
        msgType,
        references: `vigilance@meteo.example,${before},2026-11-26T18:00:00+00:00`,
        ...over,
      })
    other.serve(at, { body: again('two', 'Update', 'one', { headline: 'Vigilance rouge' }) })
    await later()
    expect(await titles()).toEqual(['Vigilance rouge'])
    other.serve(at, { body: again('three', 'Cancel', 'two') })
    await later()
    expect(await titles()).toEqual([])
    const early = now()
    other.serve(at, { body: again('five', 'Cancel', 'four') })
    await later()
    other.serve(at, { body: cap({ identifier: 'four', sent: early }) })
    await later()
    expect(await titles()).toEqual([])
  })

  it('by an index is read message by message, as Meteoalarm gives them', async () => {
    other.serve('/cap/1', { body: cap({ identifier: 'm1', headline: 'Neige', area: geo('NUTS3', 'FRE11') }) })
    other.serve('/cap/2', {
      body: cap({ identifier: 'm2', headline: 'Ailleurs', area: geo('NUTS3', 'FRL05') }),
    })
    other.serve('/cap/3', { status: 500 })
    await follow(
      anAtom(
        [1, 2, 3].map((n) => ({ id: `e${n}`, updated: now(), capUrl: other.url(`/cap/${n}`) })),
        now(),
      ),
    )
    expect(await titles()).toEqual(['Neige'])
    expect(await feed()).toMatchObject({ refused: 1, error: null })
  })

  it('in plain Atom, as a prefecture writes, is for the whole territory and for two days', async () => {
    await follow(anAtom([{ id: 'arrete-1', title: 'Forêts fermées', updated: now() }], now()))
    expect(await shown()).toMatchObject([{ title: 'Forêts fermées', whole: true }])
    app().clock.advance({ hours: 49 })
    expect(await shown()).toEqual([])
  })

  it('drawn as a polygon concerns the communes it touches', async () => {
    const { lat, lon, code } = await communeOf(app(), 'Bavay')
    const ring = [
      [lat - 0.01, lon - 0.01],
      [lat - 0.01, lon + 0.01],
      [lat + 0.01, lon + 0.01],
      [lat + 0.01, lon - 0.01],
      [lat - 0.01, lon - 0.01],
    ]
    await follow(cap({ area: `<polygon>${ring.map((pair) => pair.join()).join(' ')}</polygon>` }))
    expect((await shown())[0]?.communes.map((one) => one.code)).toContain(code)
    expect(await titles(`&commune=${(await communeOf(app(), 'Le Quesnoy')).code}`)).toEqual([])
  })
})
const geo = (name: string, value: string) =>
  `<geocode><valueName>${name}</valueName><value>${value}</value></geocode>`

describe('A feed that means harm, or is broken', () => {
  it('is said to be so, keeps what was shown, and is tried later and later', async () => {
    const at = await follow(cap())
    const bomb = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;&b;">]><alert>&c;</alert>'
    other.serve(at, { body: bomb })
    await later()
    expect((await feed()).error).toContain('entités')
    const waits: number[] = []
    for (let n = 0; n < 3; n++) {
      const { nextAt, triedAt } = await feed()
      waits.push(nextAt - triedAt!)
      app().clock.set(new Date(nextAt + 1).toISOString())
      await app().worker.runOnce()
    }
    expect(waits).toEqual([5, 10, 20].map((minutes) => minutes * 60_000))
    expect(await titles()).toHaveLength(1)
    other.serve(at, { body: cap({ identifier: 'mended', headline: 'De retour' }) })
    app().clock.set(new Date((await feed()).nextAt + 1).toISOString())
    await app().worker.runOnce()
    expect(await feed()).toMatchObject({ error: null })
    expect(await titles()).toContain('De retour')
  })

  it('that is another thing, too large, wrongly encoded or gone is told in words', async () => {
    const faults: [string | Buffer, string][] = [
      ['<html><body>Bonjour</body></html>', 'ni du CAP ni de l’Atom'],
      [Buffer.from(aCap({ sent: now(), headline: 'Météo' }), 'latin1'), 'encodage'],
      [`<feed>${'<x/>'.repeat(1_400_000)}</feed>`, 'trop lourd'],
    ]
    for (const [body, words] of faults) {
      await follow(body)
      expect((await feed()).error, words).toContain(words)
      await app().database.write((tx) => tx.delete(outsideFeed))
    }
    expect((await add(other.url('/nothing.xml'))).status).toBe(201)
    await later()
    expect((await feed()).error).toContain('plus rien à cette adresse')
  })

  it('that lies is not believed: the past, tomorrow, the same name with other words', async () => {
    const sent = now()
    const at = await follow(cap({ identifier: 'same', sent }))
    other.serve(at, { body: aCap({ identifier: 'same', sent, headline: 'Autre chose' }) })
    await later()
    expect(await titles()).toEqual(['Vigilance orange vent violent'])
    expect(await feed()).toMatchObject({ refused: 1 })
    other.serve(at, { body: cap({ identifier: 'tomorrow', sent: now() + 3 * 86_400_000 }) })
    await later()
    other.serve(at, {
      body: cap({ identifier: 'past', sent: now() - 86_400_000, expires: now() - 3_600_000 }),
    })
    await later()
    expect(await titles()).toEqual(['Vigilance orange vent violent'])
    other.serve(at, {
      body: cap({ identifier: 'long', headline: 'Sans fin', expires: now() + 900 * 86_400_000 }),
    })
    await later()
    const long = (await shown()).find(({ title }) => title === 'Sans fin')!
    expect(long.endsAt - long.sentAt).toBeLessThanOrEqual(31 * 86_400_000)
  })

  it('by an address of a private network, without https, with a password, twice, is refused', async () => {
    const refusal = async (url: string) => (await add(url)).status
    for (const url of [
      'https://10.0.0.1/a',
      'https://user:pw@meteo.example/a',
      'ftp://meteo.example',
      'rien',
    ])
      expect(await refusal(url), url).toBe(422)
    expect([await refusal('https://meteo.example/a'), await refusal('https://meteo.example/a')]).toEqual([
      201, 409,
    ])
    const clerk = await anAgent(app(), { role: 'clerk', scope: { kind: 'territory', id: demoSiren } })
    expect((await clerk.get(path)).status).toBe(403)
    const { id } = await feed()
    expect((await admin.remove(`${path}/${id}`)).status).toBe(204)
    expect((await admin.remove(`${path}/${id}`)).status).toBe(404)
    expect(await app().database.read.select().from(outsideAlert)).toEqual([])
  })
})

describe('Staff who choose to relay it', () => {
  it('get a draft of their own with the origin named, which leaves only when they send it', async () => {
    await follow(cap())
    const [one] = await shown()
    const id = systemIds.next()
    const relay = (agent: Agent) => agent.post(`/api/desk/outside-alerts/${one!.id}/relay`, { id })
    const stranger = await anAgent(app(), {
      scope: { kind: 'commune', id: (await communeOf(app(), 'Bavay')).code },
    })
    expect((await relay(stranger)).status).toBe(403)
    const answer = await relay(admin)
    expect(answer.status, await answer.clone().text()).toBe(201)
    expect(await answer.json()).toMatchObject({
      id,
      status: 'draft',
      kind: 'danger',
      title: 'Vigilance orange vent violent',
      words: expect.stringContaining('Source : Météo vigilance.'),
    })
    expect(await app().database.read.select().from(notification)).toEqual([])
  })
})
