import { beforeAll, describe, expect, it } from 'vitest'
import type { BookingView } from '../../../api/carpool/bookings.schemas.ts'
import { eraseOldRides } from '../../../api/carpool/rides-retention.usecases.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { booking, bookingMessage, departure, traveller, trip, user } from '../../../db/schema/index.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { waitForMail } from '../../support/desk.ts'
import { anOffer, aTraveller, find, someAires, toBook, type Traveller } from '../../support/rides.ts'

const house = useDemoApp()
const app = () => house.current
let aires: Awaited<ReturnType<typeof someAires>>
let driver: Traveller
let passenger: Traveller

beforeAll(async () => {
  aires = await someAires(app())
  driver = await aTraveller(app(), { name: 'Dominique' })
  passenger = await aTraveller(app(), { name: 'Pascale', phone: '+33612345678' })
})

const count = async (
  table: typeof booking | typeof bookingMessage | typeof departure | typeof trip | typeof traveller,
) => (await app().database.read.select().from(table)).length
const counts = async () => ({
  messages: await count(bookingMessage),
  bookings: await count(booking),
  departures: await count(departure),
  trips: await count(trip),
  travellers: await count(traveller),
})
async function aBooking(): Promise<BookingView> {
  await driver.call('/api/trips', { body: anOffer(app(), aires.ouest, aires.est) })
  const { rides } = await find(app(), { from: aires.ouest, to: aires.est })
  const body = { ...toBook(app(), rides[0]!), message: 'Bonjour.' }
  const answer = await passenger.call('/api/bookings', { body })
  return ((await answer.json()) as { bookings: BookingView[] }).bookings[0]!
}

describe('Rides', () => {
  it('of who asks to be forgotten are off, told, and without a name; the way in is closed', async () => {
    await aBooking()
    const gone = await driver.call(`/api/travellers/me?territory=${demoSiren}`, { method: 'DELETE' })
    expect(gone.status).toBe(204)
    await app().worker.runOnce()
    await waitForMail(app(), passenger.email, 'Trajet annulé')
    const rows = await app().database.read.select().from(traveller)
    expect(JSON.stringify(rows)).not.toContain('Dominique')
    expect((await driver.call(`/api/travellers/me?territory=${demoSiren}`)).status).toBe(401)
    driver = await aTraveller(app(), { name: 'Dominique' })
  })

  it('are forgotten on schedule: words, bookings, trips, then people', async () => {
    const never = `${app().deps.ids.next()}@trajets.example`
    await app().call('/api/travellers/sign-up', {
      body: { territory: demoSiren, name: 'Jamais', email: never },
    })
    await aBooking()
    const before = await counts()
    // Two messages, and the note that one of the rides is off.
    expect(before).toMatchObject({ bookings: 2, messages: 3 })
    await eraseOldRides(app().deps)
    // The driver who left is still named by a booking.
    expect(await counts()).toEqual(before)

    app().clock.advance({ days: 31 })
    await eraseOldRides(app().deps)
    expect(await counts()).toMatchObject({ messages: 0, bookings: 2, travellers: before.travellers - 1 })
    const people = await app().database.read.select().from(user)
    expect(people.map(({ email }) => email)).not.toContain(never)

    app().clock.advance({ days: 61 })
    await eraseOldRides(app().deps)
    expect(await counts()).toEqual({ messages: 0, bookings: 0, departures: 0, trips: 0, travellers: 2 })

    app().clock.advance({ days: 280 })
    await eraseOldRides(app().deps)
    expect(await counts()).toMatchObject({ travellers: 0 })
  })
})
