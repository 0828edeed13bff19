import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { acceptRevision, cancel, decline } from '../../../api/agenda/moderation.usecases.ts'
import { findPendingRevision } from '../../../api/agenda/revisions.repository.ts'
import type { EventRides } from '../../../api/carpool/event-rides.schemas.ts'
import type { TripView, TripWritten } from '../../../api/carpool/trips.schemas.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import {
  event as eventTable,
  localMail,
  occurrence,
  rideRequest,
  territory,
  traveller,
} from '../../../db/schema/index.ts'
import { actOn, agendaDeps, approveEvent, asAuthor, propose, publish } from '../../support/agenda.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { anOffer, aTraveller, someAires, toBook, type Traveller } from '../../support/rides.ts'
import { caudresis } from '../../support/territories.ts'

// A concert on Saturday 5 December at 19:00, by the aire « est »: who goes there, and back, by car.

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

const json = async <T>(answer: Response, status = 200): Promise<T> => {
  const text = await answer.text()
  expect(answer.status, text).toBe(status)
  return JSON.parse(text) as T
}
const slugOf = async (answer: Response) => {
  const { type } = (await answer.json()) as { type: string }
  return `${answer.status} ${type.replace('/problems/', '')}`
}
const byTheAire = { commune: 'Le Quesnoy', position: { lat: 50.2503, lon: 3.6903 } }
let count = 0
const aConcert = (over: Parameters<typeof publish>[1] = {}) =>
  publish(app(), { title: `Concert ${++count}`, placeName: `Salle ${count}`, ...byTheAire, ...over })
const ridesTo = async (id: string, query: Record<string, string> = {}) =>
  json<EventRides>(await app().call(`/api/rides/events/${id}?${new URLSearchParams(query)}`))
const evening = '2026-12-05T19:00'
const tied = (eventId: string, date = evening, over: Record<string, unknown> = {}) =>
  anOffer(app(), aires.ouest, aires.est, {
    firstDay: '2026-12-05',
    time: '18:20',
    event: { id: eventId, date },
    back: { id: app().deps.ids.next(), time: '22:20' },
    ...over,
  })
const offer = async (body: object, who = driver) =>
  json<TripWritten>(await who.call('/api/trips', { body }), 201)
const mailsTo = async (address: string) => {
  await app().worker.runOnce()
  return app()
    .database.read.select()
    .from(localMail)
    .where(eq(localMail.recipient, address))
    .orderBy(localMail.at, localMail.id)
}
/** Mails that what `work` does sends to somebody, those about this event. */
async function toldTo({ email }: Traveller, work: () => Promise<unknown>) {
  const before = (await mailsTo(email)).length
  await work()
  return (await mailsTo(email)).slice(before)
}

