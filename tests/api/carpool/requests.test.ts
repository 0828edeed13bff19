import { eq } from 'drizzle-orm'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { RideView } from '../../../api/carpool/rides.schemas.ts'
import type { RequestView } from '../../../api/carpool/requests.schemas.ts'
import { createRequestWatch } from '../../../api/carpool/request-watch.ts'
import { matchRequests } from '../../../api/carpool/requests-match.usecases.ts'
import { tellMatches } from '../../../api/carpool/requests-tell.usecases.ts'
import { eraseOldRides } from '../../../api/carpool/rides-retention.usecases.ts'
import { createRideIndexes } from '../../../api/carpool/ride-index.ts'
import type { TripView, TripWritten } from '../../../api/carpool/trips.schemas.ts'
import { leaveRequest } from '../../../api/carpool/requests.usecases.ts'
import { suspend } from '../../../api/carpool/suspensions.usecases.ts'
import { findTraveller } from '../../../api/carpool/travellers.repository.ts'
import { newRequest } from '../../../api/carpool/requests.schemas.ts'
import { MAILS_A_DAY, MOST_OPEN_REQUESTS } from '../../../api/carpool/requests.rules.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { openDatabase } from '../../../db/client.ts'
import { localMail, outbox, rideRequest, rideRequestMatch, traveller } from '../../../db/schema/index.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { anAgent, waitForMail } from '../../support/desk.ts'
import { anOffer, aTraveller, someAires, toBook, type Traveller } from '../../support/rides.ts'

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

// Each test begins on the same morning, with nobody driving, nobody asking and no mail.
afterEach(async () => {
  app().clock.set('2026-11-24T08:00:00Z')
  const { items } = await json<{ items: TripView[] }>(
    await driver.call(`/api/trips/mine?territory=${demoSiren}&limit=100`),
  )
  for (const { id } of items) await json(await driver.call(`/api/trips/${id}/cancel`, { body: {} }))
  for (const { id } of await mine()) await passenger.call(`/api/ride-requests/${id}`, { method: 'DELETE' })
  await app().worker.runOnce()
  await app().database.write((tx) => tx.delete(localMail))
})

const json = async <T>(answer: Response, status = 200): Promise<T> => {
  const text = await answer.text()
  expect(answer.status, text).toBe(status)
  return JSON.parse(text) as T
}
const refusalOf = async (answer: Response) => {
  const { type, detail } = (await answer.json()) as { type: string; detail: string }
  return [`${answer.status} ${type.replace('/problems/', '')}`, detail] as const
}
const slugOf = async (answer: Response) => (await refusalOf(answer))[0]

/** A wish for tomorrow at half past seven. */
const aWish = (over: Record<string, unknown> = {}) => ({
  id: app().deps.ids.next(),
  territory: demoSiren,
  from: aires.ouest,
  to: aires.est,
  firstDay: '2026-11-25',
  time: '07:30',
  walk: 0,
  ...over,
})
const ask = (over: Record<string, unknown> = {}, who = passenger) =>
  who.call('/api/ride-requests', { body: aWish(over) })
const asked = async (over: Record<string, unknown> = {}, who = passenger) =>
  json<RequestView>(await ask(over, who), 201)
const mine = async (who = passenger) =>
  (
    await json<{ items: RequestView[] }>(
      await who.call(`/api/ride-requests/mine?territory=${demoSiren}&limit=100`),
    )
  ).items
const offer = async (over: Record<string, unknown> = {}, from = aires.ouest, to = aires.est) =>
  json<TripWritten>(await driver.call('/api/trips', { body: anOffer(app(), from, to, over) }), 201)
/** Mails about rides that came up, the first sent first. */
const mails = async (to = passenger.email) =>
  (await app().database.read.select().from(localMail).where(eq(localMail.recipient, to)))
    .filter(({ subject }) => /pour vous/.test(subject))
    .toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
/** What the worker does within a minute. */
const aMinuteLater = async () => {
  app().clock.advance({ minutes: 1 })
  await app().worker.runOnce()
}

