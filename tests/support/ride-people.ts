import type { Page } from 'playwright-core'
import { systemIds } from '../../api/platform/ids.ts'
import { demoSiren } from '../../api/territory/territory.demo.ts'
import type { BookingView } from '../../api/carpool/bookings.schemas.ts'
import type { TripWritten } from '../../api/carpool/trips.schemas.ts'
import type { SearchAnswer } from '../../api/carpool/rides.schemas.ts'
import type { DemoApp } from './demo-app.ts'
import { json, toBook, type Traveller } from './rides.ts'
import type { TestServer } from './server.ts'
import { cookieOf } from './staff.ts'

// People who share rides, on a running server: made by the ways people have, without a browser for each.

/** Calls a running server as a browser signed in with that cookie does. */
export const callOf =
  (server: TestServer, cookie = ''): DemoApp['call'] =>
  async (path, { method, body, headers = {} } = {}) =>
    fetch(new URL(path, server.url), {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        Origin: server.url,
        'Idempotency-Key': systemIds.next(),
        ...(cookie ? { cookie } : {}),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })

/** A person who shares rides, come in by the link that was mailed to them. */
export async function aTravellerOn(
  server: TestServer,
  { name, ...profile }: { name: string } & Record<string, unknown>,
): Promise<Traveller> {
  const email = `${systemIds.next()}@trajets.example`
  await callOf(server)('/api/travellers/sign-up', { body: { territory: demoSiren, name, email } })
  const cookie = await enterBy(server, email)
  const call = callOf(server, cookie)
  const body = { territory: demoSiren, name, agreed: true, ...profile }
  await json(await call('/api/travellers/me', { method: 'PUT', body }))
  return { email, cookie, call }
}

/** Comes in by the latest link mailed to an address. */
export async function enterBy(server: TestServer, email: string): Promise<string> {
  const mail = await server.mailbox.waitFor(
    ({ to, links }) => to.includes(email) && links.some((link) => link.includes('token=')),
  )
  const link = new URL(mail.links.find((one) => one.includes('token='))!)
  const answer = await callOf(server)('/api/account/sign-in/confirm', {
    body: { token: link.searchParams.get('token') },
  })
  if (answer.status !== 204) throw new Error(`${email} could not sign in: ${answer.status}`)
  return cookieOf(answer)
}

/** Lets a browser page be this person. */
export async function bePerson(page: Page, server: TestServer, { cookie }: Traveller): Promise<void> {
  await page.context().addCookies(
    cookie.split('; ').map((pair) => {
      const [name = '', ...value] = pair.split('=')
      return { name, value: value.join('='), url: server.url }
    }),
  )
}

/** Two aires of the demo, in Bavay and in Le Quesnoy. */
async function endsOn(server: TestServer) {
  const aires = await json<{ items: { id: string; commune: { code: string } }[] }>(
    await callOf(server)(`/api/aires?territory=${demoSiren}&limit=100`),
  )
  const at = (code: string) => aires.items.find(({ commune }) => commune.code === code)!.id
  return { originId: at('59053'), destinationId: at('59481') }
}

/** A trip of somebody at noon on every day of the week, which nobody booked. */
export async function aRegularTripOf(server: TestServer, driver: Traveller): Promise<TripWritten> {
  const offer = {
    id: systemIds.next(),
    territory: demoSiren,
    ...(await endsOn(server)),
    firstDay: new Date(Date.now() + 86_400_000).toISOString().slice(0, 10),
    time: '12:00',
    regular: { weekdays: [1, 2, 3, 4, 5, 6, 7], holidaysOff: false },
    seats: 3,
  }
  return json(await driver.call('/api/trips', { body: offer }), 201)
}

/** A trip of one, asked for by the other, three days ahead at noon so that no hour of the test matters. */
export async function aRideOf(
  server: TestServer,
  { driver, passenger }: { driver: Traveller; passenger: Traveller },
): Promise<BookingView> {
  const day = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10)
  const ends = await endsOn(server)
  const offer = {
    id: systemIds.next(),
    territory: demoSiren,
    ...ends,
    firstDay: day,
    time: '12:00',
    seats: 3,
  }
  await json(await driver.call('/api/trips', { body: offer }), 201)
  const query = {
    territory: demoSiren,
    from: ends.originId,
    to: ends.destinationId,
    at: `${day}T12:00`,
    walk: '0',
  }
  const { rides } = await json<SearchAnswer>(await callOf(server)(`/api/rides?${new URLSearchParams(query)}`))
  const ride = rides.find(({ legs }) => legs.length === 1 && legs[0]!.tripId === offer.id)!
  const { bookings } = await json<{ bookings: BookingView[] }>(
    await passenger.call('/api/bookings', { body: toBook({ deps: { ids: systemIds } }, ride) }),
    201,
  )
  return bookings[0]!
}
