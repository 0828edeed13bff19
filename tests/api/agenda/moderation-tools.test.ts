import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import type { DeskPlace, DeskPlaces, PlacePage } from '../../../api/agenda/places-cleaning.schemas.ts'
import type {
  AdminEventCategories,
  AgendaSettingsShape,
  DeskOrganizers,
} from '../../../api/agenda/agenda-settings.schemas.ts'
import { findEvent } from '../../../api/agenda/events.repository.ts'
import { systemIds } from '../../../api/platform/ids.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { audit, occurrence } from '../../../db/schema/index.ts'
import { propose, publish } from '../../support/agenda.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { anAgent, bodyOf, type Agent } from '../../support/desk.ts'
import { communeOf } from '../../support/incidents.ts'
import { aModeratorAt, decideOfAgenda, type Desk } from '../../support/moderation.ts'
import { anOrganizer } from '../../support/organizers.ts'

const house = useDemoApp()
const app = () => house.current
let desk: Desk
let admin: Agent
beforeAll(async () => {
  desk = await aModeratorAt(app())
  admin = await anAgent(app(), { role: 'admin', scope: { kind: 'territory', id: demoSiren } })
})

const json = async <T>(answer: Response | Promise<Response>): Promise<T> => {
  const got = await answer
  if (got.status >= 300) throw new Error(`refused: ${got.status} ${await got.text()}`)
  return (await got.json()) as T
}
const rowOf = (id: string) => findEvent(app().database.read, id)
const places = (query: string, by = desk.agent) => json<DeskPlaces>(by.get(`/api/desk/places?${query}`))
const placeOf = (id: string, by = desk.agent) => json<PlacePage>(by.get(`/api/desk/places/${id}`))
const placeIdOf = async (id: string) => (await rowOf(id))?.placeId ?? ''
/** Events that a reader finds by words. */
const found = async (q: string) =>
  (
    await json<{ items: { title: string }[] }>(app().request(`/api/events?q=${encodeURIComponent(q)}`))
  ).items.map(({ title }) => title)
const at = async (place: string) =>
  (await json<{ items: { title: string }[] }>(app().request(`/api/events?place=${place}`))).items.map(
    ({ title }) => title,
  )

