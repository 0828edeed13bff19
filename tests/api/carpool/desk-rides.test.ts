import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import type { BookingView } from '../../../api/carpool/bookings.schemas.ts'
import type { PersonView } from '../../../api/carpool/desk-people.schemas.ts'
import { eraseOldRides } from '../../../api/carpool/rides-retention.usecases.ts'
import type { TripView, TripWritten } from '../../../api/carpool/trips.schemas.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import {
  audit,
  body,
  deskCall,
  deskTraveller,
  deskTravellerKey,
  territory,
  traveller,
} from '../../../db/schema/index.ts'
import { communeOf } from '../../support/incidents.ts'
import { readPdf } from '../../support/pdf.ts'
import { useDesk, waitForMail, anAgent, type Agent } from '../../support/desk.ts'
import { aPerson, bookForThem, calls, enter, good } from '../../support/desk-rides.ts'
import { anOffer, aTraveller, find, someAires, toBook, type Traveller } from '../../support/rides.ts'
import { caudresis } from '../../support/territories.ts'

const house = useDesk()
const app = () => house.current
const clerk = () => house.current.clerk
let aires: Awaited<ReturnType<typeof someAires>>
let driver: Traveller
let stranger: Agent

beforeAll(async () => {
  aires = await someAires(app())
  driver = await aTraveller(app(), { name: 'Mehdi', phone: '0611223344', phoneShared: true })
  const { siren, name } = caudresis
  await app().database.write((tx) =>
    tx
      .insert(territory)
      .values({ siren, name, slug: 'caudresis', referencePrefix: 'ZZC', createdAt: app().clock.now() }),
  )
  stranger = await anAgent(app(), { scope: { kind: 'territory', id: siren, territory: siren } })
})

let hour = 5
/** A trip of its own hour, found by nobody else. */
async function aRide(over: Record<string, unknown> = {}) {
  const time = `${String((hour = (hour + 1) % 24)).padStart(2, '0')}:10`
  const { trip } = await good<TripWritten>(
    await driver.call('/api/trips', { body: anOffer(app(), aires.ouest, aires.est, { time, ...over }) }),
  )
  const { rides } = await find(app(), { from: aires.ouest, to: aires.est, at: `2026-11-25T${time}` })
  return rides.find(({ legs }) => legs[0]!.tripId === trip.id)!
}
const slug = async (answer: Response) => ((await answer.json()) as { type: string }).type.split('/').at(-1)
const answer = (booking: BookingView, act: string) =>
  driver.call(`/api/bookings/${booking.id}/${act}`, {
    body: act === 'accept' ? undefined : {},
    method: 'POST',
  })
const mark = (clerkOf: Agent, booking: { id: string }, version: number, as = 'passenger', called = true) =>
  clerkOf.post(`/api/desk/ride-calls/${booking.id}/called`, { as, called }, { version })