describe('Who asks to be told', () => {
  it('is told once of a ride that comes up, with a link that opens it ready to be booked', async () => {
    const wish = await asked()
    expect(wish).toMatchObject({ status: 'open', from: 'Aire ouest', to: 'Aire est', weekdays: [], seats: 1 })
    await aMinuteLater()
    expect(await mails()).toEqual([])

    await offer({ costCents: 100 })
    await aMinuteLater()
    await aMinuteLater()
    const [mail, ...more] = await mails()
    expect(more).toEqual([])
    expect(mail!.subject).toBe('Un trajet pour vous : Aire ouest → Aire est')
    expect(mail!.text).toContain('mercredi 25 novembre à 07:30, de Aire ouest à Aire est, avec Dominique.')
    expect(mail!.text).toContain('Vous avez demandé le mardi 24 novembre à être prévenu')
    const link = new URL(/http\S+\/trajets\/reserver\S+/.exec(mail!.text)![0])
    const ride = await json<RideView>(
      await app().call(
        `/api/rides/one?legs=${link.searchParams.get('trajet')}&seats=${link.searchParams.get('places')}`,
      ),
    )
    expect(ride).toMatchObject({ kind: 'direct', priceCents: 100, legs: [{ driver: { name: 'Dominique' } }] })
    await json(await passenger.call('/api/bookings', { body: toBook(app(), ride) }), 201)
    expect((await mine())[0]).toMatchObject({ id: wish.id, toldAt: expect.any(Number) })
  })

  it('is told at once of what there is already on the other days asked for, in one mail', async () => {
    await offer({ firstDay: '2026-11-26', regular: { weekdays: [4, 5] } })
    await asked({ weekdays: [3, 4, 5], lastDay: '2026-12-04' })
    await aMinuteLater()
    const [mail, ...more] = await mails()
    expect(more).toEqual([])
    expect(mail!.subject).toBe('4 trajets pour vous : Aire ouest → Aire est')
    expect(mail!.text.match(/trajets\/reserver/g)).toHaveLength(4)
  })

  it('hears of a change of car only when no car goes straight', async () => {
    await asked({ to: aires.loin, flexMinutes: 60 })
    await offer({}, aires.ouest, aires.milieu)
    await aMinuteLater()
    expect(await mails()).toEqual([])
    await offer({ time: '08:00' }, aires.milieu, aires.loin)
    await aMinuteLater()
    const [mail] = await mails()
    expect(mail!.text).toContain('Avec un changement de voiture.')
    const legs = /trajet=([^&\s]+)/.exec(mail!.text)![1]!
    expect(legs.split('_')).toHaveLength(2)
    expect(await json(await app().call(`/api/rides/one?legs=${legs}`))).toMatchObject({ kind: 'transfer' })
  })

  it('is not told of their own car, of a car full, too early, too late, without what they need, nor for women only', async () => {
    await asked({ seats: 2, wishes: ['pets'], transfers: false })
    await json(
      await passenger.call('/api/trips', {
        body: anOffer(app(), aires.ouest, aires.est, { wishes: ['pets'] }),
      }),
      201,
    )
    await offer({ seats: 1, wishes: ['pets'] })
    await offer({ time: '06:59', wishes: ['pets'] })
    await offer({ time: '08:01', wishes: ['pets'] })
    await offer({ firstDay: '2026-11-26', wishes: ['pets'] })
    await offer({ wishes: ['luggage'] })
    await offer({ wishes: ['pets', 'women_only'] })
    await aMinuteLater()
    expect(await mails()).toEqual([])
    await offer({ time: '08:00', wishes: ['pets', 'luggage'] })
    await aMinuteLater()
    expect(await mails()).toHaveLength(1)
    const { items } = await json<{ items: TripView[] }>(
      await passenger.call(`/api/trips/mine?territory=${demoSiren}`),
    )
    for (const { id } of items) await passenger.call(`/api/trips/${id}/cancel`, { body: {} })
  })

  it('is told of a seat given back, once', async () => {
    await offer({ seats: 1 })
    const other = await aTraveller(app(), { name: 'Autre' })
    const { rides } = await json<{ rides: RideView[] }>(
      await app().call(
        `/api/rides?territory=${demoSiren}&from=${aires.ouest}&to=${aires.est}&at=2026-11-25T07:30&walk=0`,
      ),
    )
    const { bookings } = await json<{ bookings: { id: string }[] }>(
      await other.call('/api/bookings', { body: toBook(app(), rides[0]!) }),
      201,
    )
    await asked()
    await aMinuteLater()
    expect(await mails()).toEqual([])
    await json(await other.call(`/api/bookings/${bookings[0]!.id}/cancel`, { body: {} }))
    await aMinuteLater()
    expect(await mails()).toHaveLength(1)
    await json(await other.call('/api/bookings', { body: toBook(app(), rides[0]!) }), 201)
    await aMinuteLater()
    expect(await mails()).toHaveLength(1)
  })

  it(`gets ${MAILS_A_DAY} mails a day at most; the rest comes the next day, together, without what left meanwhile`, async () => {
    await asked({ firstDay: '2026-11-25', lastDay: '2026-11-26', transfers: false })
    for (let n = 0; n < MAILS_A_DAY; n++) {
      await offer({ time: `07:3${n}` })
      await aMinuteLater()
    }
    expect(await mails()).toHaveLength(MAILS_A_DAY)
    await offer({ time: '07:40' })
    await offer({ firstDay: '2026-11-26', time: '07:20' })
    const off = await offer({ firstDay: '2026-11-26', time: '07:45' })
    await offer({ firstDay: '2026-11-26', time: '07:50' })
    await aMinuteLater()
    await json(await driver.call(`/api/trips/${off.trip.id}/cancel`, { body: {} }))
    app().clock.set('2026-11-25T08:00:00Z')
    await app().worker.runOnce()
    const all = await mails()
    expect(all).toHaveLength(MAILS_A_DAY + 1)
    expect(all.at(-1)!.subject).toMatch(/^2 trajets/)
    expect(all.at(-1)!.text).toContain('07:20')
    expect(all.at(-1)!.text).toContain('07:50')
  })

  it('is not written to each night for the next day of a trip they know; those come together, a week ahead', async () => {
    await asked({ weekdays: [1, 2, 3, 4, 5, 6, 7], lastDay: '2027-01-31' })
    await offer({ regular: { weekdays: [1, 2, 3, 4, 5, 6, 7], holidaysOff: false } })
    await aMinuteLater()
    expect(await mails()).toHaveLength(1)
    let days = 0
    while ((await mails()).length === 1 && days < 40) {
      app().clock.advance({ days: 1 })
      await app().worker.runOnce()
      days++
    }
    // The first mail went as far as 23 December; the day after that is a week away on the 17th.
    expect(days).toBe(23)
    expect((await mails()).at(-1)!.subject).toMatch(/^\d\d trajets/)
  })

  it('stops it by one tap of the mail, by the header of the mail, or on hold from their own page', async () => {
    const wish = await asked()
    await offer()
    await aMinuteLater()
    const [mail] = await mails()
    const secret = /ne-plus-prevenir#(\S+)/.exec(mail!.text)![1]!
    const shown = await app().call(`/api/ride-requests/stop/${secret}`)
    expect([shown.status, shown.headers.get('location')]).toEqual([
      302,
      `/trajets/ne-plus-prevenir#${secret}`,
    ])
    expect((await mine())[0]).toMatchObject({ status: 'open' })
    await json(await app().request(`/api/ride-requests/stop/${secret}`, { method: 'POST' }))
    const [held] = await mine()
    expect(held).toMatchObject({ id: wish.id, status: 'closed' })
    await offer({ time: '07:35' })
    await aMinuteLater()
    expect(await mails()).toHaveLength(1)
    // Again, or made up: no harm, and nothing is said.
    for (const one of [secret, `${wish.id}.${'x'.repeat(32)}`])
      await json(
        await app().call('/api/ride-requests/stop', { method: 'POST', headers: { 'Bocage-Secret': one } }),
      )

    const change = (status: string, version: number) =>
      passenger.call(`/api/ride-requests/${wish.id}`, {
        method: 'PATCH',
        body: { status },
        headers: { 'If-Match': `"${version}"` },
      })
    const stale = await change('open', held!.version - 1)
    expect(stale.status).toBe(412)
    expect(await stale.json()).toMatchObject({ current: { id: wish.id, status: 'closed' } })
    await json(await change('open', held!.version))
    await aMinuteLater()
    // What came up meanwhile is told, and the first one is not told again.
    const again = (await mails()).at(-1)!
    expect(again.subject).toMatch(/^Un trajet/)
    expect(again.text).toContain('07:35')
  })
})

