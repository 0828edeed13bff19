import { eq } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { BookingView } from '../../../api/carpool/bookings.schemas.ts'
import { eraseOldRides } from '../../../api/carpool/rides-retention.usecases.ts'
import type { ReportList, SuspendedList } from '../../../api/carpool/reports.schemas.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { audit, body, travellerBarred, travellerReport } from '../../../db/schema/index.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { anAgent, bodyOf, waitForMail, type Agent } from '../../support/desk.ts'
import { communeOf } from '../../support/incidents.ts'
import { signInAs } from '../../support/organizers.ts'
import {
  anOffer,
  aTraveller,
  bookFound,
  find,
  json,
  slugOf,
  someAires,
  toBook,
  type Traveller,
} from '../../support/rides.ts'

const house = useDemoApp()
const app = () => house.current
let aires: Awaited<ReturnType<typeof someAires>>
let admin: Agent
let driver: Traveller
let passenger: Traveller
let own: BookingView
/** Each test rides on a day of its own. */
let ahead = 0
const day = () => new Date(Date.UTC(2026, 10, 24 + ahead)).toISOString().slice(0, 10)
const way = () => ({ from: aires.ouest, to: aires.est, at: `${day()}T07:30` })

beforeAll(async () => {
  aires = await someAires(app())
  admin = await anAgent(app(), { role: 'admin', scope: { kind: 'territory', id: demoSiren } })
  const { id } = await bodyOf(app(), { kind: 'epci' })
  await app().database.write((tx) =>
    tx.update(body).set({ email: 'accueil@mormal.example' }).where(eq(body.id, id)),
  )
})
beforeEach(async () => {
  app().clock.set('2026-11-24T08:00:00Z')
  ahead++
  driver = await aTraveller(app(), { name: 'Dominique' })
  passenger = await aTraveller(app(), { name: 'Pascale' })
  await json(
    await driver.call('/api/trips', { body: anOffer(app(), aires.ouest, aires.est, { firstDay: day() }) }),
    201,
  )
  ;[own] = (await bookFound(app(), passenger, way())) as [BookingView]
})

const reportOf = (who: Traveller, over: Record<string, unknown> = {}) =>
  who.call(`/api/bookings/${own.id}/report`, {
    body: { id: app().deps.ids.next(), reason: 'danger', words: 'Il roule trop vite.', ...over },
  })
const list = async (state: 'open' | 'settled' = 'open', agent = admin) =>
  (
    await json<ReportList>(
      await agent.get(`/api/desk/ride-reports?territory=${demoSiren}&state=${state}&limit=100`),
    )
  ).items
const settleLast = async (decision: string, rest: Record<string, unknown> = {}) => {
  const last = (await list()).at(-1)!
  return admin.post(`/api/desk/ride-reports/${last.id}/settle`, {
    decision,
    note: 'Deux personnes entendues.',
    ...rest,
  })
}
const told = 'Vitesse excessive, signalée deux fois.'

