import { randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createStaff } from '../../../api/accounts/accounts-members.usecases.ts'
import { areaFault, keptArea, ringOf } from '../../../api/alerts/alert-area.rules.ts'
import type { DeskAlert, PublicAlert } from '../../../api/alerts/alert.schemas.ts'
import { openDemoTerritory } from '../../../api/territory/territory.demo.ts'
import { ringTouches } from '../../../api/territory/area-touch.rules.ts'
import { commune } from '../../../db/schema/index.ts'
import { aPhoto } from '../../support/photos.ts'
import { openPushService, type PushService } from '../../support/push-service.ts'
import { openStaffApp, type StaffApp } from '../../support/staff.ts'
import { mormal } from '../../support/territories.ts'
import { sendPhoto } from '../media/uploads.ts'

// An area drawn on the map: its shape, the communes it touches, who is told, and how other programs read it.

const bavay = '59053'
let t: StaffApp
let pushes: PushService
beforeEach(async () => {
  pushes = await openPushService()
  t = await openStaffApp({ env: { PUSH_ALLOW_LOOPBACK: '1' } })
  await openDemoTerritory(t.deps)
})
afterEach(async () => {
  await t.close()
  await pushes.close()
})

async function clerkOf(kind: 'commune' | 'territory', id: string): Promise<string> {
  const email = `${uuidv7()}@mairie.example`
  const memberships = [{ siren: mormal.siren, role: 'clerk' as const, scope: { kind, id } }]
  await createStaff({ ...t.deps, staff: { email, name: 'Agent', memberships } })
  return t.signIn(email)
}
/** Gives a commune another boundary, or none. */
const draw = (code: string, contour: { type: string; coordinates: [number, number][][] } | null) =>
  t.deps.database.write(async (tx) => {
    const drawn = { contour: contour && JSON.stringify(contour) }
    await tx.update(commune).set(drawn).where(eq(commune.code, code))
  })
/** A square around a point, its sides so many degrees, closed. */
const square = (lon: number, lat: number, side: number): [number, number][] => [
  [lon - side, lat - side],
  [lon + side, lat - side],
  [lon + side, lat + side],
  [lon - side, lat + side],
  [lon - side, lat - side],
]
const polygon = (ring: [number, number][]) => ({ type: 'Polygon', coordinates: [ring] })
const hour = 3_600_000
const post = (cookie: string, over: object) =>
  t.call('POST', '/api/desk/alerts', {
    cookie,
    headers: { 'idempotency-key': uuidv7() },
    body: {
      id: uuidv7(),
      territory: mormal.siren,
      kind: 'utilities',
      title: 'Coupure d’eau',
      words: 'L’eau est coupée jusqu’à midi.',
      street: 'quartier de la gare',
      startsAt: t.clock.now(),
      endsAt: t.clock.now() + 6 * hour,
      send: true,
      ...over,
    },
  })
const inBavay: [number, number] = [3.7935, 50.2985]

async function aPhoneOf(commune: string) {
  const [id, secret, subscription] = [uuidv7(), randomBytes(16).toString('base64url'), pushes.subscribe()]
  const put = (path: string, body: object) =>
    t.call('PUT', `/api/devices/${id}${path}`, {
      body,
      headers: { 'bocage-device-secret': secret, 'idempotency-key': uuidv7() },
    })
  expect((await put('', { subscription, locale: 'fr' })).status).toBe(201)
  expect((await put('/preferences', { quiet: null, stopped: [] })).status).toBe(200)
  const communes = [{ commune, kinds: ['utilities'] }]
  expect((await put('/alerts', { territory: mormal.siren, locale: 'fr', communes })).status).toBe(200)
  return subscription
}

