import { uuidv7 } from 'uuidv7'
import type { SearchAnswer } from '../../api/carpool/rides.schemas.ts'
import type { TripWritten } from '../../api/carpool/trips.schemas.ts'
import { demoSiren } from '../../api/territory/territory.demo.ts'
import { airesOf, aResident, type Resident } from '../support/rides-browser.ts'
import type { TestServer } from '../support/server.ts'
import { did, inDays, secretMailedTo, signedIn, type Addresses } from './ask.ts'

const offer = (who: Resident, trip: object) =>
  did<TripWritten>(
    who.call('/api/trips', { id: uuidv7(), territory: demoSiren, seats: 3, firstDay: inDays(1), ...trip }),
  )
const book = async (who: Resident, { from, to, at }: { from: string; to: string; at: string }) => {
  const query = new URLSearchParams({ territory: demoSiren, walk: '0', from, to, at })
  const { rides } = await did<SearchAnswer>(who.call(`/api/rides?${query}`))
  const legs = rides[0]?.legs.map(({ departureId, pickUp, dropOff }) => ({
    id: uuidv7(),
    departureId,
    pickUpId: pickUp.id,
    dropOffId: dropOff.id,
  }))
  const { bookings } = await did<{ bookings: { id: string }[] }>(
    who.call('/api/bookings', { seats: 1, legs }),
  )
  return bookings[0]?.id ?? ''
}

/** Somebody is entered at the desk; a traveller is named a helper, and enters somebody too. */
async function help(server: TestServer, helper: Resident): Promise<Addresses> {
  const desk = await signedIn(server, 'accueil@mormal.example')
  const someone = { territory: demoSiren, phone: '03 27 00 00 00', phoneShared: true, consent: true }
  const simone = { id: uuidv7(), firstName: 'Simone', lastName: 'Lefebvre', ...someone }
  await desk('/api/desk/ride-people', simone)
  await desk('/api/desk/ride-helpers', { territory: demoSiren, email: helper.email })
  const maurice = { id: uuidv7(), firstName: 'Maurice', lastName: 'Delattre', ...someone }
  await did(helper.call('/api/desk/ride-people', maurice))
  return [
    ['/agents/trajets/personnes/:id', `/agents/trajets/personnes/${simone.id}`],
    ['/trajets/pour-quelquun/personnes/:id', `/trajets/pour-quelquun/personnes/${maurice.id}`],
  ]
}

/** Rides of `email`: offered, asked for, booked, shared, on several days, and for somebody they help. */
export async function rides(server: TestServer, email: string): Promise<Addresses> {
  const aires = await airesOf(server)
  const from = aires.get('Gare du Quesnoy') ?? ''
  const to = aires.get('Place du Marché de Bavay') ?? ''
  const driver = await aResident(server, { name: 'Mehdi' })
  const traveller = await aResident(server, { name: 'Lina', email })
  const way = { originId: from, destinationId: to }
  await offer(driver, { ...way, time: '07:30' })
  const daily = await offer(driver, {
    ...way,
    time: '12:10',
    regular: { weekdays: [1, 2, 3, 4, 5], exceptions: [] },
  })
  const own = await offer(traveller, { originId: to, destinationId: from, time: '17:45' })
  await offer(traveller, { originId: to, destinationId: from, time: '19:00' })
  const waiting = await aResident(server, { name: 'Basile' })
  // The first is left to be answered.
  await book(waiting, { from, to, at: `${inDays(1)}T07:30` })
  await secretMailedTo(server, driver.email, '/trajets/reponse')
  const booking = await book(traveller, { from, to, at: `${inDays(1)}T07:30` })
  const days = daily.trip.departures.slice(0, 4)
  await did(
    traveller.call('/api/booking-days', {
      id: uuidv7(),
      tripId: daily.trip.id,
      pickUpId: from,
      dropOffId: to,
      days: days.map(({ day }) => ({ id: uuidv7(), day })),
    }),
  )
  await secretMailedTo(server, driver.email, '/trajets/reponse-jours')
  await did(driver.call(`/api/bookings/${booking}/accept`, {}))
  const shared = await did<{ url: string }>(traveller.call(`/api/bookings/${booking}/share`, {}, 'PUT'))
  await book(driver, { from: to, to: from, at: `${inDays(1)}T17:45` })
  const wish = { id: uuidv7(), territory: demoSiren, from, to, firstDay: inDays(2), time: '08:00', walk: 0 }
  await did(waiting.call('/api/ride-requests', wish))
  await offer(driver, { ...way, firstDay: inDays(2), time: '08:05' })
  await secretMailedTo(server, waiting.email, '/trajets/ne-plus-prevenir')
  const child = await aResident(server, { name: 'Tom', minor: true })
  await child.call('/api/travellers/me/guardian', { territory: demoSiren, email: 'parent@habitants.example' })
  await secretMailedTo(server, 'parent@habitants.example', '/trajets/parent')
  const helped = await help(server, traveller)
  const { pathname, hash } = new URL(shared.url)
  const offered = server.mailbox.mails.flatMap(({ links }) => links)
  const toBook = offered.find((link) => link.includes('/trajets/reserver?')) ?? ''
  return [
    ...helped,
    ['/trajets/suivi', pathname + hash],
    ['/trajets/reserver', toBook.slice(server.url.length)],
    ['/trajets/mes-trajets/:id', `/trajets/mes-trajets/${own.trip.id}`],
    ['/trajets', `/trajets?from=${from}&to=${to}&at=${inDays(1)}T07:30&by=departure`],
  ]
}