describe('Somebody on the phone', () => {
  it('is entered once: found again by name, by phone, however it is typed; asked about when only the name is the same', async () => {
    const first = aPerson(app(), { firstName: 'Éliane', lastName: 'Dubœuf', phone: '+33 3 27 44 55 66' })
    const entered = await clerk().post('/api/desk/ride-people', first)
    expect(entered.status).toBe(201)
    const again = await clerk().post('/api/desk/ride-people', {
      ...first,
      id: app().deps.ids.next(),
      firstName: 'eliane',
      lastName: 'DUBOEUF',
      phone: '03.27.44.55.66',
    })
    expect(again.status).toBe(200)
    const { person, known } = (await again.json()) as { person: PersonView; known: boolean }
    expect([known, person.id, person.name]).toEqual([true, first.id, 'Éliane D.'])

    const other = { ...first, id: app().deps.ids.next(), phone: null, phoneShared: false }
    const asked = await clerk().post('/api/desk/ride-people', other)
    expect(asked.status).toBe(409)
    const problem = (await asked.json()) as { type: string; people: PersonView[] }
    expect([problem.type.split('/').at(-1), problem.people.map(({ id }) => id)]).toEqual([
      'ride-person-known',
      [first.id],
    ])
    const two = await clerk().post('/api/desk/ride-people', { ...other, another: true })
    expect(two.status).toBe(201)

    for (const q of ['dub eli', '03 27 44', '0033327', 'DUBŒUF'])
      expect(
        (
          await good<{ items: PersonView[] }>(
            await clerk().get(`/api/desk/ride-people?territory=${demoSiren}&q=${encodeURIComponent(q)}`),
          )
        ).items.map(({ id }) => id),
        q,
      ).toContain(first.id)
    const none = await clerk().get(`/api/desk/ride-people?territory=${demoSiren}&q=zzz`)
    expect(await none.json()).toEqual({ items: [], nextCursor: null })
  })

  it('entered twice by the same write, or by two clerks at once, is one person', async () => {
    const body = aPerson(app(), { firstName: 'Paul', lastName: 'Simultané' })
    const key = app().deps.ids.next()
    const answers = await Promise.all([
      clerk().post('/api/desk/ride-people', body, { key }),
      clerk().post('/api/desk/ride-people', body, { key }),
      clerk().post('/api/desk/ride-people', { ...body, id: app().deps.ids.next() }),
    ])
    expect(new Set(answers.map(({ status }) => status).toSorted())).toEqual(new Set([200, 201]))
    const rows = await app().database.read.select().from(deskTraveller)
    expect(rows.filter(({ lastName }) => lastName === 'Simultané')).toHaveLength(1)
    const other = await clerk().post('/api/desk/ride-people', { ...body, phone: '0600000000' }, { key })
    expect([other.status, await slug(other)]).toEqual([422, 'idempotency-key-reused'])
  })

  it('is not kept without their agreement', async () => {
    const refused = await clerk().post('/api/desk/ride-people', aPerson(app(), { consent: false }))
    expect(refused.status).toBe(422)
  })

  it('is corrected under the version the clerk read, and does not become somebody known', async () => {
    const person = await enter(app(), clerk(), { lastName: 'Corrigée' })
    const path = `/api/desk/ride-people/${person.id}`
    const change = {
      firstName: 'Simone',
      lastName: 'Corrigée',
      phone: '0327999999',
      phoneShared: false,
      woman: null,
    }
    const corrected = await good<PersonView>(await clerk().patch(path, change, { version: person.version }))
    expect([corrected.phone, corrected.phoneShared]).toEqual(['0327999999', false])
    const stale = await clerk().patch(path, change, { version: person.version })
    expect(stale.status).toBe(412)
    const other = await enter(app(), clerk(), { lastName: 'Corrigée', another: true, phone: '0327888888' })
    const double = await clerk().patch(`/api/desk/ride-people/${other.id}`, change, {
      version: other.version,
    })
    expect([double.status, await slug(double)]).toEqual([409, 'ride-person-known'])
  })

  it('is read by staff of the territory alone: neither another’s, nor technicians, nor residents', async () => {
    const person = await enter(app(), clerk())
    const ride = await aRide()
    const booking = await bookForThem(app(), clerk(), { person, ride })
    const reading = [
      `/api/desk/ride-people/${person.id}`,
      `/api/desk/ride-people/${person.id}/bookings`,
      `/api/desk/ride-people/${person.id}/trips`,
      `/api/desk/ride-bookings/${booking.id}`,
    ]
    for (const path of reading) {
      expect((await stranger.get(path)).status, path).toBe(404)
      expect((await house.current.technician.get(path)).status, path).toBe(403)
      expect((await driver.call(path)).status, path).toBe(403)
    }
    for (const path of ['ride-people', 'ride-calls'])
      expect((await stranger.get(`/api/desk/${path}?territory=${demoSiren}`)).status, path).toBe(403)
    const book = await stranger.post(`/api/desk/ride-people/${person.id}/bookings`, toBook(app(), ride))
    expect(book.status).toBe(404)
    const cancel = await stranger.post(`/api/desk/ride-bookings/${booking.id}/acts`, {
      as: 'passenger',
      act: 'cancel',
    })
    expect(cancel.status).toBe(404)
    expect((await mark(stranger, booking, 1)).status).toBe(404)
    expect((await stranger.remove(`/api/desk/ride-people/${person.id}`, { version: 1 })).status).toBe(404)
  })

  it('never gives a clerk the bookings of who has an account', async () => {
    const passenger = await aTraveller(app(), { name: 'Pascale' })
    const ride = await aRide()
    const { bookings } = await good<{ bookings: BookingView[] }>(
      await passenger.call('/api/bookings', { body: toBook(app(), ride) }),
    )
    for (const as of ['driver', 'passenger']) {
      expect((await clerk().get(`/api/desk/ride-bookings/${bookings[0]!.id}?as=${as}`)).status).toBe(404)
      const act = await clerk().post(`/api/desk/ride-bookings/${bookings[0]!.id}/acts`, { as, act: 'cancel' })
      expect(act.status).toBe(404)
    }
    const own = await good<{ id: string }>(await passenger.call(`/api/travellers/me?territory=${demoSiren}`))
    expect((await clerk().get(`/api/desk/ride-people/${own.id}`)).status).toBe(404)
    const cancelled = await clerk().post(`/api/trips/${ride.legs[0]!.tripId}/cancel`, {})
    expect(cancelled.status).toBe(404)
  })
})

