import { expect } from 'vitest'
import type { BookingView, MessageView } from '../../api/carpool/bookings.schemas.ts'
import { nextSequence } from '../../api/carpool/departures.repository.ts'
import type { TripWritten } from '../../api/carpool/trips.schemas.ts'
import { demoSiren } from '../../api/territory/territory.demo.ts'
import { departure } from '../../db/schema/index.ts'
import type { DemoApp } from './demo-app.ts'
import { anOffer, find, toBook, type Traveller } from './rides.ts'

/** The JSON of an answer, whose status must be this one. */
export async function json<T>(answer: Response, status = 200): Promise<T> {
  const text = await answer.text()
  expect(answer.status, text).toBe(status)
  return JSON.parse(text) as T
}

/** `409 booking-settled` */
export async function slugOf(answer: Response): Promise<string> {
  const { type } = (await answer.json()) as { type: string }
  return `${answer.status} ${type.replace('/problems/', '')}`
}

/** Offers a trip, tomorrow at 7:30 unless told otherwise. */
export const offer = async (
  app: DemoApp,
  driver: Traveller,
  from: string,
  to: string,
  over: Record<string, unknown> = {},
) => json<TripWritten>(await driver.call('/api/trips', { body: anOffer(app, from, to, over) }), 201)

/** Books the first ride found between two aires. */
export async function book(
  app: DemoApp,
  passenger: Traveller,
  from: string,
  to: string,
  { at = '2026-11-25T07:30', seats = 1 } = {},
): Promise<BookingView[]> {
  const { rides } = await find(app, { from, to, at })
  const body = toBook(app, rides[0]!, seats)
  return (await json<{ bookings: BookingView[] }>(await passenger.call('/api/bookings', { body }), 201))
    .bookings
}

export const act = (who: Traveller, booking: Pick<BookingView, 'id'>, what: string, body: object = {}) =>
  who.call(`/api/bookings/${booking.id}/${what}`, { body })

/** Does something that must be possible. */
export const did = async (...asked: Parameters<typeof act>) => json<BookingView>(await act(...asked))

export const threadOf = async (who: Traveller, booking: Pick<BookingView, 'id'>) =>
  (await json<{ items: MessageView[] }>(await who.call(`/api/bookings/${booking.id}/messages`))).items

/** Takes every trip of the territory off, so that the next test finds its own alone. */
export const clearTrips = ({ deps }: DemoApp) =>
  deps.database.write(async (tx) => {
    const sequence = await nextSequence(tx, demoSiren)
    await tx.update(departure).set({ status: 'cancelled', sequence })
  })