describe('Two workers', () => {
  it('on one database tell once, whatever both do at once', async () => {
    const database = await openDatabase({ url: app().config.databaseUrl })
    try {
      await asked()
      await asked({ time: '07:40' })
      await offer()
      const other = { ...app().deps, database }
      const workers = [app().deps, other].map((deps) => {
        const indexes = createRideIndexes(deps)
        return { ...deps, watch: createRequestWatch({ ...deps, indexes }) }
      })
      for (let round = 0; round < 3; round++)
        await Promise.all(
          workers.map(async (deps) => {
            await matchRequests(deps)
            await tellMatches(deps)
          }),
        )
      await app().worker.runOnce()
      expect(await mails()).toHaveLength(2)
      // Killed after the mails and before the worker noted how far it had looked: nothing is told again.
      await app().database.write((tx) => tx.update(rideRequest).set({ checkedSequence: 0 }))
      for (const deps of workers) {
        await matchRequests(deps)
        await tellMatches(deps)
      }
      await app().worker.runOnce()
      expect(await mails()).toHaveLength(2)
    } finally {
      await database.close()
    }
  })

  it('and a request written by another process is seen by this one', async () => {
    await asked()
    await aMinuteLater()
    const database = await openDatabase({ url: app().config.databaseUrl })
    try {
      const deps = { ...app().deps, database }
      const [row] = await database.read.select().from(traveller).where(eq(traveller.name, 'Pascale'))
      const request = newRequest.parse(aWish({ from: aires.milieu, to: aires.loin, note: 'Avec un chien' }))
      // As a clerk would, for somebody without a phone.
      const answer = await leaveRequest(
        { ...deps, indexes: createRideIndexes(deps) },
        {
          actor: null,
          request,
          write: { key: deps.ids.next(), route: 'test', requestHash: 'x' },
          caller: { address: '127.0.0.1', device: null },
          onBehalf: { userId: 'agent', person: () => Promise.resolve(row!) },
        },
      )
      expect(answer.body).toMatchObject({ note: request.note })
    } finally {
      await database.close()
    }
    await offer({}, aires.milieu, aires.loin)
    await aMinuteLater()
    expect((await mails()).map(({ subject }) => subject)).toEqual([
      'Un trajet pour vous : Aire milieu → Aire loin',
    ])
  })
})

