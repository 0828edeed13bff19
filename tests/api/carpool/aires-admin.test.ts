import { desc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createStaff } from '../../../api/accounts/accounts-members.usecases.ts'
import type { AdminAire, AdminAireList, AireSettings } from '../../../api/carpool/aires-admin.schemas.ts'
import { importAires } from '../../../api/carpool/aires-import.usecases.ts'
import type { AireList, PublicAire } from '../../../api/carpool/aires.schemas.ts'
import { loadTravel } from '../../../api/carpool/aires.usecases.ts'
import { parseBnlc } from '../../../api/carpool/carpool.bnlc.ts'
import { systemIds } from '../../../api/platform/ids.ts'
import { demoSiren, openDemoTerritory } from '../../../api/territory/territory.demo.ts'
import { audit, media, outbox } from '../../../db/schema/index.ts'
import { aPhoto } from '../../support/photos.ts'
import { openStaffApp, type StaffApp } from '../../support/staff.ts'
import { sendPhoto } from '../media/uploads.ts'

// What a territory's administrators say of its aires, and what everyone then reads.

const base = `/api/territories/${demoSiren}`
const bavay = { lon: 3.7939, lat: 50.2989 }
/** Some thirteen kilometres from the territory. */
const faraway = { lon: 3.2412, lat: 50.4122 }
let t: StaffApp
let admin: string

beforeAll(async () => {
  t = await openStaffApp()
  await openDemoTerritory(t.deps)
  const email = 'admin@mormal.example'
  const scope = { kind: 'territory', id: demoSiren } as const
  await createStaff({
    ...t.deps,
    staff: { email, name: email, memberships: [{ siren: demoSiren, role: 'admin', scope }] },
  })
  admin = await t.signIn(email)
})
afterAll(() => t.close())

const get = async <T>(path: string) =>
  (await (await t.call('GET', `${base}${path}`, { cookie: admin })).json()) as T
const add = (aire: object, key = systemIds.next()) =>
  t.call('POST', `${base}/aires`, { cookie: admin, body: aire, headers: { 'idempotency-key': key } })
const change = (path: string, body: object, version: number) =>
  t.call('PATCH', `${base}${path}`, { cookie: admin, body, headers: { 'if-match': `"${version}"` } })
const changed = async (aire: AdminAire, body: object) => {
  const answer = await change(`/aires/${aire.id}`, body, aire.version)
  if (answer.status !== 200) throw new Error(await answer.text())
  return (await answer.json()) as AdminAire
}
const anAire = (more: object = {}) => ({
  id: systemIds.next(),
  name: 'Place Charles-de-Gaulle',
  kind: 'aire',
  position: bavay,
  ...more,
})
const added = async (more: object = {}) => (await (await add(anAire(more))).json()) as AdminAire
const publicAire = async (id: string) => {
  const answer = await t.call('GET', `/api/aires/${id}`)
  return { status: answer.status, aire: (await answer.json()) as PublicAire }
}
const slugOf = async (answer: Response) => ((await answer.json()) as { type: string }).type.split('/').at(-1)
const lastTrail = async () =>
  (await t.deps.database.read.select().from(audit).orderBy(desc(audit.at), desc(audit.id)).limit(1)).at(0)