describe('A report about somebody', () => {
  it('is read by the staff of the territory alone; the person is told nothing, staff are written to', async () => {
    const id = app().deps.ids.next()
    expect((await reportOf(passenger, { id })).status).toBe(201)
    expect(await slugOf(await reportOf(passenger, { id }))).toBe('409 report-exists')
    expect((await list()).at(-1)).toMatchObject({
      id,
      reason: 'danger',
      words: 'Il roule trop vite.',
      reporter: 'Pascale',
      reported: { name: 'Dominique', suspended: false, reports: 1 },
      ride: { from: 'Aire ouest', to: 'Aire est', pickUpAt: own.pickUpAt },
      settled: null,
    })
    await app().worker.runOnce()
    const mail = await waitForMail(app(), 'accueil@mormal.example', 'à lire vite')
    expect(mail.text).not.toMatch(/Pascale|Dominique|vite\./)
    await expect(waitForMail(app(), driver.email, 'signal')).rejects.toThrow()
    // Nobody who rides reads it, nor staff who are not of the whole territory, nor clerks.
    const { code } = await communeOf(app(), 'Bavay')
    const path = `/api/desk/ride-reports?territory=${demoSiren}`
    expect((await passenger.call(path)).status).toBe(403)
    expect((await app().call(path)).status).toBe(401)
    const clerk = await anAgent(app(), { role: 'clerk', scope: { kind: 'territory', id: demoSiren } })
    const ofBavay = await anAgent(app(), { role: 'admin', scope: { kind: 'commune', id: code } })
    for (const agent of [clerk, ofBavay]) {
      expect((await agent.get(path)).status).toBe(403)
      const settle = { decision: 'nothing', note: 'Rien.' }
      expect((await agent.post(`/api/desk/ride-reports/${id}/settle`, settle)).status).toBe(403)
    }
  })

  it('is of the two of a booking, about the other, and makes sense', async () => {
    const stranger = await aTraveller(app())
    expect(await slugOf(await reportOf(stranger))).toBe('404 booking-not-found')
    expect(await slugOf(await reportOf(passenger, { reason: 'ugly' }))).toBe('422 invalid-request')
    expect(await slugOf(await reportOf(passenger, { words: 'x'.repeat(2001) }))).toBe('422 invalid-request')
    expect((await reportOf(driver, { reason: 'no-show' })).status).toBe(201)
    expect((await list()).at(-1)).toMatchObject({ reporter: 'Dominique', reported: { name: 'Pascale' } })
  })

  it('is settled once, with a note, and a warning reaches the person', async () => {
    await reportOf(passenger)
    expect(await slugOf(await settleLast('warned'))).toBe('422 report-words-needed')
    const { id } = (await list()).at(-1)!
    const answers = await Promise.all([settleLast('warned', { told }), settleLast('nothing')])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
    const settled = (await list('settled')).find((one) => one.id === id)!
    expect(settled.settled).toMatchObject({ note: 'Deux personnes entendues.' })
    expect((await list()).map((one) => one.id)).not.toContain(id)
    const trail = await app().database.read.select().from(audit)
    expect(trail).toContainEqual(
      expect.objectContaining({ userId: admin.userId, subject: `traveller:${settled.reported.id}` }),
    )
    // The trail says who decided what of whom, by ids, and no word of it.
    expect(JSON.stringify(trail)).not.toContain('Deux personnes')
    await app().worker.runOnce()
    expect((await waitForMail(app(), passenger.email, 'a été lu')).text).not.toContain(told)
    if (settled.settled!.decision === 'warned')
      expect((await waitForMail(app(), driver.email, 'avertissement')).text).toContain(told)
  })
})