describe('A wish', () => {
  it('that makes no sense is refused in words', async () => {
    const refused = async (over: Record<string, unknown>) => (await refusalOf(await ask(over))).join(': ')
    for (const [over, why] of [
      [{ to: aires.ouest }, 'au même endroit'],
      [{ firstDay: '2026-11-23' }, 'Cette heure est passée'],
      [{ firstDay: '2026-11-24', time: '08:15', flexMinutes: 30 }, 'Cette heure est passée'],
      [{ firstDay: '2026-11-25', lastDay: '2026-11-24' }, 'Le dernier jour est avant le premier'],
      [{ weekdays: [1], lastDay: '2026-11-24' }, 'Le dernier jour est avant le premier'],
      [{ weekdays: [1], lastDay: '2027-02-18' }, 'plus de 12 semaines'],
      [{ firstDay: '2027-02-17' }, 'plus de 12 semaines'],
      [{ weekdays: [1], lastDay: '2026-11-27' }, 'Aucun de ces jours'],
      [{ from: '50.9,3.1' }, 'à distance de marche'],
      [{ from: '0195aaaa-0000-7000-8000-000000000000' }, 'ride-place-unknown'],
    ] as const)
      expect(await refused(over)).toContain(why)
    for (const over of [
      { seats: 0 },
      { seats: 9 },
      { seats: -1 },
      { flexMinutes: -30 },
      { flexMinutes: 241 },
      { time: '25:00' },
      { firstDay: '2026-02-30' },
      { weekdays: [] },
      { weekdays: [8] },
      { wishes: ['champagne'] },
      { walk: 6000 },
      { note: 'x'.repeat(301) },
      { unknown: true },
    ])
      expect([over, (await ask(over)).status]).toEqual([over, 422])
    expect(await mine()).toEqual([])
  })

  it('is noted once however often it is sent, and its id is of one wish', async () => {
    const body = aWish()
    const headers = { 'Idempotency-Key': app().deps.ids.next() }
    const first = await json(await passenger.call('/api/ride-requests', { body, headers }), 201)
    // By a phone that heard nothing until the day was past.
    app().clock.set('2026-11-26T08:00:00Z')
    expect(await json(await passenger.call('/api/ride-requests', { body, headers }), 201)).toEqual(first)
    expect(
      await slugOf(await passenger.call('/api/ride-requests', { body: { ...body, firstDay: '2026-12-01' } })),
    ).toBe('409 ride-request-exists')
  })

  it(`is of who says who they are: ${MOST_OPEN_REQUESTS} open at most, nobody else’s to see or change`, async () => {
    expect((await app().call('/api/ride-requests', { body: aWish() })).status).toBe(401)
    const stranger = await aTraveller(app(), { name: 'Inconnue' })
    const young = await aTraveller(app(), { name: 'Jeune', minor: true })
    expect(await slugOf(await ask({}, young))).toBe('403 traveller-minor')
    const first = await asked()
    for (let n = 1; n < MOST_OPEN_REQUESTS; n++) await asked({ time: `08:${n + 10}` })
    const [slug, detail] = await refusalOf(await ask())
    expect([slug, detail]).toEqual(['409 ride-request-limit', expect.stringContaining('10 demandes')])
    // On hold, one makes room; opened again, it has none.
    const change = (who: Traveller, status: string, version: number) =>
      who.call(`/api/ride-requests/${first.id}`, {
        method: 'PATCH',
        body: { status },
        headers: { 'If-Match': `"${version}"` },
      })
    expect(await slugOf(await change(stranger, 'closed', first.version))).toBe('404 ride-request-not-found')
    const held = await json<RequestView>(await change(passenger, 'closed', first.version))
    await asked({ time: '09:00' })
    expect(await slugOf(await change(passenger, 'open', held.version))).toBe('409 ride-request-limit')
    expect(await slugOf(await stranger.call(`/api/ride-requests/${first.id}`, { method: 'DELETE' }))).toBe(
      '404 ride-request-not-found',
    )
    expect(await mine(stranger)).toEqual([])
    // Pages, whatever their length, hold each once, the open ones first.
    const seen: RequestView[] = []
    let cursor = ''
    do {
      const page = await json<{ items: RequestView[]; nextCursor: string | null }>(
        await passenger.call(`/api/ride-requests/mine?territory=${demoSiren}&limit=3${cursor}`),
      )
      seen.push(...page.items)
      cursor = page.nextCursor ? `&cursor=${page.nextCursor}` : ''
    } while (cursor)
    expect(seen.map(({ id }) => id)).toEqual((await mine()).map(({ id }) => id))
    expect(seen.map(({ status }) => status)).toEqual([...Array<string>(10).fill('open'), 'closed'])
  })

  it('from a position keeps neither the position nor its name', async () => {
    const wish = await asked({ from: '50.251,3.551', walk: 1500 })
    expect(wish.from).toBe('Aire ouest')
    const [row] = await app().database.read.select().from(rideRequest).where(eq(rideRequest.id, wish.id))
    expect(JSON.stringify(row)).not.toMatch(/50\.25|3\.55/)
  })

  it('ends by itself after its last day, is erased a month later, and at once with who left it', async () => {
    const wish = await asked({ firstDay: '2026-11-25', lastDay: '2026-11-26' })
    app().clock.set('2026-11-26T22:00:00Z')
    await app().worker.runOnce()
    expect((await mine())[0]).toMatchObject({ status: 'open' })
    app().clock.set('2026-11-27T08:00:00Z')
    await app().worker.runOnce()
    const [over] = await mine()
    expect(over).toMatchObject({ id: wish.id, status: 'over' })
    const again = await passenger.call(`/api/ride-requests/${wish.id}`, {
      method: 'PATCH',
      body: { status: 'open' },
      headers: { 'If-Match': `"${over!.version}"` },
    })
    expect(await slugOf(again)).toBe('409 ride-request-over')
    app().clock.set('2026-12-26T12:00:00Z')
    await eraseOldRides(app().deps)
    expect(await mine()).toHaveLength(1)
    app().clock.set('2026-12-27T12:00:00Z')
    await eraseOldRides(app().deps)
    expect(await mine()).toEqual([])

    app().clock.set('2026-11-24T08:00:00Z')
    const leaving = await aTraveller(app(), { name: 'Partante' })
    await asked({}, leaving)
    await offer()
    await aMinuteLater()
    await waitForMail(app(), leaving.email, 'pour vous')
    expect(
      (await leaving.call(`/api/travellers/me?territory=${demoSiren}`, { method: 'DELETE' })).status,
    ).toBe(204)
    expect(await app().database.read.select().from(rideRequest)).toEqual([])
    expect(await app().database.read.select().from(rideRequestMatch)).toEqual([])
    // What was on its way when they left is not sent.
    const rows = await app().database.read.select().from(outbox)
    expect(rows.filter(({ topic, doneAt }) => topic.startsWith('ride-request') && doneAt === null)).toEqual(
      [],
    )
  })
})