describe('A ride booked at the desk', () => {
  it('asks the driver by mail, and puts the answer on top of those to be called', async () => {
    const person = await enter(app(), clerk())
    const ride = await aRide()
    const booking = await bookForThem(app(), clerk(), { person, ride })
    await app().worker.runOnce()
    const mail = await waitForMail(app(), driver.email, 'demande une place')
    expect(mail.text).toContain(person.name)
    expect(mail.text).not.toContain(person.lastName)
    expect(mail.text).not.toContain('03 27')
    const isTheirs = ({ booking: one }: { booking: BookingView }) => one.id === booking.id
    expect((await calls(clerk(), 'to-call')).items.filter(isTheirs)).toEqual([])
    expect((await calls(clerk(), 'waiting')).items.filter(isTheirs)).toHaveLength(1)

    expect((await answer(booking, 'accept')).status).toBe(200)
    const [call] = (await calls(clerk(), 'to-call')).items.filter(isTheirs)
    expect(call).toMatchObject({
      as: 'passenger',
      topic: 'confirmed',
      calledAt: null,
      person: { id: person.id, phone: '03 27 11 22 33' },
      booking: { status: 'CONFIRMED', other: { name: 'Mehdi', phone: '0611223344' } },
    })
    expect((await calls(clerk(), 'waiting')).items.filter(isTheirs)).toEqual([])
    const done = await mark(clerk(), booking, call!.version)
    expect(((await done.json()) as { calledBy: string }).calledBy).toBe('Camille Durand')
    expect((await calls(clerk(), 'to-call')).items.filter(isTheirs)).toEqual([])
    // Tomorrow's ride is still on the list to remind of.
    const [soon] = (await calls(clerk(), 'soon')).items.filter(isTheirs)
    expect(soon).toMatchObject({ calledBy: 'Camille Durand' })
  })

  it('changed while the clerk was calling is to be called again: the tick does not swallow the news', async () => {
    const person = await enter(app(), clerk())
    const booking = await bookForThem(app(), clerk(), { person, ride: await aRide() })
    await answer(booking, 'accept')
    const seen = (await calls(clerk(), 'to-call')).items.find((call) => call.booking.id === booking.id)!
    await answer(booking, 'cancel')
    const late = await mark(clerk(), booking, seen.version)
    expect(late.status).toBe(412)
    const { current } = (await late.json()) as { current: { topic: string } }
    expect(current.topic).toBe('cancelled')
    const now = (await calls(clerk(), 'to-call')).items.find((call) => call.booking.id === booking.id)!
    expect([now.topic, now.booking.status]).toEqual(['cancelled', 'CANCELLED'])
    // Ticked, and taken back.
    const ticked = (await (await mark(clerk(), booking, now.version)).json()) as { version: number }
    const back = await mark(clerk(), booking, ticked.version, 'passenger', false)
    expect(((await back.json()) as { calledAt: null }).calledAt).toBeNull()
  })

  it('declined, or left without an answer, is to be called', async () => {
    const person = await enter(app(), clerk())
    const declined = await bookForThem(app(), clerk(), { person, ride: await aRide() })
    await answer(declined, 'decline')
    const call = (await calls(clerk(), 'to-call')).items.find(({ booking }) => booking.id === declined.id)
    expect(call?.topic).toBe('declined')
  })

  it('is cancelled by the clerk for them: the driver is told, and there is nobody to call', async () => {
    const person = await enter(app(), clerk())
    const booking = await bookForThem(app(), clerk(), { person, ride: await aRide() })
    await answer(booking, 'accept')
    const act = { as: 'passenger', act: 'cancel', reason: 'ill' }
    const off = await good<BookingView>(await clerk().post(`/api/desk/ride-bookings/${booking.id}/acts`, act))
    expect([off.status, off.cancelled?.by]).toEqual(['CANCELLED', 'passenger'])
    await app().worker.runOnce()
    await waitForMail(app(), driver.email, 'Trajet annulé')
    expect((await calls(clerk(), 'to-call')).items.filter((call) => call.booking.id === booking.id)).toEqual(
      [],
    )
  })

  it('sent twice is one booking; for the last seat, one of two people has it', async () => {
    const [one, two] = [await enter(app(), clerk()), await enter(app(), clerk())]
    const ride = await aRide({ seats: 1 })
    const key = app().deps.ids.next()
    const body = toBook(app(), ride)
    const path = (person: PersonView) => `/api/desk/ride-people/${person.id}/bookings`
    const answers = await Promise.all([
      clerk().post(path(one), body, { key }),
      clerk().post(path(one), body, { key }),
      clerk().post(path(two), toBook(app(), ride)),
    ])
    const [first, same, other] = answers.map(({ status }) => status)
    expect(first).toBe(same)
    expect([first, other].toSorted()).toEqual([201, 409])
    const bookings = await Promise.all(
      [one, two].map(async (person) => good<{ items: BookingView[] }>(await clerk().get(path(person)))),
    )
    expect(bookings.flatMap(({ items }) => items)).toHaveLength(1)
  })
})