describe('The places of an agenda', () => {
  it('wait to be looked at, the oldest first, page after page; what is seen is offered to all', async () => {
    await propose(app(), { title: 'Fête un', placeName: 'Grange neuve' })
    await propose(app(), { title: 'Fête deux', placeName: 'Préau' })
    const first = await places('limit=1')
    expect(first.items.map(({ name }) => name)).toEqual(['Grange neuve'])
    const next = await places(`limit=1&cursor=${first.nextCursor}`)
    expect(next.items.map(({ name }) => name)).toEqual(['Préau'])
    const [barn] = first.items
    const offered = async () =>
      (await json<DeskPlaces>(app().request(`/api/places?territory=${demoSiren}&q=grange`))).items.length
    expect(await offered()).toBe(0)
    const seen = await json<DeskPlace>(
      desk.agent.patch(`/api/desk/places/${barn?.id}`, { approved: true }, { version: barn?.version ?? 0 }),
    )
    expect(seen).toMatchObject({ approved: true, version: (barn?.version ?? 0) + 1, events: 1 })
    expect(await offered()).toBe(1)
    expect((await places('')).items.map(({ name }) => name)).toEqual(['Préau'])
    expect((await places('which=all&q=GRANGE')).items.map(({ name }) => name)).toEqual(['Grange neuve'])
    expect(await desk.counts()).toMatchObject({ places: 1 })
  })

  it('are corrected, and what takes place there is found by the new name, on the new point of the map', async () => {
    const { id, seq } = await publish(app(), { title: 'Bal du 14', placeName: 'Salle poylvalente' })
    const { place } = await placeOf(await placeIdOf(id))
    const position = { lat: place.lat + 0.001, lon: place.lon + 0.001 }
    await json(
      desk.agent.patch(
        `/api/desk/places/${place.id}`,
        { name: 'Salle polyvalente', address: '2 rue Neuve', position, accessibility: ['mi', 'mi'] },
        { version: place.version },
      ),
    )
    expect(await found('polyvalente')).toEqual(['Bal du 14'])
    expect(await found('poylvalente')).toEqual([])
    const [date] = await app().database.read.select().from(occurrence).where(eq(occurrence.eventSeq, seq))
    expect(date).toMatchObject(position)
    expect(await placeOf(place.id)).toMatchObject({
      place: { address: '2 rue Neuve', accessibility: ['mi'], positionApproximate: false },
    })
  })

  it('that are one are put together: events, lists, full text and map follow, also when it happens twice', async () => {
    const [one, two, three] = [
      await publish(app(), { title: 'Chez un', placeName: 'Foyer rural A' }),
      await publish(app(), { title: 'Chez deux', placeName: 'Foyer rural B' }),
      await publish(app(), { title: 'Chez trois', placeName: 'Foyer rural C' }),
    ]
    const [a, b, c] = [await placeIdOf(one.id), await placeIdOf(two.id), await placeIdOf(three.id)]
    const page = await placeOf(a)
    expect(page.alike.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Foyer rural B', 'Foyer rural C']),
    )
    // Another name at the same point is another place.
    await publish(app(), { title: 'Au lavoir', placeName: 'Vieux lavoir' })
    expect((await placeOf(a)).alike.map(({ name }) => name)).not.toContain('Vieux lavoir')
    const merge = (id: string, intoId: string, version: number) =>
      desk.agent.post(`/api/desk/places/${id}/merge`, { intoId }, { version })
    const kept = await json<DeskPlace>(merge(a, b, page.place.version))
    expect(kept).toMatchObject({ id: b, approved: true, events: 2 })
    expect((await at(b)).toSorted()).toEqual(['Chez deux', 'Chez un'])
    expect(await at(a)).toEqual([])
    expect(await found('foyer rural A')).toEqual([])
    // Asked again, nothing changes; from the old version, it is done already.
    expect(await json<DeskPlace>(merge(a, b, page.place.version))).toMatchObject({ id: b, events: 2 })
    expect((await desk.agent.get(`/api/desk/places/${a}`)).status).toBe(404)
    await json(merge(b, c, kept.version))
    expect((await at(c)).toSorted()).toEqual(['Chez deux', 'Chez trois', 'Chez un'])
    // Whoever still knows the first is led to the last.
    const late = await propose(app(), { title: 'Chez un encore', placeId: a })
    expect(await placeIdOf(late.id)).toBe(c)
    const trail = await app().database.read.select().from(audit).where(eq(audit.subject, a))
    expect(trail.map(({ action }) => action)).toEqual(['place.merged'])
  })

  it('with hundreds of events follow to the last one', async () => {
    const first = await publish(app(), { title: 'Série 0', placeName: 'Gymnase' })
    const placeId = await placeIdOf(first.id)
    for (let n = 1; n < 230; n++) await publish(app(), { title: `Série ${n}`, placeId })
    const { place } = await placeOf(placeId)
    expect(place.events).toBe(230)
    await json(
      desk.agent.patch(
        `/api/desk/places/${placeId}`,
        { name: 'Halle des sports' },
        { version: place.version },
      ),
    )
    for (const n of [0, 100, 229]) expect(await found(`halle sports serie ${n}`)).toContain(`Série ${n}`)
    expect(await found('gymnase')).toEqual([])
  })

  it('are refused in words what makes no sense, and nothing changes', async () => {
    const { id } = await publish(app(), { title: 'Rien de faux', placeName: 'Kiosque' })
    const { place } = await placeOf(await placeIdOf(id))
    const path = `/api/desk/places/${place.id}`
    const edit = (body: object, version = place.version) => desk.agent.patch(path, body, { version })
    expect((await edit({ name: ' ' })).status).toBe(422)
    expect((await edit({ position: { lat: 48.85, lon: 2.35 } })).status).toBe(422)
    expect((await edit({ accessibility: ['xx'] })).status).toBe(422)
    const stale = await edit({ name: 'Autre' }, place.version + 1)
    expect(stale.status).toBe(412)
    expect(await stale.json()).toMatchObject({ current: { name: 'Kiosque', version: place.version } })
    for (const intoId of [place.id, systemIds.next()])
      expect(
        (await desk.agent.post(`${path}/merge`, { intoId }, { version: place.version })).status,
        intoId,
      ).toBe(422)
    expect((await placeOf(place.id)).place).toEqual(place)
  })

  it('are the commune’s where communes moderate, also by way of its body', async () => {
    const { id } = await publish(app(), { title: 'À Bavay', placeName: 'Forum' })
    const placeId = await placeIdOf(id)
    const { code } = await communeOf(app(), 'Bavay')
    const clerk = await anAgent(app(), { scope: { kind: 'commune', id: code } })
    const body = await anAgent(app(), {
      scope: { kind: 'body', id: (await bodyOf(app(), { commune: 'Bavay' })).id },
    })
    const other = await anAgent(app(), {
      scope: { kind: 'commune', id: (await communeOf(app(), 'Maroilles')).code },
    })
    const status = async (agent: Agent) => (await agent.get(`/api/desk/places/${placeId}`)).status
    expect(await Promise.all([clerk, body, other].map(status))).toEqual([404, 404, 404])
    await decideOfAgenda(app(), { moderation: 'commune' })
    expect(await Promise.all([clerk, body, other].map(status))).toEqual([200, 200, 404])
    const names = async (agent: Agent) =>
      (await places('which=all&limit=100', agent)).items.map(({ commune }) => commune.name)
    expect(new Set(await names(clerk))).toEqual(new Set(['Bavay']))
    const elsewhere = await publish(app(), { title: 'Ailleurs', commune: 'Maroilles', placeName: 'Forum' })
    const { place } = await placeOf(placeId)
    const taken = await clerk.post(
      `/api/desk/places/${placeId}/merge`,
      { intoId: await placeIdOf(elsewhere.id) },
      { version: place.version },
    )
    expect(taken.status).toBe(422)
    await decideOfAgenda(app(), { moderation: 'territory' })
  })
})