describe('A link to a ride', () => {
  it('says when the ride is gone, and what is no ride', async () => {
    const { trip } = await offer()
    const [departure] = trip.departures
    const one = (legs: string, seats = 1) => app().call(`/api/rides/one?legs=${legs}&seats=${seats}`)
    const legs = [departure!.id, aires.ouest, aires.est].join('.')
    await json(await one(legs))
    expect(await slugOf(await one(legs, 4))).toBe('409 departure-gone')
    expect(await slugOf(await one([departure!.id, aires.ouest, aires.ouest].join('.')))).toBe(
      '422 legs-do-not-join',
    )
    expect(await slugOf(await one([app().deps.ids.next(), aires.ouest, aires.est].join('.')))).toBe(
      '409 departure-gone',
    )
    expect((await one('rien')).status).toBe(422)
    app().clock.set('2026-11-25T07:00:00Z')
    expect(await slugOf(await one(legs))).toBe('409 departure-gone')
  })
})

describe('The wish of who is suspended', () => {
  it('leaves the list at once, and comes back, with what came up meanwhile, when it is lifted', async () => {
    const waiting = await aTraveller(app(), { name: 'Sylvain' })
    const wish = await asked({}, waiting)
    const listed = async () =>
      (
        await json<{ items: { id: string }[] }>(await app().call(`/api/ride-requests?territory=${demoSiren}`))
      ).items.some(({ id }) => id === wish.id)
    expect(await listed()).toBe(true)
    const own = await json<{ id: string }>(await waiting.call(`/api/travellers/me?territory=${demoSiren}`))
    await app().database.write(async (tx) => {
      const row = (await findTraveller(tx, own.id))!
      await suspend(tx, app().deps, { row, reason: 'Des propos déplacés.' })
    })
    expect(await listed()).toBe(false)
    await json(
      await driver.call('/api/trips', {
        body: anOffer(app(), aires.ouest, aires.est, { firstDay: wish.firstDay }),
      }),
      201,
    )
    await aMinuteLater()
    expect(await mails(waiting.email)).toEqual([])
    const moderator = await anAgent(app(), {
      role: 'moderator',
      scope: { kind: 'territory', id: demoSiren },
    })
    const lifted = await moderator.post(`/api/desk/suspended-travellers/${own.id}/lift`, { note: 'Entendu.' })
    expect(lifted.status).toBe(200)
    expect(await listed()).toBe(true)
    await aMinuteLater()
    await aMinuteLater()
    expect(await mails(waiting.email)).toHaveLength(1)
    await waiting.call(`/api/ride-requests/${wish.id}`, { method: 'DELETE' })
  })
})