describe('Between the agreement and the ride', () => {
  const says = (booking: { id: string }, act: string, as: string, body: unknown, who = clerk()) =>
    who.post(`/api/desk/ride-bookings/${booking.id}/${act}?as=${as}`, body)
  const topicOf = async (booking: { id: string }) =>
    (await calls(clerk(), 'to-call', '', 100)).items.find((call) => call.booking.id === booking.id)?.topic

  it('another time proposed by the driver is a call; the clerk says yes for them, and the driver is told', async () => {
    const person = await enter(app(), clerk())
    const booking = await bookForThem(app(), clerk(), { person, ride: await aRide() })
    await answer(booking, 'accept')
    const pickUpAt = booking.pickUpAt + 20 * 60_000
    await good(await driver.call(`/api/bookings/${booking.id}/time`, { body: { pickUpAt } }))
    expect(await topicOf(booking)).toBe('time-proposed')
    const yes = { accept: true, pickUpAt }
    expect((await says(booking, 'time-answer', 'passenger', yes, stranger)).status).toBe(404)
    const driverNow = await says(booking, 'time-answer', 'driver', yes)
    expect(driverNow.status).toBe(404)
    const moved = await good<BookingView>(await says(booking, 'time-answer', 'passenger', yes))
    expect([moved.pickUpAt, moved.proposedPickUpAt]).toEqual([pickUpAt, null])
    expect(await topicOf(booking)).toBeUndefined()
    await app().worker.runOnce()
    await waitForMail(app(), driver.email, 'D’accord pour')
  })

  it('they are late, or nobody came: said by the clerk, read by the driver', async () => {
    const person = await enter(app(), clerk())
    const booking = await bookForThem(app(), clerk(), { person, ride: await aRide() })
    await answer(booking, 'accept')
    const early = await says(booking, 'late', 'passenger', { minutes: 10 })
    expect(await slug(early)).toBe('booking-settled')
    const now = app().clock.now()
    app().clock.set(new Date(booking.pickUpAt - 3_600_000).toISOString())
    const late = await good<BookingView>(await says(booking, 'late', 'passenger', { minutes: 10 }))
    expect(late.late.passenger).toBe(10)
    app().clock.set(new Date(booking.pickUpAt + 10 * 60_000).toISOString())
    const gone = await good<BookingView>(
      await says(booking, 'no-show', 'passenger', { words: 'La voiture n’est pas venue.' }),
    )
    expect(gone.cancelled).toMatchObject({ by: 'passenger', reason: 'no-show' })
    const seen = (await (await driver.call(`/api/bookings/${booking.id}`)).json()) as BookingView
    expect(seen.cancelled?.words).toBe('La voiture n’est pas venue.')
    app().clock.set(new Date(now).toISOString())
  })

  it('a problem with the driver is signalled by the clerk: those who moderate read it, the driver does not', async () => {
    const person = await enter(app(), clerk())
    const booking = await bookForThem(app(), clerk(), { person, ride: await aRide() })
    const said = { id: app().deps.ids.next(), reason: 'conduct', words: 'Il a crié tout le trajet.' }
    expect((await says(booking, 'report', 'passenger', said, stranger)).status).toBe(404)
    const sent = await says(booking, 'report', 'passenger', said)
    expect(sent.status, await sent.clone().text()).toBe(201)
    const scope = { kind: 'territory', id: demoSiren } as const
    const moderator = await anAgent(app(), { role: 'moderator', scope })
    const { items } = await good<{ items: { id: string; words: string; reporter: string }[] }>(
      await moderator.get(`/api/desk/ride-reports?territory=${demoSiren}&state=open&limit=100`),
    )
    expect(items.find(({ id }) => id === said.id)).toMatchObject({ words: said.words })
    expect(await (await driver.call(`/api/bookings/${booking.id}`)).text()).not.toContain('crié')
    const [trail] = await app().database.read.select().from(audit).where(eq(audit.subject, said.id))
    expect([trail?.action, trail?.userId]).toEqual(['ride-report.entered', clerk().userId])
  })

  it('a driver without an app proposes another time by the clerk', async () => {
    const person = await enter(app(), clerk(), { firstName: 'Gilbert' })
    const offer = anOffer(app(), aires.est, aires.loin, { time: '11:40' })
    const path = `/api/desk/ride-people/${person.id}/trips`
    const { trip } = await good<TripWritten>(await clerk().post(path, offer))
    const { rides } = await find(app(), { from: aires.est, to: aires.loin, at: '2026-11-25T11:40' })
    const ride = rides.find(({ legs }) => legs[0]!.tripId === trip.id)!
    const passenger = await aTraveller(app(), { name: 'Pascale' })
    const { bookings } = await good<{ bookings: BookingView[] }>(
      await passenger.call('/api/bookings', { body: toBook(app(), ride) }),
    )
    const [booking] = bookings
    await good(
      await clerk().post(`/api/desk/ride-bookings/${booking!.id}/acts`, { as: 'driver', act: 'accept' }),
    )
    const pickUpAt = booking!.pickUpAt - 10 * 60_000
    await good(await says(booking!, 'time', 'driver', { pickUpAt }))
    const seen = await good<BookingView>(await passenger.call(`/api/bookings/${booking!.id}`))
    expect(seen.proposedPickUpAt).toBe(pickUpAt)
  })
})