describe('An event’s page', () => {
  it('names the aire nearest its place and shows who goes there and back, by name of its date', async () => {
    const event = await aConcert()
    expect(await ridesTo(event.id)).toMatchObject({
      event: { id: event.id, date: evening, title: event.title },
      reach: { aires: [{ aire: { id: aires.est }, metres: 40 }], open: true, approximate: false },
      total: 0,
      items: [],
    })
    const { trip, back } = await offer(tied(event.id))
    expect(trip.event).toMatchObject({
      id: event.id,
      date: evening,
      title: event.title,
      path: `/agenda/2026-12-05-${event.slug}`,
    })
    expect(back!.event).toEqual(trip.event)
    const there = await ridesTo(event.id, { date: evening })
    expect(there).toMatchObject({
      total: 1,
      items: [
        {
          tied: true,
          ride: {
            legs: [
              { driver: { name: 'Dominique' }, pickUp: { id: aires.ouest }, dropOff: { id: aires.est } },
            ],
          },
        },
      ],
    })
    expect(there.items[0]!.ride.legs[0]!.dropOffAt).toBeLessThanOrEqual(there.reach!.arriveBy + 60_000)
    const home = await ridesTo(event.id, { way: 'back' })
    expect(home.items).toMatchObject([
      { tied: true, ride: { legs: [{ pickUp: { id: aires.est }, dropOff: { id: aires.ouest } }] } },
    ])
    // Found there, it is booked like any other.
    await json(await passenger.call('/api/bookings', { body: toBook(app(), there.items[0]!.ride, 3) }), 201)
    expect((await ridesTo(event.id)).total).toBe(0)
    const { items } = await json<{ items: TripView[] }>(
      await driver.call(`/api/trips/mine?territory=${demoSiren}`),
    )
    expect(items.find(({ id }) => id === trip.id)!.event!.title).toBe(event.title)
  })

  it('shows cars that happen to go there at that hour too, and not those that come too late or leave too soon', async () => {
    const event = await aConcert({ on: '2026-12-08' })
    const at = (time: string, over: Record<string, unknown> = {}) =>
      offer(anOffer(app(), aires.ouest, aires.est, { firstDay: '2026-12-08', time, ...over }))
    const { trip } = await at('18:10')
    await at('15:00')
    await at('19:30')
    await offer(anOffer(app(), aires.est, aires.ouest, { firstDay: '2026-12-08', time: '21:00' }))
    const { trip: home } = await offer(
      anOffer(app(), aires.est, aires.ouest, { firstDay: '2026-12-08', time: '22:10' }),
    )
    const there = await ridesTo(event.id)
    expect(there.items.map(({ ride, tied }) => [ride.legs[0]!.tripId, tied])).toEqual([[trip.id, false]])
    expect((await ridesTo(event.id, { way: 'back' })).items.map(({ ride }) => ride.legs[0]!.tripId)).toEqual([
      home.id,
    ])
  })

  it('comes in pages that neither jump nor repeat', async () => {
    const event = await aConcert({ on: '2026-12-09' })
    const ids: string[] = []
    for (const time of ['17:50', '18:00', '18:10', '18:10', '18:20'])
      ids.push(
        (await offer(anOffer(app(), aires.ouest, aires.est, { firstDay: '2026-12-09', time }))).trip.id,
      )
    const seen: string[] = []
    let cursor: string | null = ''
    do {
      const page: EventRides = await ridesTo(event.id, { limit: '2', ...(cursor ? { cursor } : {}) })
      expect(page.total).toBe(5)
      seen.push(...page.items.map(({ ride }) => ride.legs[0]!.tripId))
      cursor = page.nextCursor
    } while (cursor)
    expect(seen.toSorted()).toEqual(ids.toSorted())
  })

  it('says which date of a series is meant: each has its own rides', async () => {
    const event = await aConcert({ on: '2026-12-12', rule: 'FREQ=WEEKLY;COUNT=3' })
    await offer(tied(event.id, '2026-12-19T19:00', { firstDay: '2026-12-19' }))
    expect((await ridesTo(event.id)).event.date).toBe('2026-12-12T19:00')
    expect((await ridesTo(event.id)).total).toBe(0)
    expect((await ridesTo(event.id, { date: '2026-12-19T19:00' })).total).toBe(1)
    expect(await slugOf(await app().call(`/api/rides/events/${event.id}?date=2026-12-20T19:00`))).toBe(
      '404 event-unknown',
    )
  })

  it('counts those who ask for a seat that day, without saying who', async () => {
    const event = await aConcert({ on: '2026-12-10' })
    const [own] = await app().database.read.select().from(traveller).where(eq(traveller.name, 'Pascale'))
    const asking = (firstDay: string, status: 'open' | 'closed' = 'open') =>
      app().database.write((tx) =>
        tx.insert(rideRequest).values({
          id: app().deps.ids.next(),
          territorySiren: demoSiren,
          travellerId: own!.id,
          fromName: 'Bavay',
          toName: 'Aire est',
          fromReaches: [],
          toReaches: [],
          by: 'arrival',
          wallTime: '18:50',
          flexMinutes: 30,
          firstDay,
          lastDay: firstDay,
          seats: 1,
          eventId: event.id,
          status,
          createdAt: app().clock.now(),
        }),
      )
    await asking('2026-12-10')
    await asking('2026-12-10', 'closed')
    await asking('2026-12-11')
    const read = await ridesTo(event.id)
    expect(read.requests).toBe(1)
    expect(JSON.stringify(read)).not.toContain('Bavay')
  })

  it('has nothing to say of rides without a known place, far from every aire, cancelled, or over', async () => {
    const online = await publish(app(), {
      title: 'En ligne',
      attendanceMode: 'online',
      onlineUrl: 'https://exemple.fr',
    })
    expect((await ridesTo(online.id)).reach).toBeNull()
    const far = await aConcert({ commune: 'Bavay', position: { lat: 50.298, lon: 3.795 }, on: '2026-12-11' })
    const reach = (await ridesTo(far.id)).reach
    expect(reach === null || reach.aires[0]!.metres <= 10_000).toBe(true)
    const off = await aConcert({ on: '2026-12-11' })
    await offer(tied(off.id, '2026-12-11T19:00', { firstDay: '2026-12-11' }))
    await cancel(agendaDeps(app()), { ...(await actOn(app(), off.id)), words: 'Orage' })
    expect(await ridesTo(off.id, { date: '2026-12-11T19:00' })).toMatchObject({
      reach: null,
      total: 0,
      event: { cancelled: true },
    })
  })

  it('without a script, lists them and leads to the two forms', async () => {
    const event = await aConcert({ on: '2026-12-14' })
    await offer(tied(event.id, '2026-12-14T19:00', { firstDay: '2026-12-14' }))
    const page = await (await app().call(`/agenda/2026-12-14-${event.slug}`)).text()
    expect(page).toContain('Partager le trajet vers cet événement')
    expect(page).toMatch(
      /lundi 14 décembre 2026 à 18 h 20, de Aire ouest à Aire est, avec Dominique\. Places libres : 3\./,
    )
    expect(page).toContain(`/trajets/proposer?evenement=${event.id}&amp;date=2026-12-14T19%3A00`)
    expect(page).toContain(`/trajets?to=${aires.est}&amp;at=2026-12-14T18%3A50&amp;by=arrival`)
  })
})

