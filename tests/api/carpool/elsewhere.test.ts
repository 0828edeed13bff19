import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { BookingView } from '../../../api/carpool/bookings.schemas.ts'
import { eraseOldRides } from '../../../api/carpool/rides-retention.usecases.ts'
import type { ElsewhereAnswer, ElsewhereBooking } from '../../../api/carpool/standard/elsewhere.schemas.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { anAgent, waitForMail, type Agent } from '../../support/desk.ts'
import { openDemoApp, type DemoApp } from '../../support/demo-app.ts'
import { listen, listenTo, type Listening } from '../../support/listening.ts'
import { anOperator, operatorsPath } from '../../support/operators.ts'
import { anOffer, aTraveller, someAires, type Traveller } from '../../support/rides.ts'

// Two Bocages, each on a real address of loopback: ours looks for rides, theirs has them.

let ours: DemoApp
let theirs: DemoApp
let there: Listening
let here: Listening
let airesHere: Awaited<ReturnType<typeof someAires>>
let airesThere: Awaited<ReturnType<typeof someAires>>
let admin: Agent
let passenger: Traveller
let driver: Traveller
let known: string

beforeAll(async () => {
  ours = await openDemoApp({ env: { PUBLIC_URL: 'http://ici.example' } })
  theirs = await openDemoApp({ env: { PUBLIC_URL: 'http://la-bas.example' } })
  ;[here, there] = [await listen(ours), await listen(theirs)]
  airesHere = await someAires(ours)
  airesThere = await someAires(theirs)
  admin = await anAgent(ours, { role: 'admin', scope: { kind: 'territory', id: demoSiren } })
  const theirAdmin = await anAgent(theirs, { role: 'admin', scope: { kind: 'territory', id: demoSiren } })
  const base = ({ url }: Listening) => `${url}/api/standard-covoiturage`
  // Each gives the other a key.
  const atTheirs = await anOperator(theirs, theirAdmin, { domain: 'ici.example', name: 'Ici' })
  const atOurs = await anOperator(ours, admin, {
    domain: 'la-bas.example',
    name: 'Là-bas',
    baseUrl: base(there),
    theirKey: atTheirs.key,
    asks: ['search', 'book'],
  })
  known = atOurs.id
  const change = { baseUrl: base(here), theirKey: atOurs.key, asks: ['book'] }
  const answer = await theirAdmin.patch(`${operatorsPath}/${atTheirs.id}`, change, { version: 2 })
  expect(answer.status, await answer.clone().text()).toBe(200)
  passenger = await aTraveller(ours, { name: 'Pascale', phone: '+33698765432', phoneShared: true })
  driver = await aTraveller(theirs, { name: 'Dominique' })
})
afterAll(async () => {
  for (const one of [here, there, ours, theirs]) await one.close()
})
afterEach(async () => {
  for (const one of [ours, theirs]) one.clock.set('2026-11-24T08:00:00Z')
  const { items } = (await (await driver.call(`/api/trips/mine?territory=${demoSiren}`)).json()) as {
    items: { id: string }[]
  }
  for (const { id } of items) await driver.call(`/api/trips/${id}/cancel`, { body: {} })
  await settle()
})

/** All that either has to tell is told. */
const settle = async () => {
  for (let n = 0; n < 3; n++) for (const one of [theirs, ours]) await one.worker.runOnce()
}
const offer = async (over: Record<string, unknown> = {}) => {
  const body = anOffer(theirs, airesThere.ouest, airesThere.est, over)
  expect((await driver.call('/api/trips', { body })).status).toBe(201)
}
const query = (over: Record<string, string> = {}) =>
  new URLSearchParams({
    territory: demoSiren,
    from: airesHere.ouest,
    to: airesHere.est,
    at: '2026-11-25T07:30',
    ...over,
  }).toString()
const search = async (over: Record<string, string> = {}) => {
  const answer = await ours.call(`/api/rides/elsewhere?${query(over)}`)
  expect(answer.status, await answer.clone().text()).toBe(200)
  return (await answer.json()) as ElsewhereAnswer
}
/** A search that nobody made yet: by a metre more on foot. */
let metres = 1500
const afresh = (over: Record<string, string> = {}) => search({ walk: String(++metres), ...over })
const book = async (offered: string, more: object = {}) => {
  const id = ours.deps.ids.next()
  const answer = await passenger.call('/api/bookings-elsewhere', { body: { id, offer: offered, ...more } })
  return { id, status: answer.status, body: (await answer.json()) as ElsewhereBooking }
}
const mine = async (id: string) =>
  (
    (await (await passenger.call(`/api/bookings-elsewhere/mine?territory=${demoSiren}`)).json()) as {
      items: ElsewhereBooking[]
    }
  ).items.find((one) => one.id === id)