describe('The slip', () => {
  const slipOf = async (booking: BookingView, as = 'passenger') => {
    const answer = await clerk().get(`/api/desk/ride-bookings/${booking.id}/slip.pdf?as=${as}`)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf'])
    const { pages, info, marked } = await readPdf(new Uint8Array(await answer.arrayBuffer()))
    return { pages, info, marked, text: pages[0]!.text.replaceAll('\u00a0', ' ') }
  }

  it('says day, hour, where, with whom, what it costs and whom to call, on one tagged page', async () => {
    const { code } = await communeOf(app(), 'Le Quesnoy')
    await app().database.write((tx) =>
      tx.update(body).set({ phone: '03 27 00 00 01' }).where(eq(body.communeCode, code)),
    )
    const person = await enter(app(), clerk())
    const booking = await bookForThem(app(), clerk(), {
      person,
      ride: await aRide({ costCents: 60 }),
      seats: 2,
    })
    const before = await slipOf(booking)
    expect(before.text).toContain('Pas encore confirmé')
    expect(before.text).not.toContain('0611223344')
    await answer(booking, 'accept')
    const { pages, info, marked, text } = await slipOf(booking)
    expect([pages.length, marked?.Marked, info.Language]).toEqual([1, true, 'fr'])
    const time = new Date(booking.pickUpAt + 3_600_000).toISOString().slice(11, 16)
    for (const words of [
      'Mercredi 25 novembre',
      `Rendez-vous à ${Number(time.slice(0, 2))} h ${time.slice(3)}`,
      'Aire ouest',
      'Le Quesnoy',
      'Jusqu’à Aire est',
      'Avec Mehdi – 0611223344',
      'À donner au conducteur : 1,20 €, pour 2 places.',
      '03 27 00 00 01',
      'En danger : le 112',
    ])
      expect(text).toContain(words)
    expect(pages[0]!.roles).toEqual(expect.arrayContaining(['Document', 'H1', 'P']))
    await answer(booking, 'cancel')
    expect((await slipOf(booking)).text).toContain('Ce trajet est annulé. Ne venez pas.')
    expect((await stranger.get(`/api/desk/ride-bookings/${booking.id}/slip.pdf`)).status).toBe(404)
  })
})