describe('a drawn area', () => {
  it('is for the communes that it touches, is told to their phones, and is read as CAP and as a map layer', async () => {
    const cookie = await clerkOf('territory', mormal.siren)
    const own = await aPhoneOf(bavay)
    const other = await aPhoneOf('59481')
    const { id: mediaId, uploadToken } = await sendPhoto(t, await aPhoto())
    const image = { mediaId, uploadToken, alt: 'Plan du quartier' }
    const answer = await post(cookie, { area: polygon(square(...inBavay, 0.002)), image })
    expect(answer.status, await answer.clone().text()).toBe(201)
    const alert = (await answer.json()) as DeskAlert
    expect(alert.communes.map(({ name }) => name)).toEqual(['Bavay'])
    await t.worker.runOnce()
    const told = pushes.received.map(({ endpoint }) => endpoint)
    expect(told).toContain(own.endpoint)
    expect(told).not.toContain(other.endpoint)

    expect(pushes.received[0]?.content).toMatchObject({ image: `/api/media/${mediaId}?size=thumb` })

    const cap = await (await t.call('GET', `/api/alerts/${alert.id}.cap`)).text()
    expect(cap).toContain(
      '<areaDesc>Bavay : quartier de la gare</areaDesc><polygon>50.2965,3.7915 50.2965,3.7955 50.3005,3.7955 50.3005,3.7915 50.2965,3.7915</polygon><geocode>',
    )
    const layer = await t.call('GET', `/api/alerts.geojson?territory=${mormal.siren}&commune=${bavay}`)
    expect(layer.headers.get('content-type')).toContain('application/geo+json')
    expect(await layer.json()).toMatchObject({
      features: [{ id: alert.id, geometry: alert.area, properties: { title: 'Coupure d’eau' } }],
    })
    const read = (await (await t.call('GET', `/api/alerts/${alert.id}`)).json()) as PublicAlert
    expect(read.area).toEqual(alert.area)
  })

  it('drawn smaller at a correction, is no longer for the communes left out', async () => {
    const cookie = await clerkOf('territory', mormal.siren)
    const wide = (await (await post(cookie, { area: polygon(square(...inBavay, 0.05)) })).json()) as DeskAlert
    expect(wide.communes.length).toBeGreaterThan(2)
    expect(wide.communes.map(({ code }) => code)).toContain(bavay)
    const corrected = await t.call('PUT', `/api/desk/alerts/${wide.id}`, {
      cookie,
      headers: { 'if-match': `"${wide.version}"`, 'idempotency-key': uuidv7() },
      body: {
        kind: wide.kind,
        title: wide.title,
        words: wide.words,
        street: wide.street,
        startsAt: wide.startsAt,
        endsAt: wide.endsAt,
        area: polygon(square(...inBavay, 0.002)),
      },
    })
    expect(corrected.status).toBe(200)
    expect(((await corrected.json()) as DeskAlert).communes.map(({ name }) => name)).toEqual(['Bavay'])
  })

  it('is a page of the map layer at a time, whatever else is in force; what is over is drawn no more', async () => {
    const cookie = await clerkOf('territory', mormal.siren)
    for (const [title, hours] of [
      ['Zone du matin', 2],
      ['Zone du soir', 4],
    ] as const)
      expect(
        (
          await post(cookie, {
            title,
            endsAt: t.clock.now() + hours * hour,
            area: polygon(square(...inBavay, 0.002)),
          })
        ).status,
      ).toBe(201)
    // Sooner over, and without an area: they take no place in it.
    for (let i = 0; i < 3; i++)
      expect((await post(cookie, { communes: [bavay], endsAt: t.clock.now() + hour })).status).toBe(201)
    const layer = async (query: string) => {
      const answer = await t.call('GET', `/api/alerts.geojson?territory=${mormal.siren}${query}`)
      const { features, nextCursor } = (await answer.json()) as {
        features: { properties: { title: string } }[]
        nextCursor: string | null
      }
      return { titles: features.map(({ properties }) => properties.title), nextCursor }
    }
    const first = await layer('&limit=1')
    expect(first.titles).toEqual(['Zone du matin'])
    expect(await layer(`&limit=1&cursor=${first.nextCursor}`)).toEqual({
      titles: ['Zone du soir'],
      nextCursor: null,
    })
    t.clock.advance({ hours: 3 })
    expect((await layer('')).titles).toEqual(['Zone du soir'])
    expect((await layer('&when=past')).titles).toEqual(['Zone du soir'])
  })

  it('may go a little beyond the boundary, by its corners and by its edges; by who speaks for all, further', async () => {
    const [clerk, all] = [await clerkOf('commune', bavay), await clerkOf('territory', mormal.siren)]
    // East of everything: arms of 0.02° around a bay that is another territory's.
    const bay: [number, number][] = [
      [5, 50],
      [5.1, 50],
      [5.1, 50.1],
      [5.08, 50.1],
      [5.08, 50.02],
      [5.02, 50.02],
      [5.02, 50.1],
      [5, 50.1],
      [5, 50],
    ]
    await draw(bavay, { type: 'Polygon', coordinates: [bay] })
    const strip = (west: number, east: number) =>
      polygon([
        [west, 50.05],
        [east, 50.05],
        [east, 50.06],
        [west, 50.06],
        [west, 50.05],
      ])
    // A thousandth of a degree is 72 metres here.
    const fits = await post(clerk, { area: strip(5.09, 5.103) })
    expect(fits.status, await fits.clone().text()).toBe(201)
    expect(((await fits.json()) as DeskAlert).communes.map(({ code }) => code)).toEqual([bavay])
    for (const far of [strip(5.09, 5.106), strip(5.01, 5.09)]) {
      const refused = await post(clerk, { area: far })
      expect(refused.status).toBe(422)
      expect(await refused.json()).toMatchObject({
        type: expect.stringContaining('alert-area-beyond-own'),
        detail: 'La zone va à plus de 300 m des communes pour qui vous écrivez. Rapprochez ses points.',
      })
    }
    expect((await post(all, { area: strip(5.09, 5.106) })).status).toBe(201)
  })

  it('is refused in words where the boundary of a commune is unknown, whoever draws', async () => {
    const cookie = await clerkOf('territory', mormal.siren)
    await draw('59481', null)
    const refused = await post(cookie, { area: polygon(square(...inBavay, 0.002)) })
    expect(refused.status).toBe(422)
    expect(await refused.json()).toMatchObject({
      type: expect.stringContaining('alert-area-unknown'),
      detail: expect.stringContaining('Choisissez les communes par leur nom.'),
    })
    expect((await post(cookie, { communes: [bavay] })).status).toBe(201)
  })

  it('is refused where its author does not write, far away, without words, or of no shape', async () => {
    const cookie = await clerkOf('commune', bavay)
    const refusal = async (over: object) => {
      const answer = await post(cookie, over)
      const { type, detail, errors } = (await answer.json()) as {
        type: string
        detail: string
        errors?: { code: string }[]
      }
      return { status: answer.status, type: type.split('/').at(-1), detail, code: errors?.[0]?.code }
    }
    const beyond = await refusal({ area: polygon(square(...inBavay, 0.05)) })
    expect(beyond).toMatchObject({ status: 403, type: 'alert-area-of-others' })
    expect(beyond.detail).toMatch(/^La zone touche aussi .*, pour qui vous n’écrivez pas\./)
    expect(beyond.detail).not.toMatch(/ Bavay[, ]/)
    const paris = polygon(square(2.35, 48.85, 0.01))
    expect(await refusal({ area: paris })).toMatchObject({ type: 'alert-area-beyond-own' })
    const farther = await post(await clerkOf('territory', mormal.siren), { area: paris })
    expect(await farther.json()).toMatchObject({ type: expect.stringMatching(/alert-area-beyond$/) })
    expect(await refusal({ area: polygon(square(...inBavay, 0.002)), street: null })).toMatchObject({
      type: 'alert-area-words',
    })
    expect(await refusal({ area: polygon(square(...inBavay, 0.002)), whole: true })).toMatchObject({
      code: 'for-all-already',
    })
    const open = square(...inBavay, 0.002).slice(0, 4)
    expect(await refusal({ area: polygon(open) })).toMatchObject({ type: 'alert-area', code: 'not-closed' })
    const bow: [number, number][] = [open[0]!, open[2]!, open[1]!, open[3]!, open[0]!]
    expect(await refusal({ area: polygon(bow) })).toMatchObject({ code: 'crosses-itself' })
    const many = Array.from({ length: 400 }, (_, i): [number, number] => [3.79 + i * 1e-6, 50.29])
    expect(await refusal({ area: polygon(many) })).toMatchObject({ code: 'too-many-corners' })
    expect((await post(cookie, { area: { type: 'Polygon', coordinates: [[[300, 50]]] } })).status).toBe(422)
    expect((await post(cookie, { area: polygon(square(...inBavay, 0.002)) })).status).toBe(201)
  })
})