const atDriver = async (id: string) =>
  (
    (await (await driver.call(`/api/bookings/mine?territory=${demoSiren}&as=driver`)).json()) as {
      items: BookingView[]
    }
  ).items.find((one) => one.id === id)
const driverDoes = async (id: string, what: string, body: object = {}) => {
  const answer = await driver.call(`/api/bookings/${id}/${what}`, { body })
  expect(answer.status, await answer.clone().text()).toBe(200)
}

describe('Two Bocages', () => {
  it('a ride there is shown here with its origin; booked, accepted there, confirmed here; both are told', async () => {
    await offer({ costCents: 60 })
    const { rides, operators } = await afresh()
    expect(operators).toEqual([{ id: known, name: 'Là-bas', answered: true, dropped: 0 }])
    expect(rides).toMatchObject([
      {
        operator: { id: known, name: 'Là-bas' },
        driver: { name: 'Dominique' },
        pickUp: { name: 'Aire ouest, Le Quesnoy' },
        dropOff: { name: 'Aire est, Le Quesnoy' },
        pickUpAt: Date.parse('2026-11-25T06:30:00Z'),
        priceCents: 60,
        seatsLeft: 3,
        webUrl: expect.stringMatching(/^http:\/\/la-bas\.example\/trajets\?/) as string,
      },
    ])
    const { id, status, body } = await book(rides[0]!.offer!, { message: 'Bonjour.' })
    expect([status, body]).toMatchObject([201, { status: 'WAITING_CONFIRMATION', sent: false }])
    await settle()
    expect(await mine(id)).toMatchObject({ status: 'WAITING_CONFIRMATION', sent: true })
    expect(await atDriver(id)).toMatchObject({
      status: 'WAITING_CONFIRMATION',
      other: { name: 'Pascale · Ici', phone: null },
    })
    const asked = await waitForMail(theirs, driver.email, 'demande une place')
    expect(asked.text).toContain('Pascale · Ici')
    expect((await waitForMail(theirs, driver.email, 'Message de')).text).toContain('Bonjour.')
    // By the link of the mail, as for anybody.
    const link = { 'Bocage-Secret': /trajets\/reponse#(\S+)/.exec(asked.text)![1]! }
    const yes = await theirs.call('/api/booking-answer', { body: { answer: 'accept' }, headers: link })
    expect(yes.status).toBe(200)
    await settle()
    expect(await mine(id)).toMatchObject({ status: 'CONFIRMED', endedBy: null })
    const mail = await waitForMail(ours, passenger.email, 'C’est d’accord')
    expect(mail.text).toContain('Dominique')
    expect(mail.text).toContain('Trajet proposé par Là-bas.')
    // Nothing of the passenger but a name went there.
    for (const { name } of await theirs.database.read.all<{ name: string }>(
      sql`select name from sqlite_master where type = 'table' and name not like '%fts%' and name not like '%rtree%'`,
    ))
      expect(JSON.stringify(await theirs.database.read.all(sql.raw(`select * from "${name}"`)))).not.toMatch(
        new RegExp(`698765432|${passenger.email}`),
      )

    // Words both ways.
    const words = { id: ours.deps.ids.next(), words: 'À demain.' }
    expect((await passenger.call(`/api/bookings-elsewhere/${id}/messages`, { body: words })).status).toBe(200)
    await driverDoes(id, 'messages', { id: theirs.deps.ids.next(), words: 'Entendu.' })
    await settle()
    expect((await mine(id))!.messages.map(({ mine: own, words: said }) => [own, said])).toEqual([
      [true, 'Bonjour.'],
      [true, 'À demain.'],
      [false, 'Entendu.'],
    ])
    expect((await waitForMail(ours, passenger.email, 'Message de Dominique')).text).toContain('Entendu.')

    // Taken back here: the seat is free there, the driver told, nobody here.
    const gone = await passenger.call(`/api/bookings-elsewhere/${id}/cancel`, { method: 'POST' })
    expect(await gone.json()).toMatchObject({ status: 'CANCELLED', endedBy: 'passenger', actions: [] })
    await settle()
    expect(await atDriver(id)).toMatchObject({ status: 'CANCELLED', cancelled: { by: 'passenger' } })
    await waitForMail(theirs, driver.email, 'Trajet annulé')
    expect((await afresh()).rides[0]!.seatsLeft).toBe(3)
  })

  it('cancelled there, it is off here; declined too; who rode is settled on both sides', async () => {
    await offer()
    const first = await book((await afresh()).rides[0]!.offer!)
    await settle()
    await driverDoes(first.id, 'accept')
    await driverDoes(first.id, 'cancel', { reason: 'car-trouble', words: 'Panne.' })
    await settle()
    expect(await mine(first.id)).toMatchObject({ status: 'CANCELLED', endedBy: 'operator' })
    expect((await waitForMail(ours, passenger.email, 'Trajet annulé')).text).toContain('Panne.')

    const second = await book((await afresh()).rides[0]!.offer!)
    await settle()
    await driverDoes(second.id, 'decline', { reason: 'car-full' })
    await settle()
    expect(await mine(second.id)).toMatchObject({ status: 'CANCELLED' })

    const third = await book((await afresh()).rides[0]!.offer!)
    await settle()
    await driverDoes(third.id, 'accept')
    await settle()
    for (const one of [ours, theirs]) one.clock.set('2026-11-25T06:55:00Z')
    const done = await passenger.call(`/api/bookings-elsewhere/${third.id}/complete`, { method: 'POST' })
    expect(done.status, await done.clone().text()).toBe(200)
    await settle()
    expect(await atDriver(third.id)).toMatchObject({ status: 'COMPLETED_PENDING_VALIDATION' })
    await driverDoes(third.id, 'complete')
    theirs.clock.advance({ minutes: 2 })
    await settle()
    expect(await mine(third.id)).toMatchObject({ status: 'VALIDATED' })
  })

  it('sent twice by a phone that heard nothing, it is one request; not one’s own is nobody’s', async () => {
    await offer()
    const { rides } = await afresh()
    const body = { id: ours.deps.ids.next(), offer: rides[0]!.offer! }
    const headers = { 'Idempotency-Key': ours.deps.ids.next() }
    const answers = []
    for (let n = 0; n < 2; n++)
      answers.push(await (await passenger.call('/api/bookings-elsewhere', { body, headers })).json())
    expect(answers[0]).toEqual(answers[1])
    await settle()
    const other = await aTraveller(ours, { name: 'Autre' })
    const stolen = await other.call(`/api/bookings-elsewhere/${body.id}/cancel`, { method: 'POST' })
    expect(stolen.status).toBe(404)
    expect((await ours.call('/api/bookings-elsewhere', { body })).status).toBe(401)
  })

  it('a ride that is full by then is refused, and the passenger told where to look', async () => {
    await offer({ seats: 1 })
    const { rides } = await afresh()
    const other = await aTraveller(ours, { name: 'Première' })
    await other.call('/api/bookings-elsewhere', {
      body: { id: ours.deps.ids.next(), offer: rides[0]!.offer! },
    })
    await settle()
    const late = await book(rides[0]!.offer!)
    await settle()
    expect(await mine(late.id)).toMatchObject({ status: 'CANCELLED', endedBy: 'refused', sent: false })
    expect((await waitForMail(ours, passenger.email, 'Pas cette fois')).text).toContain('Là-bas')
  })

  it('an offer changed by hand, or half an hour old, books nothing', async () => {
    await offer()
    const signed = (await afresh()).rides[0]!.offer!
    const content = JSON.parse(Buffer.from(signed.split('.')[0]!, 'base64url').toString()) as {
      journey: { priceCents: number }
    }
    content.journey.priceCents = 1
    const forged = `${Buffer.from(JSON.stringify(content)).toString('base64url')}.${signed.split('.')[1]}`
    expect((await book(forged)).status).toBe(409)
    ours.clock.advance({ minutes: 31 })
    expect((await book(signed)).status).toBe(409)
  })

  it('while the other is down, a request waits for it and goes once it is back', async () => {
    await offer()
    const { rides } = await afresh()
    const admins = async (change: object) => {
      const { version } = (await (await admin.get(`${operatorsPath}/${known}`)).json()) as { version: number }
      expect((await admin.patch(`${operatorsPath}/${known}`, change, { version })).status).toBe(200)
    }
    await admins({ baseUrl: 'http://127.0.0.1:9/' })
    const { id } = await book(rides[0]!.offer!)
    await ours.worker.runOnce()
    expect(await mine(id)).toMatchObject({ status: 'WAITING_CONFIRMATION', sent: false })
    await admins({ baseUrl: `${there.url}/api/standard-covoiturage` })
    ours.clock.advance({ hours: 1 })
    await settle()
    expect(await mine(id)).toMatchObject({ sent: true })
    expect(await atDriver(id)).toMatchObject({ status: 'WAITING_CONFIRMATION' })
  })

  it('who is forgotten here is forgotten there: the seat is free; what is past goes on schedule', async () => {
    await offer()
    const leaver = await aTraveller(ours, { name: 'Partante' })
    const id = ours.deps.ids.next()
    await leaver.call('/api/bookings-elsewhere', {
      body: { id, offer: (await afresh()).rides[0]!.offer! },
    })
    await settle()
    expect(await atDriver(id)).toMatchObject({ status: 'WAITING_CONFIRMATION' })
    const erased = await leaver.call(`/api/travellers/me?territory=${demoSiren}`, { method: 'DELETE' })
    expect(erased.status).toBe(204)
    await settle()
    expect(await atDriver(id)).toMatchObject({ status: 'CANCELLED' })
    ours.clock.advance({ days: 92 })
    await eraseOldRides(ours.deps)
    const [left] = await ours.database.read.all<{ rides: number; messages: number }>(
      sql`select (select count(*) from ride_elsewhere) rides, (select count(*) from ride_elsewhere_message) messages`,
    )
    expect(left).toEqual({ rides: 0, messages: 0 })
    // Sessions last less than that.
    ours.clock.set('2026-11-24T08:00:00Z')
  })
})

describe('An operator', () => {
  let bad: Listening
  let respond: (response: import('node:http').ServerResponse) => void = () => {}
  let calls = 0
  let operatorId: string
  const fine = (over: Record<string, unknown> = {}) => ({
    id: 'a',
    operator: 'mauvais.example',
    driver: { id: 'd', operator: 'mauvais.example', alias: 'Lou' },
    duration: 900,
    passengerPickupLat: 50.25,
    passengerPickupLng: 3.55,
    passengerDropLat: 50.25,
    passengerDropLng: 3.69,
    passengerPickupDate: Date.parse('2026-11-25T06:30:00Z') / 1000,
    type: 'PLANNED',
    ...over,
  })
  const answering = (items: unknown) => (response: import('node:http').ServerResponse) =>
    response
      .writeHead(200, { 'Content-Type': 'application/json' })
      .end(typeof items === 'string' ? items : JSON.stringify(items))
  const asked = async () => {
    const started = performance.now()
    const answer = await afresh()
    const one = answer.operators.find(({ id }) => id === operatorId)!
    return {
      ...one,
      rides: answer.rides.filter(({ operator }) => operator.id === operatorId),
      ms: performance.now() - started,
      all: answer,
    }
  }

  beforeAll(async () => {
    bad = await listenTo((_, response) => {
      calls++
      respond(response)
    })
    const made = await anOperator(ours, admin, {
      domain: 'mauvais.example',
      name: 'Mauvais',
      baseUrl: bad.url,
      asks: ['search', 'book'],
    })
    operatorId = made.id
  })
  afterAll(() => bad.close())
  // A success sets it right again.
  afterEach(async () => {
    respond = answering([])
    ours.clock.advance({ minutes: 5 })
    await afresh()
  })

  it('that hangs is waited for no longer than a second and a half, and holds up nobody’s rides', async () => {
    await offer()
    respond = () => {}
    const { answered, ms, all } = await asked()
    expect(answered).toBe(false)
    expect(ms).toBeGreaterThan(1400)
    expect(ms).toBeLessThan(4000)
    expect(all.rides.map(({ operator }) => operator.name)).toEqual(['Là-bas'])
  })

  it('that sends a hundred megabytes is cut', async () => {
    respond = (response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' })
      const part = Buffer.alloc(1024 * 1024, 32)
      let sent = 0
      const more = () => {
        while (sent++ < 100) if (!response.write(part)) return void response.once('drain', more)
        response.end('[]')
      }
      response.on('error', () => {})
      more()
    }
    expect(await asked()).toMatchObject({ answered: false, rides: [] })
  })

  it.each([
    ['answers 500', (response: import('node:http').ServerResponse) => response.writeHead(500).end('[]')],
    ['answers 401', (response: import('node:http').ServerResponse) => response.writeHead(401).end()],
    [
      'sends us elsewhere, to our own machine',
      (response: import('node:http').ServerResponse) =>
        response.writeHead(302, { Location: `${here.url}/api/standard-covoiturage/status` }).end(),
    ],
    ['answers a page', answering('<!doctype html><p>Bonjour')],
    ['answers half a list', answering('[{"id":')],
    ['answers NaN', answering(`[${JSON.stringify(fine()).replace('900', 'NaN')}]`)],
    ['answers no list', answering({ rides: [] })],
    ['answers nothing', answering('')],
  ] as const)('that %s is as one that did not answer', async (_, answer) => {
    respond = answer
    expect(await asked()).toMatchObject({ answered: false, rides: [] })
  })

  it('that lies in some of its rides has these dropped, and counted; the others are shown', async () => {
    const hour = 3600
    const at = Date.parse('2026-11-25T06:30:00Z') / 1000
    respond = answering([
      fine({ id: 'good' }),
      fine({ id: 'good' }),
      fine({ id: 'past', passengerPickupDate: Math.floor(ours.clock.now() / 1000) - hour }),
      fine({ id: 'far', passengerPickupDate: at + 12 * hour }),
      fine({ id: 'milliseconds', passengerPickupDate: at * 1000 }),
      fine({ id: 'text', passengerPickupDate: String(at) }),
      fine({ id: 'nowhere', passengerPickupLat: 95 }),
      fine({ id: 'slow', duration: -1 }),
      fine({ id: 'other', operator: 'autre.example' }),
      fine({ id: 'nobody', driver: { id: 'd', operator: 'mauvais.example', alias: '\u200b' } }),
      fine({ id: 'full', availableSeats: 0 }),
      fine({ id: '' }),
      null,
      'x',
      [],
    ])
    const { rides, dropped, answered } = await asked()
    expect([answered, dropped]).toEqual([true, 14])
    expect(rides.map(({ key }) => key)).toEqual([`${operatorId}:good`])
  })

  it('that writes scripts, or leads to one, shows as words and leads nowhere', async () => {
    respond = answering([
      fine({
        driver: { id: 'd', operator: 'mauvais.example', alias: '<script>alert(1)</script>\u202egnihton' },
        webUrl: 'javascript:alert(1)',
        passengerPickupAddress: '<img src=x onerror=alert(1)>',
        price: { type: 'PAYING', amount: 1e12, currency: 'EUR' },
      }),
      fine({
        id: 'b',
        webUrl: 'https://u:p@mauvais.example/',
        price: { type: 'PAYING', amount: 2.5, currency: 'CHF' },
      }),
      fine({
        id: 'c',
        webUrl: 'https://mauvais.example/t/1',
        price: { type: 'PAYING', amount: 2.5, currency: 'EUR' },
      }),
    ])
    const { rides } = await asked()
    expect(rides.map(({ webUrl, priceCents }) => [webUrl, priceCents])).toEqual([
      [null, null],
      [null, null],
      ['https://mauvais.example/t/1', 250],
    ])
    expect(rides[0]!.driver.name).toBe('<script>alert(1)</script>gnihton')
  })

  it('is asked once a minute for the same thing, and left alone for a minute after three failures', async () => {
    respond = answering([fine()])
    ours.clock.advance({ minutes: 2 })
    calls = 0
    for (let n = 0; n < 5; n++) await search()
    expect(calls).toBe(1)
    await Promise.all(Array.from({ length: 5 }, () => search({ at: '2026-11-25T07:45' })))
    expect(calls).toBe(2)
    respond = (response) => response.writeHead(500).end()
    calls = 0
    for (let n = 0; n < 6; n++) await search({ at: `2026-11-25T0${n}:10` })
    expect(calls).toBe(3)
    ours.clock.advance({ minutes: 2 })
    await search({ at: '2026-11-25T07:20' })
    expect(calls).toBe(4)
  })

  it('that nobody asks, or that is disabled, is not asked', async () => {
    const { version } = (await (await admin.get(`${operatorsPath}/${operatorId}`)).json()) as {
      version: number
    }
    const change = await admin.patch(`${operatorsPath}/${operatorId}`, { enabled: false }, { version })
    calls = 0
    expect((await afresh()).operators.map(({ id }) => id)).not.toContain(operatorId)
    expect(calls).toBe(0)
    const next = ((await change.json()) as { version: number }).version
    await admin.patch(`${operatorsPath}/${operatorId}`, { enabled: true }, { version: next })
  })

  it('is never waited for by our own search', async () => {
    respond = () => {}
    const started = performance.now()
    const answer = await ours.call(`/api/rides?${query()}`)
    expect(answer.status).toBe(200)
    expect(performance.now() - started).toBeLessThan(1000)
  })
})