describe('A driver without an app', () => {
  it('offers by the clerk, is called about who asks, and answers by the clerk', async () => {
    const person = await enter(app(), clerk(), { firstName: 'Gilbert', lastName: 'Moreau' })
    const offer = anOffer(app(), aires.est, aires.loin, { time: '09:40' })
    const { trip } = await good<TripWritten>(
      await clerk().post(`/api/desk/ride-people/${person.id}/trips`, offer),
    )
    const { rides } = await find(app(), { from: aires.est, to: aires.loin, at: '2026-11-25T09:40' })
    const ride = rides.find(({ legs }) => legs[0]!.tripId === trip.id)!
    expect(ride.legs[0]!.driver.name).toBe('Gilbert M.')
    const passenger = await aTraveller(app(), { name: 'Pascale', phone: '0655667788', phoneShared: true })
    const { bookings } = await good<{ bookings: BookingView[] }>(
      await passenger.call('/api/bookings', {
        body: { ...toBook(app(), ride), message: 'Devant la halle.' },
      }),
    )
    const id = bookings[0]!.id
    const call = (await calls(clerk(), 'to-call')).items.find(({ booking }) => booking.id === id)!
    expect([call.as, call.topic, call.booking.other]).toEqual([
      'driver',
      'asked',
      { name: 'Pascale', phone: null },
    ])
    const accepted = await good<BookingView>(
      await clerk().post(`/api/desk/ride-bookings/${id}/acts`, { as: 'driver', act: 'accept' }),
    )
    expect([accepted.status, accepted.other.phone]).toEqual(['CONFIRMED', '0655667788'])
    expect((await calls(clerk(), 'to-call')).items.filter(({ booking }) => booking.id === id)).toEqual([])
    await passenger.call(`/api/bookings/${id}/messages`, {
      body: { id: app().deps.ids.next(), words: 'J’aurai cinq minutes de retard.' },
    })
    const told = (await calls(clerk(), 'to-call')).items.find(({ booking }) => booking.id === id)!
    expect([told.topic, told.words]).toEqual(['message', 'J’aurai cinq minutes de retard.'])

    const trips = await good<{ items: TripView[] }>(
      await clerk().get(`/api/desk/ride-people/${person.id}/trips`),
    )
    expect(trips.items.map((one) => one.id)).toEqual([trip.id])
    // The trip is taken off as by its driver; who booked is told.
    expect((await stranger.post(`/api/trips/${trip.id}/cancel`, {})).status).toBe(404)
    await good(await clerk().post(`/api/trips/${trip.id}/cancel`, {}))
    await app().worker.runOnce()
    await waitForMail(app(), passenger.email, 'Trajet annulé')
  })
})

