import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eq } from 'drizzle-orm'
import { refreshSelection } from '../../../api/carpool/aires-selection.usecases.ts'
import { findAire, loadTravel } from '../../../api/carpool/aires.usecases.ts'
import { estimateTravel, NO_ROAD } from '../../../api/carpool/travel.rules.ts'
import { aire, outbox } from '../../../db/schema/index.ts'
import { testApp, type TestApp } from '../../support/app.ts'
import { caudresis, mormal, openTerritories } from '../../support/territories.ts'
import { startOsrm } from '../../unit/carpool/osrm-server.ts'

const places = {
  bavay: { lon: 3.7939, lat: 50.2989, communeCode: mormal.bavay },
  quesnoy: { lon: 3.6369, lat: 50.2483, communeCode: mormal.quesnoy },
  // About eight kilometres from Le Quesnoy, outside the territory.
  valenciennes: { lon: 3.523, lat: 50.32, communeCode: '59606' },
  lille: { lon: 3.06, lat: 50.63, communeCode: '59350' },
}
type Place = keyof typeof places

let t: TestApp
const ids = new Map<Place, string>()

async function put(...names: Place[]) {
  const now = t.clock.now()
  for (const name of names) ids.set(name, t.deps.ids.next())
  await t.database.write((tx) =>
    tx.insert(aire).values(
      names.map((name) => ({
        id: ids.get(name)!,
        source: 'bnlc' as const,
        bnlcId: `${name}-C-001`,
        name: `Aire de ${name}`,
        kind: 'aire',
        createdAt: now,
        updatedAt: now,
        ...places[name],
      })),
    ),
  )
}
const load = (siren = mormal.siren) => loadTravel({ database: t.database, territorySiren: siren })
const refresh = (siren = mormal.siren) => refreshSelection(t.deps, siren)

beforeEach(async () => {
  t = await testApp()
  await openTerritories({ database: t.database, now: t.clock.now() })
})
afterEach(() => t.close())

describe('The selection of a territory', () => {
  it('takes what is inside and within its margin, with travel times by estimate', async () => {
    await put('bavay', 'quesnoy', 'valenciennes', 'lille')
    expect(await refresh()).toEqual({ listed: 3, entered: 3, left: 0, tooMany: 0 })
    const { aireIds, travel, isEstimate, edition, aires } = await load()
    expect(aireIds).toEqual([ids.get('bavay'), ids.get('quesnoy'), ids.get('valenciennes')])
    expect(aires.map(({ inside }) => inside)).toEqual([true, true, false])
    expect(travel.seconds[1]).toBe(estimateTravel(places.bavay, places.quesnoy)?.seconds)
    expect(isEstimate(0, 2)).toBe(true)
    expect(edition).toBe(1)
    expect((await load(caudresis.siren)).aireIds).toEqual([])
  })

  it('writes nothing, and keeps its edition, when nothing changed', async () => {
    await put('bavay', 'quesnoy')
    await refresh()
    expect(await refresh()).toEqual({ listed: 2, entered: 0, left: 0, tooMany: 0 })
    expect((await load()).edition).toBe(1)
  })

  it('lets an aire that is withdrawn go, keeps it readable, and says so to whoever tells its people', async () => {
    await put('bavay', 'quesnoy')
    await refresh()
    const gone = ids.get('quesnoy')!
    await t.database.write((tx) => tx.update(aire).set({ withdrawnAt: 1 }).where(eq(aire.id, gone)))
    expect(await refresh()).toMatchObject({ listed: 1, left: 1 })
    expect(await load()).toMatchObject({ aireIds: [ids.get('bavay')], edition: 2 })
    expect(await findAire(t.database.read, mormal.siren, gone)).toMatchObject({
      name: 'Aire de quesnoy',
      listed: false,
      withdrawnAt: 1,
    })
    const told = await t.database.read.select().from(outbox)
    expect(told).toMatchObject([
      { topic: 'aire.unlisted', payload: { aires: [{ aireId: gone, why: 'withdrawn' }] } },
    ])
  })
})

describe('Travel times', () => {
  it('are replaced by those of a routing server, and stay estimates while it does not answer', async () => {
    const osrm = await startOsrm({
      travel: (from) => (from.lon > 3.7 ? { seconds: 777, metres: 9999 } : null),
    })
    await t.close()
    t = await testApp({ env: { OSRM_URL: osrm.url } })
    await openTerritories({ database: t.database, now: t.clock.now() })
    await put('bavay', 'quesnoy')
    await refresh()
    await t.worker.runOnce()
    const { travel, isEstimate, edition } = await load()
    expect([travel.seconds[1], travel.seconds[2]]).toEqual([777, NO_ROAD])
    expect(isEstimate(0, 1)).toBe(false)
    expect(edition).toBe(2)
    await osrm.close()
    await put('valenciennes')
    await refresh()
    t.clock.advance({ hours: 1 })
    await t.worker.runOnce()
    const later = await load()
    expect(later.travel.seconds[1]).toBe(777)
    expect(later.isEstimate(0, 2)).toBe(true)
  })
})
