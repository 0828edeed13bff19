import { count, eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import type { RideView } from '../../../api/carpool/rides.schemas.ts'
import { systemIds } from '../../../api/platform/ids.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import {
  alert,
  event,
  eventFollower,
  idempotency,
  incident,
  incidentUpdate,
  rideRequest,
  trip,
} from '../../../db/schema/index.ts'
import { anEvent, publish } from '../../support/agenda.ts'
import { openDemoApp, useDemoApp } from '../../support/demo-app.ts'
import { anAgent, type Agent } from '../../support/desk.ts'
import { anIncident, communeOf, report } from '../../support/incidents.ts'
import { anOffer, aTraveller, find, someAires, toBook, type Traveller } from '../../support/rides.ts'

// What a phone asks of writes it was told were accepted, when the server may have been put back from an older copy.

const house = useDemoApp()
const app = () => house.current
const ask = (writes: unknown) => app().call('/api/writes/unknown', { body: { writes } })
const unknownOf = async (writes: unknown) => {
  const answer = await ask(writes)
  expect(answer.status, await answer.clone().text()).toBe(200)
  return ((await answer.json()) as { unknown: string[] }).unknown
}
const day = 86_400_000

describe('whether writes are known', () => {
  it('names those it does not know, and never one whose answer may have been deleted since', async () => {
    const key = systemIds.next()
    await app().call('/api/incidents', {
      body: await anIncident(app()),
      headers: { 'Idempotency-Key': key },
    })
    const lost = systemIds.next()
    const acceptedAt = app().clock.now()
    expect(
      await unknownOf([
        { key, acceptedAt },
        { key: lost, acceptedAt },
      ]),
    ).toEqual([lost])
    expect(await unknownOf([{ key: lost, acceptedAt: acceptedAt - 6 * day + 1 }])).toEqual([lost])
    expect(await unknownOf([{ key: lost, acceptedAt: acceptedAt - 6 * day }])).toEqual([])
  })

  it('knows seats asked for in a car, and misses them when they are lost: a phone tells so, and asks for none again', async () => {
    const [driver, passenger] = [await aTraveller(app()), await aTraveller(app())]
    const aires = await someAires(app())
    const offer = anOffer(app(), aires.ouest, aires.est)
    expect((await driver.call('/api/trips', { body: offer })).status).toBe(201)
    const { rides } = await find(app(), { from: aires.ouest, to: aires.est })
    const key = systemIds.next()
    const ride = rides.find(({ legs }) => legs[0]?.tripId === offer.id)
    const body = toBook(app(), ride as RideView)
    const booked = await passenger.call('/api/bookings', { body, headers: { 'Idempotency-Key': key } })
    expect(booked.status, await booked.clone().text()).toBe(201)
    const write = { key, acceptedAt: app().clock.now() }
    expect(await unknownOf([write])).toEqual([])
    // As a copy of the database from before has it.
    await app().database.write((tx) => tx.delete(idempotency).where(eq(idempotency.key, key)))
    expect(await unknownOf([write])).toEqual([key])
  })

  it('says nothing of a key short enough to be guessed, nor of a hundred and one', async () => {
    const acceptedAt = app().clock.now()
    expect((await ask([{ key: 'a-key-of-31-characters-xxxxxxxx', acceptedAt }])).status).toBe(422)
    const many = Array.from({ length: 101 }, () => ({ key: systemIds.next(), acceptedAt }))
    expect((await ask(many)).status).toBe(422)
    expect((await ask([])).status).toBe(422)
  })

  it('is not asked without end', async () => {
    const limited = await openDemoApp({ env: { RATE_LIMIT_FACTOR: '1' } })
    const headers = { 'Bocage-Device': systemIds.next() }
    const body = { writes: [{ key: systemIds.next(), acceptedAt: limited.clock.now() }] }
    const statuses: number[] = []
    for (let n = 0; n < 31; n++)
      statuses.push((await limited.call('/api/writes/unknown', { body, headers })).status)
    await limited.close()
    expect(statuses).toEqual([...Array<number>(30).fill(200), 429])
  })
})