describe('The list of calls', () => {
  it('comes in pages that hold each call once, whose ride leaves first first', async () => {
    const person = await enter(app(), clerk())
    for (let n = 0; n < 3; n++) {
      const booking = await bookForThem(app(), clerk(), { person, ride: await aRide() })
      await answer(booking, 'accept')
    }
    const whole = (await calls(clerk(), 'to-call', '', 100)).items
    const paged: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: Awaited<ReturnType<typeof calls>> = await calls(clerk(), 'to-call', cursor, 2)
      paged.push(...page.items.map(({ booking }) => booking.id))
      cursor = page.nextCursor
    }
    expect(paged).toEqual(whole.map(({ booking }) => booking.id))
    const times = whole.map(({ booking }) => booking.pickUpAt)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  })
})

describe('Somebody entered at the desk', () => {
  const rowsOf = async (id: string) => {
    const { read } = app().database
    return {
      desk: (await read.select().from(deskTraveller).where(eq(deskTraveller.travellerId, id))).length,
      keys: (await read.select().from(deskTravellerKey).where(eq(deskTravellerKey.travellerId, id))).length,
      calls: (await read.select().from(deskCall).where(eq(deskCall.travellerId, id))).length,
      names: (await read.select().from(traveller).where(eq(traveller.id, id))).map(({ name }) => name),
    }
  }

  it('is forgotten at their wish: rides to come are off, the driver is told, name, phone and calls are gone', async () => {
    const person = await enter(app(), clerk())
    const booking = await bookForThem(app(), clerk(), { person, ride: await aRide() })
    const { version } = person
    const path = `/api/desk/ride-people/${person.id}`
    expect((await clerk().remove(path, { version: version + 1 })).status).toBe(412)
    expect((await clerk().remove(path, { version })).status).toBe(204)
    expect(await rowsOf(person.id)).toEqual({ desk: 0, keys: 0, calls: 0, names: ['–'] })
    expect((await clerk().get(`/api/desk/ride-people/${person.id}`)).status).toBe(404)
    const seen = (await (await driver.call(`/api/bookings/${booking.id}`)).json()) as BookingView
    expect(seen.status).toBe('CANCELLED')
  })

  it('is kept while they ride, and forgotten a year after', async () => {
    const person = await enter(app(), clerk())
    const { clock } = app()
    const later = (days: number) => ({ ...app().deps, clock: { now: () => clock.now() + days * 86_400_000 } })
    await eraseOldRides(later(300))
    expect(await rowsOf(person.id)).toMatchObject({ desk: 1, names: [person.name] })
    await eraseOldRides(later(400))
    expect(await rowsOf(person.id)).toEqual({ desk: 0, keys: 0, calls: 0, names: [] })
  })
})