describe("A territory's own aire", () => {
  it('is added once, in the commune it is in, read by everyone at once, reachable and exported', async () => {
    const aire = anAire({
      spaces: 12,
      lit: true,
      busLines: ['Car 401'],
      sheltered: true,
      openingHours: '24/7',
    })
    const key = systemIds.next()
    const first = await add(aire, key)
    expect(first.status).toBe(201)
    expect(await first.json()).toMatchObject({
      own: true,
      listed: true,
      commune: { name: 'Bavay' },
      spaces: 12,
    })
    expect((await add(aire, key)).status).toBe(201)
    expect(await slugOf(await add(aire))).toBe('aire-exists')
    const read = await publicAire(aire.id)
    expect(read.aire).toMatchObject({ name: aire.name, lit: true, sheltered: true, busLines: ['Car 401'] })
    const all = await get<AdminAireList>('/aires?limit=100')
    expect(all.items.filter(({ id }) => id === aire.id)).toHaveLength(1)
    const csv = await (await t.call('GET', `/api/aires.csv?own=true`)).text()
    const [line] = parseBnlc(csv, () => 'unknown').aires.filter(({ name }) => name === aire.name)
    expect(line).toMatchObject({ spaces: 12, lit: true, openingHours: '24/7', declaredInsee: '59053' })
    expect(await lastTrail()).toMatchObject({ action: 'aire.add', subject: aire.id })
  })

  it('is corrected, described and shown with its photo, which another replaces', async () => {
    const aire = await added()
    const [photo, next] = [await sendPhoto(t, await aPhoto()), await sendPhoto(t, await aPhoto({ seed: 7 }))]
    const reference = ({ id, uploadToken }: typeof photo) => ({ id, uploadToken })
    expect((await t.call('GET', photo.url)).status).toBe(404)
    const shown = await changed(aire, {
      name: 'Halle de Bavay',
      accessibility: 'Plain-pied',
      description: 'Sous la halle.',
      charging: true,
      photo: reference(photo),
    })
    expect(shown).toMatchObject({ name: 'Halle de Bavay', photo: { id: photo.id }, charging: true })
    expect((await publicAire(aire.id)).aire).toMatchObject({
      name: 'Halle de Bavay',
      description: 'Sous la halle.',
      photo: { url: photo.url },
    })
    expect((await t.call('GET', photo.url)).status).toBe(200)
    const again = await changed(shown, { photo: reference(next) })
    expect((await t.call('GET', photo.url)).status).toBe(404)
    expect((await t.call('GET', next.url)).status).toBe(200)
    const without = await changed(again, { photo: null, description: null })
    expect(without).toMatchObject({ photo: null, description: null, charging: true })
    const rows = await t.deps.database.read.select().from(media).where(eq(media.state, 'attached'))
    expect(rows).toEqual([])
    const stranger = await change(
      `/aires/${aire.id}`,
      { photo: { ...reference(photo), id: systemIds.next() } },
      without.version,
    )
    expect(await slugOf(stranger)).toBe('photo-not-found')
  })

  it('is moved with its commune and its travel times', async () => {
    const [here, there] = [await added({ name: 'Départ' }), await added({ name: 'Arrivée' })]
    const seconds = async () => {
      const { aireIds, travel } = await loadTravel({ database: t.deps.database, territorySiren: demoSiren })
      return travel.seconds[aireIds.indexOf(here.id) * travel.size + aireIds.indexOf(there.id)]
    }
    expect(await seconds()).toBeLessThan(60)
    const moved = await changed(there, { position: { lon: 3.6369, lat: 50.2483 } })
    expect(moved.commune).toEqual({ code: '59481', name: 'Le Quesnoy' })
    expect(await seconds()).toBeGreaterThan(600)
    expect((await publicAire(there.id)).aire).toMatchObject({ lon: 3.6369, commune: { code: '59481' } })
    // As the national base wants its identifiers (schema-lieux-covoiturage), each once, by the commune they are in.
    const csv = await (await t.call('GET', '/api/aires.csv?own=true')).text()
    const { aires } = parseBnlc(csv, () => 'unknown')
    const ids = aires.map(({ id }) => id)
    for (const id of ids) expect(id).toMatch(/^([013-9]\d|2[AB1-9])\d{3}-C-\d{3}$/)
    expect(new Set(ids).size).toBe(ids.length)
    expect(aires.find(({ name }) => name === 'Arrivée')?.id).toMatch(/^59481-/)
  })

  it('is hidden with its photo, told to whoever had a trip there, and shown again', async () => {
    const photo = await sendPhoto(t, await aPhoto({ seed: 9 }))
    const aire = await added({ name: 'Chantier', photo: { id: photo.id, uploadToken: photo.uploadToken } })
    const hidden = await changed(aire, { hidden: true })
    expect(hidden).toMatchObject({ listed: false, unlisted: 'hidden' })
    expect((await publicAire(aire.id)).status).toBe(404)
    for (const path of [`/aires/${aire.id}`, `/api/aires/${aire.id}/sign.pdf`])
      expect((await t.call('GET', path)).status, path).toBe(404)
    expect((await t.call('GET', photo.url)).status).toBe(404)
    expect((await t.call('GET', photo.url, { cookie: admin })).status).toBe(200)
    const { items } = (await (await t.call('GET', '/api/aires?limit=100')).json()) as AireList
    expect(items.map(({ id }) => id)).not.toContain(aire.id)
    const told = await t.deps.database.read.select().from(outbox).where(eq(outbox.topic, 'aire.unlisted'))
    expect(told.map(({ payload }) => payload)).toContainEqual({
      aires: [{ aireId: aire.id, why: 'hidden' }],
    })
    expect(await changed(hidden, { hidden: false })).toMatchObject({ listed: true, unlisted: null })
    expect((await publicAire(aire.id)).status).toBe(200)
  })

  it('is refused in words where it makes no sense, and nothing is lost of another’s edit', async () => {
    expect(await slugOf(await add(anAire({ position: { lon: 2.35, lat: 48.85 } })))).toBe('aire-too-far')
    expect((await add(anAire({ name: ' ' }))).status).toBe(422)
    expect((await add(anAire({ spaces: -1 }))).status).toBe(422)
    expect((await add(anAire({ position: { lon: 50.3, lat: 503 } }))).status).toBe(422)
    const aire = await added({ name: 'Deux mains' })
    const first = await changed(aire, { spaces: 3 })
    const late = await change(`/aires/${aire.id}`, { spaces: 4 }, aire.version)
    expect(late.status).toBe(412)
    expect(await late.json()).toMatchObject({ current: { spaces: 3, version: first.version } })
    expect((await t.call('GET', `${base}/aires`)).status).toBe(401)
  })
})