describe('what a phone sends again and the server has, without its key, exists once', () => {
  let clerk: Agent
  let person: Traveller
  let aires: Awaited<ReturnType<typeof someAires>>
  beforeAll(async () => {
    aires = await someAires(app())
    person = await aTraveller(app())
    clerk = await anAgent(app(), { scope: { kind: 'commune', id: (await communeOf(app(), 'Bavay')).code } })
  })

  /** Sends it, forgets the key as after seven days, sends it again: the status, and why it was refused. */
  async function twice(send: () => Promise<Response>): Promise<[number, string]> {
    const first = await send()
    expect(first.status, await first.clone().text()).toBeLessThan(300)
    await app().database.write((tx) => tx.delete(idempotency))
    const again = await send()
    const { type = '' } = (await again.json()) as { type?: string }
    return [again.status, type.split('/').at(-1) ?? '']
  }
  const read = () => app().database.read
  const rows = async (query: PromiseLike<{ n: number }[]>) => (await query)[0]?.n
  const entriesOf = (id: string) =>
    rows(read().select({ n: count() }).from(incidentUpdate).where(eq(incidentUpdate.incidentId, id)))

  it('a report', async () => {
    const body = await anIncident(app())
    expect(await twice(() => app().call('/api/incidents', { body }))).toEqual([409, 'incident-exists'])
    expect(await rows(read().select({ n: count() }).from(incident).where(eq(incident.id, body.id)))).toBe(1)
  })

  it.each(['me-too', 'still-there'])('%s of a passer-by', async (path) => {
    const { id } = await report(app())
    await clerk.edit(id, { published: true })
    if (path === 'still-there') await clerk.move(id, { to: 'resolved', words: 'Fait' })
    const before = (await entriesOf(id)) ?? 0
    const body = { id: systemIds.next(), ...(path === 'still-there' ? { words: 'Non' } : {}) }
    expect(await twice(() => app().call(`/api/incidents/${id}/${path}`, { body }))).toEqual([
      409,
      'already-written',
    ])
    expect(await entriesOf(id)).toBe(before + 1)
  })

  it.each([
    ['updates', { words: 'Encore' }],
    ['answer', { mended: false, words: 'Non' }],
    ['reopen', { words: 'Toujours là' }],
  ])('%s by the private link', async (path, said) => {
    const { id, secret } = await report(app())
    if (path !== 'updates') await clerk.move(id, { to: 'resolved', words: 'Fait' })
    const before = (await entriesOf(id)) ?? 0
    const [body, headers] = [{ id: systemIds.next(), ...said }, { 'Bocage-Secret': secret }]
    const send = () => app().call(`/api/reporter/incident/${path}`, { body, headers })
    expect(await twice(send)).toEqual([409, 'already-written'])
    expect(await entriesOf(id)).toBe(before + 1)
  })

  it('a note of staff; a move and a report taken show, in what they are refused with, that they are there', async () => {
    const { id } = await report(app())
    const note = { id: systemIds.next(), words: 'Vu' }
    expect(await twice(() => clerk.post(`/api/desk/incidents/${id}/notes`, note))).toEqual([
      409,
      'already-written',
    ])
    const path = `/api/desk/incidents/${id}`
    const acts = {
      move: (body: object, version: number) =>
        clerk.post(`${path}/moves`, { ...body, to: 'acknowledged' }, { version }),
      assign: (body: object, version: number) =>
        clerk.patch(path, { ...body, assigneeId: clerk.userId }, { version }),
    }
    for (const act of Object.values(acts)) {
      const entry = { id: systemIds.next() }
      const { version } = await clerk.ticket(id)
      expect((await act(entry, version)).status).toBe(200)
      await app().database.write((tx) => tx.delete(idempotency))
      const again = await act(entry, version)
      expect(again.status).toBe(412)
      const { current } = (await again.json()) as { current: { history: { id: string }[] } }
      expect(current.history.filter((one) => one.id === entry.id)).toHaveLength(1)
    }
  })

  it('an event proposed, and one followed', async () => {
    const contact = { name: 'Ada', email: `${systemIds.next()}@exemple.fr` }
    const body = {
      id: systemIds.next(),
      territory: demoSiren,
      content: await anEvent(app(), { title: 'Marché' }),
      organizerName: 'Comité',
      contact,
    }
    expect(await twice(() => app().call('/api/events', { body }))).toEqual([409, 'event-exists'])
    expect(await rows(read().select({ n: count() }).from(event).where(eq(event.id, body.id)))).toBe(1)
    const { id } = await publish(app(), { title: 'Concert' })
    for (const how of [{ email: `${systemIds.next()}@exemple.fr` }, { deviceId: systemIds.next() }]) {
      const wish = { id: systemIds.next(), ...how }
      expect(await twice(() => app().call(`/api/events/${id}/followers`, { body: wish }))).toEqual([201, ''])
    }
    expect(
      await rows(read().select({ n: count() }).from(eventFollower).where(eq(eventFollower.eventId, id))),
    ).toBe(2)
  })

  it('a ride offered, and one asked for', async () => {
    const offer = anOffer(app(), aires.ouest, aires.est)
    expect(await twice(() => person.call('/api/trips', { body: offer }))).toEqual([409, 'trip-exists'])
    expect(await rows(read().select({ n: count() }).from(trip).where(eq(trip.id, offer.id)))).toBe(1)
    const wish = {
      id: systemIds.next(),
      territory: demoSiren,
      from: aires.ouest,
      to: aires.est,
      by: 'departure',
      firstDay: '2026-11-26',
      time: '07:30',
      flexMinutes: 30,
      seats: 1,
    }
    expect(await twice(() => person.call('/api/ride-requests', { body: wish }))).toEqual([
      409,
      'ride-request-exists',
    ])
    expect(await rows(read().select({ n: count() }).from(rideRequest))).toBe(1)
  })

  it('the draft of an alert', async () => {
    const { code } = await communeOf(app(), 'Bavay')
    const now = app().clock.now()
    const draft = {
      id: systemIds.next(),
      territory: demoSiren,
      kind: 'utilities',
      title: 'Coupure d’eau',
      words: 'L’eau est coupée jusqu’à midi.',
      communes: [code],
      startsAt: now,
      endsAt: now + day,
    }
    expect(await twice(() => clerk.post('/api/desk/alerts', draft))).toEqual([409, 'alert-exists'])
    expect(await rows(read().select({ n: count() }).from(alert).where(eq(alert.id, draft.id)))).toBe(1)
  })
})