describe('A trip is tied', () => {
  it('to a date that takes place, once: never to another', async () => {
    const event = await aConcert({ on: '2026-12-15' })
    const tried = async (over: Record<string, unknown>) =>
      slugOf(
        await driver.call('/api/trips', {
          body: tied(event.id, '2026-12-15T19:00', { firstDay: '2026-12-15', ...over }),
        }),
      )
    expect(await tried({ event: { id: event.id, date: '2026-12-16T19:00' } })).toBe('409 event-tie-refused')
    expect(await tried({ event: { id: app().deps.ids.next(), date: evening } })).toBe('409 event-tie-refused')
    expect(await tried({ regular: { weekdays: [2] } })).toBe('409 event-tie-refused')
    expect(await tried({ event: { id: event.id, date: 'samedi' } })).toBe('422 invalid-request')
    await cancel(agendaDeps(app()), { ...(await actOn(app(), event.id)), words: 'Orage' })
    expect(await tried({})).toBe('409 event-tie-refused')
  })
})

describe('A wish that lasts is tied', () => {
  it('to an event of here with a date to come: never to one unknown, hidden, cancelled, over or of elsewhere', async () => {
    const tried = (eventId: string) =>
      passenger.call('/api/ride-requests', {
        body: {
          id: app().deps.ids.next(),
          territory: demoSiren,
          from: aires.ouest,
          to: aires.est,
          firstDay: '2026-12-05',
          time: '18:20',
          eventId,
        },
      })
    const refused = async (eventId: string) =>
      expect(await slugOf(await tried(eventId))).toBe('404 event-unknown')
    await refused(app().deps.ids.next())
    await refused((await publish(app(), byTheAire, { status: 'submitted' })).id)
    const off = await aConcert({ on: '2026-12-16' })
    await cancel(agendaDeps(app()), { ...(await actOn(app(), off.id)), words: 'Orage' })
    await refused(off.id)
    const over = await aConcert()
    await app().database.write((tx) =>
      tx.update(occurrence).set({ startAt: 1, endAt: 2 }).where(eq(occurrence.eventSeq, over.seq)),
    )
    await refused(over.id)
    const { siren, name } = caudresis
    await app().database.write((tx) =>
      tx
        .insert(territory)
        .values({ siren, name, slug: 'caudresis', referencePrefix: 'ZZC', createdAt: app().clock.now() }),
    )
    const foreign = await aConcert()
    await app().database.write((tx) =>
      tx.update(eventTable).set({ territorySiren: siren }).where(eq(eventTable.id, foreign.id)),
    )
    await refused(foreign.id)
    const answer = await tried(off.id)
    expect((await answer.json()) as object).toMatchObject({
      detail:
        'Cet événement n’est plus à l’agenda, ou n’a plus de date à venir. Choisissez-en un autre dans l’agenda.',
    })
    const right = await aConcert()
    expect(await json(await tried(right.id), 201)).toMatchObject({ eventId: right.id })
  })
})

