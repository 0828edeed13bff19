import type { Tx } from '../../../db/client.ts'
import type { DueNotification, Sender, SendOutcome } from '../../alerts/alerts.types.ts'
import type { Deps } from '../../platform/http.ts'
import { holdsSeats } from '../bookings.rules.ts'
import { findBooking } from '../bookings.repository.ts'
import { endRide } from './elsewhere-news.usecases.ts'
import { findRideElsewhere, updateRideElsewhere, type RideElsewhere } from './elsewhere.repository.ts'
import { aliasOf } from './foreign-people.usecases.ts'
import { findForeign, findTold, saveTold } from './foreign.repository.ts'
import { secondsOf, viewPerson, viewPrice } from './journeys.views.ts'
import { createOperatorClient, OperatorError, writeLimits } from './operator-client.ts'
import type { OperatorRow } from './operators.repository.ts'

const sent = { kind: 'sent' } as const
const failed = (error: string): SendOutcome => ({ kind: 'failed', error })

/** The other side may answer otherwise later, or when its key is given again. */
const isPassing = ({ fault, status }: OperatorError) =>
  status === 401 ||
  status === 403 ||
  fault === 'server-error' ||
  fault === 'too-slow' ||
  fault === 'unreachable' ||
  fault === 'no-key' ||
  fault === 'bad-certificate'

/**
 * Hands to another operator what it is told: the state of a booking as it is at that moment (so what was late, or sent
 * out of order, does no harm), a booking of ours with it, words. See docs/standard-covoiturage.md.
 */
export function createOperatorSender(deps: Pick<Deps, 'database' | 'clock' | 'ids' | 'config'>): Sender {
  const { database, clock, ids, config } = deps
  const call = createOperatorClient(config, writeLimits)

  /** True when it was taken; 409 says that it was before. */
  async function move(operator: OperatorRow, id: string, query: Record<string, string>): Promise<void> {
    try {
      await call(operator, { method: 'PATCH', path: `/bookings/${id}`, query })
    } catch (error) {
      if (!(error instanceof OperatorError && error.status === 409)) throw error
    }
  }

  async function tellBooking(id: string, words: string | undefined): Promise<SendOutcome> {
    const row = await findBooking(database.read, id)
    const theirs = row && (await findForeign(database.read, row.passenger.id))
    if (!row || !theirs) return failed('forgotten')
    const { operator, foreign } = theirs
    if (!operator.enabled) return failed('operator-disabled')
    const { booking, driver, passenger } = row
    if (words) {
      await call(operator, {
        method: 'POST',
        path: '/messages',
        body: {
          from: viewPerson({ config, operator }, driver),
          to: { id: foreign.foreignId, operator: operator.domain, alias: aliasOf(passenger.name, operator) },
          message: words,
          recipientCarpoolerType: 'PASSENGER',
          bookingId: id,
        },
      })
      return sent
    }
    const told = (await findTold(database.read, id)) ?? 'WAITING_CONFIRMATION'
    if (told === booking.status) return sent
    const why = booking.status === 'CANCELLED' && booking.cancelWords
    await move(operator, id, { status: booking.status, ...(why ? { message: why } : {}) })
    await database.write((tx) =>
      saveTold(tx, { bookingId: id, operatorId: operator.id, told: booking.status }),
    )
    return sent
  }

  const bookingOf = ({ ride, operator, passenger }: RideElsewhere) => ({
    id: ride.id,
    driver: { id: ride.driverId, operator: operator.domain, alias: ride.driverName },
    passenger: viewPerson({ config, operator }, passenger),
    status: 'WAITING_CONFIRMATION',
    price: ride.priceCents === null ? { type: 'UNKNOWN' } : viewPrice(ride.priceCents),
    passengerPickupDate: secondsOf(ride.pickUpAt),
    passengerPickupLat: ride.pickUpLat,
    passengerPickupLng: ride.pickUpLng,
    passengerDropLat: ride.dropOffLat,
    passengerDropLng: ride.dropOffLng,
    ...(ride.pickUpName ? { passengerPickupAddress: ride.pickUpName } : {}),
    ...(ride.dropOffName ? { passengerDropAddress: ride.dropOffName } : {}),
    duration: secondsOf(ride.dropOffAt - ride.pickUpAt),
    ...(ride.metres === null ? {} : { distance: ride.metres }),
    driverJourneyId: ride.journeyId,
  })

  const refuse = (row: RideElsewhere) => (tx: Tx) =>
    endRide(tx, { ids, row, now: clock.now(), by: 'refused', told: null })

  async function tellRide(id: string, words: string | undefined): Promise<SendOutcome> {
    const row = await findRideElsewhere(database.read, id)
    if (!row) return failed('forgotten')
    const { ride, operator, passenger } = row
    if (words) {
      await call(operator, {
        method: 'POST',
        path: '/messages',
        body: {
          from: viewPerson({ config, operator }, passenger),
          to: { id: ride.driverId, operator: operator.domain, alias: ride.driverName },
          message: words,
          recipientCarpoolerType: 'DRIVER',
          bookingId: id,
        },
      })
      return sent
    }
    if (ride.told === null) {
      // Taken back before it was ever asked for.
      if (ride.status === 'CANCELLED') return sent
      if (!operator.enabled || clock.now() > ride.pickUpAt)
        return { kind: 'dropped', error: 'too-late', record: refuse(row) }
      try {
        await call(operator, { method: 'POST', path: '/bookings', body: bookingOf(row) })
      } catch (error) {
        if (!(error instanceof OperatorError) || isPassing(error)) throw error
        // Taken before: its answer was lost on the way.
        if (error.status !== 409) return { kind: 'dropped', error: error.fault, record: refuse(row) }
      }
      // Their answer may have come before this is written.
      await database.write(async (tx) => {
        const now = await findRideElsewhere(tx, id)
        if (now?.ride.told === null) await updateRideElsewhere(tx, id, { told: 'WAITING_CONFIRMATION' })
      })
    }
    const after = (await findRideElsewhere(database.read, id))!.ride
    if (after.told === after.status || (holdsSeats(after.status) && after.told === 'CONFIRMED')) return sent
    await move(operator, id, { status: after.status })
    await database.write((tx) => updateRideElsewhere(tx, id, { told: after.status }))
    return sent
  }

  return async ({ payload: { call: asked } }: DueNotification): Promise<SendOutcome> => {
    if (!asked) return failed('nothing')
    try {
      const tell = asked.kind === 'booking' ? tellBooking : tellRide
      return await tell(asked.id, asked.message?.words)
    } catch (error) {
      if (!(error instanceof OperatorError)) throw error
      return isPassing(error) ? { kind: 'retry', error: error.fault } : failed(error.fault)
    }
  }
}
