import { expect } from 'vitest'
import type { BookingView } from '../../api/carpool/bookings.schemas.ts'
import { addOwnAires } from '../../api/carpool/aires-own.usecases.ts'
import type { RideView, SearchAnswer } from '../../api/carpool/rides.schemas.ts'
import { demoSiren } from '../../api/territory/territory.demo.ts'
import type { DemoApp } from './demo-app.ts'
import { waitForMail } from './desk.ts'
import { communeOf } from './incidents.ts'
import { signInAs } from './organizers.ts'

/** A person who shares rides, come in by the link that was mailed to them. */
export type Traveller = {
  email: string
  cookie: string
  call: DemoApp['call']
}

/** Signs up, comes in by the mailed link, and says who one is. */
export async function aTraveller(
  app: DemoApp,
  { name = 'Camille D.', ...profile }: { name?: string } & Record<string, unknown> = {},
): Promise<Traveller> {
  const email = `${app.deps.ids.next()}@trajets.example`
  const asked = await app.call('/api/travellers/sign-up', { body: { territory: demoSiren, name, email } })
  if (asked.status !== 202) throw new Error(`sign-up: ${asked.status} ${await asked.text()}`)
  await waitForMail(app, email, 'connexion')
  const cookie = await signInAs(app, email)
  const call: DemoApp['call'] = (path, options = {}) =>
    app.call(path, { ...options, headers: { cookie, ...options.headers } })
  const saved = await call('/api/travellers/me', {
    method: 'PUT',
    body: { territory: demoSiren, name, agreed: true, ...profile },
  })
  if (saved.status !== 200) throw new Error(`profile: ${saved.status} ${await saved.text()}`)
  return { email, cookie, call }
}

/** Four aires on a line from west to east, five kilometres or so apart: their ids, by name. */
export async function someAires(app: DemoApp): Promise<Record<'ouest' | 'milieu' | 'est' | 'loin', string>> {
  const { code, name: commune } = await communeOf(app, 'Le Quesnoy')
  const points = { ouest: 3.55, milieu: 3.62, est: 3.69, loin: 3.76 }
  const aires = Object.entries(points).map(([name, lon]) => ({
    id: app.deps.ids.next(),
    name: `Aire ${name}`,
    address: null,
    commune: { code, name: commune },
    lon,
    lat: 50.25,
    kind: 'aire' as const,
    spaces: 10,
    lit: null,
  }))
  await addOwnAires(app.deps, { territorySiren: demoSiren, aires })
  const [ouest = '', milieu = '', est = '', loin = ''] = aires.map(({ id }) => id)
  return { ouest, milieu, est, loin }
}

/** A trip as it is offered, tomorrow at 7:30. */
export const anOffer = (app: DemoApp, from: string, to: string, over: Record<string, unknown> = {}) => ({
  id: app.deps.ids.next(),
  territory: demoSiren,
  originId: from,
  destinationId: to,
  firstDay: '2026-11-25',
  time: '07:30',
  seats: 3,
  ...over,
})

export async function find(
  app: Pick<DemoApp, 'call'>,
  query: Record<string, string | number>,
): Promise<SearchAnswer> {
  const text = new URLSearchParams({
    territory: demoSiren,
    walk: '0',
    at: '2026-11-25T07:30',
    ...query,
  } as never)
  const answer = await app.call(`/api/rides?${text}`)
  if (answer.status !== 200) throw new Error(`search: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as SearchAnswer
}

/** What booking a ride found asks for. */
export const toBook = (app: { deps: Pick<DemoApp['deps'], 'ids'> }, ride: RideView, seats = 1) => ({
  seats,
  legs: ride.legs.map(({ departureId, pickUp, dropOff }) => ({
    id: app.deps.ids.next(),
    departureId,
    pickUpId: pickUp.id,
    dropOffId: dropOff.id,
  })),
})

/** The content of an answer that has the status it should. */
export async function json<T>(answer: Response, status = 200): Promise<T> {
  const text = await answer.text()
  expect(answer.status, text).toBe(status)
  return JSON.parse(text) as T
}

/** How an answer refuses: `409 booking-settled`. */
export async function slugOf(answer: Response): Promise<string> {
  const { type } = (await answer.json()) as { type: string }
  return `${answer.status} ${type.replace('/problems/', '')}`
}

/** Books the first ride found, of a kind when it is named. */
export async function bookFound(
  app: DemoApp,
  who: Traveller,
  query: Record<string, string | number>,
  kind: RideView['kind'] = 'direct',
): Promise<BookingView[]> {
  const ride = (await find(app, query)).rides.find((one) => one.kind === kind)
  if (!ride) throw new Error(`no ${kind} ride was found`)
  const answer = await who.call('/api/bookings', { body: toBook(app, ride) })
  return (await json<{ bookings: BookingView[] }>(answer, 201)).bookings
}