describe('The agenda', () => {
  const titles = async (query: string) =>
    (
      await json<{ items: { title: string; recurrence: string }[] }>(await app().call(`/api/events?${query}`))
    ).items.map(({ title, recurrence }) => `${title} ${recurrence}`)

  it('narrowed to what a shared ride reaches, lists the dates with a seat left, as seats come and go', async () => {
    const event = await aConcert({ on: '2027-01-09', rule: 'FREQ=WEEKLY;COUNT=2', title: 'Bal de janvier' })
    const query = 'ride=true&from=2027-01-01&to=2027-01-31'
    expect(await titles(query)).toEqual([])
    const { trip } = await offer(tied(event.id, '2027-01-16T19:00', { firstDay: '2027-01-16' }))
    expect(await titles(query)).toEqual(['Bal de janvier 2027-01-16T19:00'])
    expect(await titles(`${query}&q=janvier&territory=${demoSiren}`)).toEqual([
      'Bal de janvier 2027-01-16T19:00',
    ])
    expect(await titles(`${query}&q=juillet`)).toEqual([])
    expect(await titles(`${query}&free=true`)).toEqual([])
    const { rides } = { rides: (await ridesTo(event.id, { date: '2027-01-16T19:00' })).items }
    const { bookings } = await json<{ bookings: { id: string }[] }>(
      await passenger.call('/api/bookings', { body: toBook(app(), rides[0]!.ride, 3) }),
      201,
    )
    expect(await titles(query)).toEqual([])
    await json(
      await passenger.call(`/api/bookings/${bookings[0]!.id}/cancel`, { body: { reason: 'not-going' } }),
    )
    expect(await titles(query)).toEqual(['Bal de janvier 2027-01-16T19:00'])
    const month = await json<{ days: unknown[] }>(
      await app().call('/api/events/month?ride=true&month=2027-01'),
    )
    expect(month.days).toEqual([{ day: '2027-01-16', count: 1 }])
    const map = await json<{ total: number }>(
      await app().call(`/api/events/map?territory=${demoSiren}&${query}`),
    )
    expect(map.total).toBe(1)
    await json(await driver.call(`/api/trips/${trip.id}/cancel`, { body: {} }))
    expect(await titles(query)).toEqual([])
  })
})