describe('The organizers of an agenda', () => {
  const list = (query: string, agent = desk.agent) =>
    json<DeskOrganizers>(agent.get(`/api/desk/organizers?${query}`))

  it('are listed by name, with what they published, and trusted in one press', async () => {
    await anOrganizer(app(), { name: 'Les Zouaves du bocage' })
    const { id } = await anOrganizer(app(), { name: 'Les Zinzins du bocage' })
    await publish(app(), { title: 'Des zinzins' }, { organizerId: id })
    const { items } = await list('q=les%20z')
    expect(items.map(({ name }) => name)).toEqual(['Les Zinzins du bocage', 'Les Zouaves du bocage'])
    const [first] = items
    expect(first).toMatchObject({ trusted: false, published: 1, declined: 0, confirmed: true })
    const page = await list('q=les%20z&limit=1')
    expect((await list(`q=les%20z&limit=1&cursor=${page.nextCursor}`)).items).toMatchObject([
      { name: 'Les Zouaves du bocage' },
    ])
    const trust = (trusted: boolean, version: number) =>
      desk.agent.put(`/api/desk/organizers/${id}/trust`, { trusted }, { version })
    const given = await json<{ version: number }>(trust(true, first?.version ?? 0))
    expect((await list('trusted=true&q=les%20z')).items.map(({ id: one }) => one)).toEqual([id])
    const stale = await trust(false, first?.version ?? 0)
    expect(stale.status).toBe(412)
    expect(await stale.json()).toMatchObject({ current: { trusted: true, version: given.version } })
    await json(trust(false, given.version))
    expect((await list('trusted=true&q=les%20z')).items).toEqual([])
    expect(
      (
        await desk.agent.put(
          `/api/desk/organizers/${systemIds.next()}/trust`,
          { trusted: true },
          { version: 1 },
        )
      ).status,
    ).toBe(404)
  })
})