describe('An aire of the national base', () => {
  const header = 'id_lieu,nom_lieu,ad_lieu,com_lieu,insee,type,ouvert,source,Xlong,Ylat,nbre_pl,lumiere'
  const fileOf = (name: string) =>
    `${header}\r\n59053-C-900,${name},Rue Haute,BAVAY,59053,Parking,true,200043321,3.7941,50.299,12,false\r\n` +
    `59178-C-901,Gare de Douai,Rue,DOUAI,59178,Parking,true,200043321,${faraway.lon},${faraway.lat},8,true\r\n`
  const named = async (name: string) => {
    const { items } = await get<AdminAireList>('/aires?limit=100')
    return items.find((one) => one.name === name)
  }

  it('is corrected beside what its source says, still after the next import, until that is taken back', async () => {
    await importAires(t.deps, { text: fileOf('PARKING'), evenIfMany: true })
    const aire = (await named('PARKING'))!
    expect(aire).toMatchObject({ own: false, source: 'bnlc', lit: false })
    const kind = await change(`/aires/${aire.id}`, { kind: 'aire' }, aire.version)
    expect(await slugOf(kind)).toBe('aire-kind-of-source')
    const position = { lon: 3.7945, lat: 50.2992 }
    const mine = await changed(aire, { name: 'Parking du stade', lit: true, spaces: 12, position })
    expect(mine).toMatchObject({
      name: 'Parking du stade',
      lit: true,
      position,
      sourceSays: { name: 'PARKING' },
    })
    await importAires(t.deps, { text: fileOf('PARKING P1') })
    const after = await get<AdminAire>(`/aires/${aire.id}`)
    expect(after).toMatchObject({ name: 'Parking du stade', sourceSays: { name: 'PARKING P1', spaces: 12 } })
    expect((await publicAire(aire.id)).aire).toMatchObject({
      name: 'Parking du stade',
      ...position,
      lit: true,
    })
    const { sourceSays } = after
    const back = await changed(after, { name: sourceSays.name, lit: null, position: sourceSays.position })
    expect(back).toMatchObject({ name: 'PARKING P1', lit: false, position: { lon: 3.7941, lat: 50.299 } })
  })

  it('is the one that the territory submitted, once the base has taken it in: it is not doubled', async () => {
    const mine = await added({ name: 'Mairie de Bavay', charging: true })
    const before = await get<AdminAireList>('/aires?limit=100')
    const taken = `${header.replace('id_lieu', 'id_lieu,id_local')}\r\n${fileOf('PARKING')
      .split('\r\n')
      .slice(1, 3)
      .map((line) => line.replace(',', ',,'))
      .join(
        '\r\n',
      )}\r\n59053-C-004,${mine.id},Mairie,Place,BAVAY,59053,Parking,true,200043321,3.7939,50.2989,5,true\r\n`
    await importAires(t.deps, { text: taken })
    const after = await get<AdminAireList>('/aires?limit=100')
    expect(after.items).toHaveLength(before.items.length)
    expect(await get<AdminAire>(`/aires/${mine.id}`)).toMatchObject({
      name: 'Mairie',
      own: false,
      source: 'bnlc',
      charging: true,
    })
    expect(await importAires(t.deps, { text: taken })).toMatchObject({ added: 0, updated: 0 })
  })

  it('comes with a wider margin and leaves with a narrower one', async () => {
    const settings = await get<AireSettings>('/aire-settings')
    expect(settings).toMatchObject({ marginMetres: 15_000, version: 0 })
    expect(await named('Gare de Douai')).toBeUndefined()
    const wider = await change('/aire-settings', { marginMetres: 40_000 }, settings.version)
    const now = (await wider.json()) as AireSettings
    expect(now).toMatchObject({ marginMetres: 40_000, around: settings.around + 1, inside: settings.inside })
    expect(await named('Gare de Douai')).toMatchObject({ listed: true, inside: false })
    expect((await change('/aire-settings', { marginMetres: 0 }, settings.version)).status).toBe(412)
    expect((await change('/aire-settings', { marginMetres: 60_001 }, now.version)).status).toBe(422)
    expect((await change('/aire-settings', { marginMetres: 0 }, now.version)).status).toBe(200)
    expect(await named('Gare de Douai')).toMatchObject({ listed: false, unlisted: 'out-of-reach' })
  })
})

describe('The list of a territory', () => {
  it('is read page after page by name', async () => {
    const { items } = await get<AdminAireList>('/aires?limit=100')
    const pages: string[] = []
    let cursor: string | null = null
    do {
      const page: AdminAireList = await get(`/aires?limit=3${cursor ? `&cursor=${cursor}` : ''}`)
      pages.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    } while (cursor)
    expect(items.length).toBeGreaterThan(6)
    expect(pages).toEqual(items.map(({ id }) => id))
  })
})