describe('When the event changes, who drives and who rides are told, and nothing of their rides is', () => {
  const published = async (on: string) => {
    const title = `Bal ${++count}`
    const sent = await propose(app(), { title, placeName: `Salle ${count}`, ...byTheAire, on })
    await approveEvent(app(), sent.id)
    const { trip } = await offer(tied(sent.id, `${on}T19:00`, { firstDay: on }))
    const { items } = await ridesTo(sent.id, { date: `${on}T19:00` })
    await json(await passenger.call('/api/bookings', { body: toBook(app(), items[0]!.ride) }), 201)
    await mailsTo(driver.email)
    return { id: sent.id, title, trip, own: asAuthor(app(), sent.id, sent) }
  }
  const tripAsItIs = async (id: string) => {
    const { items } = await json<{ items: TripView[] }>(
      await driver.call(`/api/trips/mine?territory=${demoSiren}&limit=100`),
    )
    return items.find((one) => one.id === id)!
  }

  it('cancelled: one mail each, with their rides and what to do', async () => {
    const { id, title, trip } = await published('2026-12-17')
    const before = await mailsTo(passenger.email)
    const told = await toldTo(driver, async () =>
      cancel(agendaDeps(app()), { ...(await actOn(app(), id)), words: 'La salle est inondée.' }),
    )
    expect(told.map(({ subject }) => subject)).toEqual([`L’événement « ${title} » n’a plus lieu.`])
    expect(told[0]!.text).toContain('« La salle est inondée. »')
    expect(told[0]!.text).toContain('jeudi 17 décembre à 18:20, de Aire ouest à Aire est : vous conduisez.')
    expect(told[0]!.text).toContain('jeudi 17 décembre à 22:20, de Aire est à Aire ouest : vous conduisez.')
    expect(told[0]!.text).toContain('annulez votre trajet : vos passagers seront prévenus')
    const [other] = (await mailsTo(passenger.email)).slice(before.length)
    expect(other!.text).toContain('jeudi 17 décembre à 18:20, de Aire ouest à Aire est : vous êtes passager.')
    expect(other!.text).toContain('Rien n’a été changé à vos trajets.')
    expect(await tripAsItIs(trip.id)).toMatchObject({
      status: 'active',
      departures: [{ status: 'open', waiting: 1 }],
    })
  })

  it('moved: with its new date', async () => {
    const { id, title, own, trip } = await published('2026-12-18')
    const told = await toldTo(driver, async () => {
      const moved = await own.date({
        act: 'move',
        recurrence: '2026-12-18T19:00',
        span: { start: '2026-12-18T20:30', end: '2026-12-18T23:00' },
      })
      expect(moved.status, await moved.text()).toBe(200)
      await approveWaiting(id)
    })
    expect(told.map(({ subject }) => subject)).toEqual([`« ${title} » change d’heure ou de jour.`])
    expect(told[0]!.text).toContain('Nouvelle date : vendredi 18 décembre à 20:30.')
    expect((await tripAsItIs(trip.id)).event).toMatchObject({
      date: '2026-12-18T19:00',
      start: '2026-12-18T20:30',
    })
  })

  it('taken out of sight: told what it was called, and tied to nothing that shows any more', async () => {
    const { id, title, trip } = await published('2026-12-21')
    const told = await toldTo(driver, async () =>
      decline(agendaDeps(app()), {
        ...(await actOn(app(), id)),
        reason: 'duplicate',
        words: 'Deux fois le même.',
      }),
    )
    expect(told.map(({ subject }) => subject)).toEqual([`L’événement « ${title} » n’a plus lieu.`])
    expect((await tripAsItIs(trip.id)).event).toBeNull()
    expect(await slugOf(await app().call(`/api/rides/events/${id}`))).toBe('404 event-unknown')
  })

  it('one date of it cancelled: those who go on that date, and nobody else', async () => {
    const title = `Veillées ${++count}`
    const sent = await propose(app(), {
      title,
      placeName: `Salle ${count}`,
      ...byTheAire,
      on: '2027-02-06',
      rule: 'FREQ=WEEKLY;COUNT=3',
    })
    await approveEvent(app(), sent.id)
    await offer(tied(sent.id, '2027-02-13T19:00', { firstDay: '2027-02-13' }))
    await offer(tied(sent.id, '2027-02-20T19:00', { firstDay: '2027-02-20' }), passenger)
    await mailsTo(passenger.email)
    const others = (await mailsTo(passenger.email)).length
    const own = asAuthor(app(), sent.id, sent)
    const told = await toldTo(driver, async () => {
      const off = await own.date({ act: 'cancel', recurrence: '2027-02-13T19:00', reason: 'Panne' })
      expect(off.status, await off.text()).toBe(200)
      await approveWaiting(sent.id)
    })
    expect(told.map(({ subject }) => subject)).toEqual([`Une date de « ${title} » n’a plus lieu.`])
    expect((await mailsTo(passenger.email)).length).toBe(others)
  })

  it('a corrected word tells nobody', async () => {
    const { id, own } = await published('2026-12-22')
    const told = await toldTo(driver, async () => {
      const content = await own.rewritten({ description: 'Avec un orchestre.' })
      expect((await own.edit({ content })).status).toBe(200)
      await approveWaiting(id)
    })
    expect(told).toEqual([])
  })
})

/** An edit of what is published waits for a moderator. */
async function approveWaiting(id: string) {
  if (await findPendingRevision(app().database.read, id))
    await acceptRevision(agendaDeps(app()), await actOn(app(), id))
}