describe('What a territory decides of its agenda', () => {
  const base = `/api/territories/${demoSiren}`
  const settings = (agent = admin) => json<AgendaSettingsShape>(agent.get(`${base}/agenda-settings`))
  const categories = () => json<AdminEventCategories>(admin.get(`${base}/event-categories`))

  it('is who moderates and which words wait; told apart without accents; by administrators alone', async () => {
    const before = await settings()
    const changed = await json<AgendaSettingsShape>(
      admin.patch(
        `${base}/agenda-settings`,
        { moderation: 'commune', forbiddenWords: ['Crédit facile', 'credit FACILE', ' ! ', 'casino'] },
        { version: before.version },
      ),
    )
    expect(changed).toMatchObject({ moderation: 'commune', forbiddenWords: ['credit FACILE', 'casino'] })
    expect(await settings(desk.agent)).toEqual(changed)
    const stale = await admin.patch(
      `${base}/agenda-settings`,
      { moderation: 'territory' },
      { version: before.version },
    )
    expect(stale.status).toBe(412)
    expect(await stale.json()).toMatchObject({ current: changed })
    const refused = await desk.agent.patch(
      `${base}/agenda-settings`,
      { moderation: 'territory' },
      { version: changed.version },
    )
    expect(refused.status).toBe(403)
    const { code } = await communeOf(app(), 'Bavay')
    const clerk = await anAgent(app(), { role: 'admin', scope: { kind: 'commune', id: code } })
    expect((await clerk.get(`${base}/agenda-settings`)).status).toBe(403)
    const sent = await propose(app(), { title: 'Casino des haies' })
    expect(await desk.read(sent.id)).toMatchObject({ forbiddenWords: ['casino'] })
    await decideOfAgenda(app(), { moderation: 'territory', forbiddenWords: [] })
  })

  it('is the kinds of events: added once, renamed, put away, ordered', async () => {
    const before = await categories()
    const id = systemIds.next()
    const add = (name: string, given = id, key = id) =>
      admin.post(`${base}/event-categories`, { id: given, name, icon: 'trees' }, { key })
    expect(await json(add('Braderie'))).toMatchObject({ slug: 'braderie', active: true })
    expect((await add('Braderie')).status).toBe(201)
    expect((await add('braderie', systemIds.next(), systemIds.next())).status).toBe(409)
    const added = await categories()
    expect(added.items.at(-1)).toMatchObject({ id, name: 'Braderie' })
    expect(added.items).toHaveLength(before.items.length + 1)

    const change = (body: object, version: number) =>
      admin.patch(`${base}/event-categories/${id}`, body, { version })
    expect(await json(change({ name: 'Grande braderie' }, 1))).toMatchObject({ slug: 'braderie', version: 2 })
    expect((await change({ active: false }, 1)).status).toBe(412)
    const sent = await propose(app(), { title: 'Braderie d’hiver', categoryIds: [id] })
    await json(change({ active: false }, 2))
    const offered = await json<{ items: { id: string }[] }>(
      app().request(`/api/events/categories?territory=${demoSiren}`),
    )
    expect(offered.items.map((one) => one.id)).not.toContain(id)
    // What has it keeps it.
    expect((await desk.read(sent.id)).page.categories).toMatchObject([{ name: 'Grande braderie' }])

    const ids = [id, ...before.items.map((one) => one.id)]
    const order = (wanted: string[], version: number) =>
      admin.put(`${base}/event-category-order`, { ids: wanted }, { version })
    const now = await categories()
    expect((await order(ids.slice(1), now.version)).status).toBe(422)
    expect((await order([...ids.slice(1), ids[1] ?? ''], now.version)).status).toBe(422)
    const ordered = await json<AdminEventCategories>(order(ids, now.version))
    expect(ordered.items.map((one) => one.id)).toEqual(ids)
    const stale = await order(ids, now.version)
    expect(stale.status).toBe(412)
    expect(await stale.json()).toMatchObject({ current: { version: ordered.version } })
    expect((await desk.agent.get(`${base}/event-categories`)).status).toBe(403)
  })
})