describe('the shape of an area', () => {
  const corners = (...pairs: [number, number][]) => ringOf(pairs.map(([lon, lat]) => ({ lon, lat })))
  it.each([
    ['a triangle', corners([3, 50], [3.01, 50], [3, 50.01]), null],
    ['two corners', corners([3, 50], [3.01, 50]), 'too-few-corners'],
    ['a point twice in a row', corners([3, 50], [3, 50], [3.01, 50], [3, 50.01]), 'crosses-itself'],
    [
      'an edge that goes back on itself',
      corners([3, 50], [3.02, 50], [3.01, 50], [3, 50.01]),
      'crosses-itself',
    ],
    [
      'a corner that touches an edge',
      corners([3, 50], [3.02, 50], [3.02, 50.01], [3.01, 50], [3, 50.01]),
      'crosses-itself',
    ],
    ['three corners in a line', corners([3, 50], [3.01, 50], [3.02, 50]), 'crosses-itself'],
    ['ten metres', corners([3, 50], [3.0001, 50], [3, 50.0001]), 'too-small'],
  ])('%s', (_, ring, fault) => {
    expect(areaFault(ring)).toBe(fault)
  })
  it('turns counterclockwise as GeoJSON wants, whichever way it was drawn', () => {
    const [ring] = keptArea(corners([3, 50], [3, 50.01], [3.01, 50])).coordinates
    expect(ring).toEqual(corners([3, 50], [3.01, 50], [3, 50.01]))
  })
  it('touches what it crosses, holds, or lies in; not what it lies in the hole of, nor beside', () => {
    const surface = {
      type: 'Polygon' as const,
      coordinates: [square(3, 50, 0.1), square(3, 50, 0.05)],
    }
    expect(ringTouches(square(3, 50, 1), surface)).toBe(true)
    expect(ringTouches(square(3.075, 50, 0.01), surface)).toBe(true)
    expect(ringTouches(square(3.1, 50, 0.01), surface)).toBe(true)
    expect(ringTouches(square(3, 50, 0.01), surface)).toBe(false)
    expect(ringTouches(square(3.2, 50, 0.05), surface)).toBe(false)
  })
})