describe('Who is suspended', () => {
  const suspended = async () => {
    await reportOf(passenger)
    await json(await settleLast('suspended', { told }))
  }

  it('has no ride to come, is told why and how to contest, and the others are told', async () => {
    await suspended()
    expect(await json(await passenger.call(`/api/bookings/${own.id}`))).toMatchObject({ status: 'CANCELLED' })
    expect((await find(app(), way())).rides).toEqual([])
    await app().worker.runOnce()
    const mail = await waitForMail(app(), driver.email, 'suspendu')
    expect(mail.text).toContain(told)
    expect(mail.text).toContain('accueil@mormal.example')
    expect(mail.text).toContain('Pour contester')
    await waitForMail(app(), passenger.email, 'Trajet annulé')
    expect(await json(await driver.call(`/api/travellers/me?territory=${demoSiren}`))).toMatchObject({
      suspended: { reason: told },
    })
  })

  it('can neither offer, book, answer nor write, by no way there is: not by the link of an old mail', async () => {
    await app().worker.runOnce()
    const asked = await waitForMail(app(), driver.email, 'demande une place')
    const link = { 'Bocage-Secret': /trajets\/reponse#(\S+)/.exec(asked.text)![1]! }
    const other = await aTraveller(app(), { name: 'Sacha' })
    await json(
      await other.call('/api/trips', { body: anOffer(app(), aires.ouest, aires.est, { firstDay: day() }) }),
      201,
    )
    const ride = (await find(app(), way())).rides.find(({ legs }) => legs[0]!.driver.name === 'Sacha')!
    await suspended()
    const tries = [
      driver.call('/api/trips', { body: anOffer(app(), aires.ouest, aires.est, { firstDay: day() }) }),
      driver.call('/api/bookings', { body: toBook(app(), ride) }),
      driver.call(`/api/bookings/${own.id}/accept`, { method: 'POST' }),
      driver.call(`/api/bookings/${own.id}/messages`, {
        body: { id: app().deps.ids.next(), words: 'Alors ?' },
      }),
      driver.call(`/api/bookings/${own.id}/complete`, { body: {} }),
      app().call('/api/booking-answer', { body: { answer: 'accept' }, headers: link }),
    ]
    for (const one of tries) expect(await slugOf(await one)).toBe('403 traveller-suspended')
    // Saying anew who one is does not lift it.
    await driver.call('/api/travellers/me', {
      method: 'PUT',
      body: { territory: demoSiren, name: 'Autre', agreed: true },
    })
    expect(await slugOf(await driver.call('/api/bookings', { body: toBook(app(), ride) }))).toBe(
      '403 traveller-suspended',
    )
  })

  it('does not come back by being forgotten and signing up anew', async () => {
    await suspended()
    const gone = await driver.call(`/api/travellers/me?territory=${demoSiren}`, { method: 'DELETE' })
    expect(gone.status).toBe(204)
    const { email } = driver
    expect(JSON.stringify(await app().database.read.select().from(travellerBarred))).not.toContain(email)
    await app().call('/api/travellers/sign-up', { body: { territory: demoSiren, name: 'Neuf', email } })
    const cookie = await signInAs(app(), email)
    const call: typeof driver.call = (path, options = {}) =>
      app().call(path, { ...options, headers: { cookie, ...options.headers } })
    await json(
      await call('/api/travellers/me', {
        method: 'PUT',
        body: { territory: demoSiren, name: 'Neuf', agreed: true },
      }),
    )
    const offer = { body: anOffer(app(), aires.ouest, aires.est, { firstDay: day() }) }
    expect(await slugOf(await call('/api/trips', offer))).toBe('403 traveller-suspended')
  })

  it('shares rides again once it is lifted, and is told', async () => {
    await suspended()
    const rows = await json<SuspendedList>(
      await admin.get(`/api/desk/suspended-travellers?territory=${demoSiren}`),
    )
    const { id, name, reason } = rows.items[0]!
    expect([name, reason]).toEqual(['Dominique', told])
    const lift = () => admin.post(`/api/desk/suspended-travellers/${id}/lift`, { note: 'Entendu.' })
    await json(await lift())
    await json(await lift())
    const offer = { body: anOffer(app(), aires.ouest, aires.est, { firstDay: day() }) }
    expect((await driver.call('/api/trips', offer)).status).toBe(201)
    await app().worker.runOnce()
    await waitForMail(app(), driver.email, 'rouvert')
  })

  it('leaves no ride behind, whoever books at once', async () => {
    const other = await aTraveller(app(), { name: 'Alix' })
    const ride = (await find(app(), way())).rides[0]!
    await reportOf(passenger)
    await Promise.all([
      other.call('/api/bookings', { body: toBook(app(), ride) }),
      settleLast('suspended', { told }),
    ])
    const mine = await json<{ items: BookingView[] }>(
      await other.call(`/api/bookings/mine?territory=${demoSiren}`),
    )
    expect(mine.items.filter(({ status }) => status !== 'CANCELLED')).toEqual([])
  })
})

it('What was signalled is forgotten after a year', async () => {
  await reportOf(passenger)
  const count = async () => (await app().database.read.select().from(travellerReport)).length
  app().clock.advance({ days: 364 })
  await eraseOldRides(app().deps)
  expect(await count()).toBeGreaterThan(0)
  app().clock.advance({ days: 2 })
  await eraseOldRides(app().deps)
  expect(await count()).toBe(0)
  expect(await app().database.read.select().from(travellerBarred)).toEqual([])
})
