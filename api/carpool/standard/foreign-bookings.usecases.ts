import type { Reader, Tx } from '../../../db/client.ts'
import type { BookingStatus } from '../../../db/schema/index.ts'
import { greatCircleMetres } from '../../platform/distance.rules.ts'
import type { Deps } from '../../platform/http.ts'
import { hashRequest } from '../../platform/idempotency.ts'
import { release } from '../bookings-acts.usecases.ts'
import { findBooking, updateBooking, type WholeBooking } from '../bookings.repository.ts'
import { mayDo, movedTo } from '../bookings.rules.ts'
import { bookRide, type BookingDeps } from '../bookings.usecases.ts'
import { factsOf } from '../bookings.views.ts'
import { findDepartures } from '../departures.repository.ts'
import { unknownAire } from '../rides.views.ts'
import { findAireRefs } from '../trips.repository.ts'
import { aliasOf, openForeign } from './foreign-people.usecases.ts'
import { findForeign, saveTold, type ForeignBooking } from './foreign.repository.ts'
import { journeyIdOf, readJourneyId } from './journeys.points.ts'
import { secondsOf, viewPerson, viewPrice } from './journeys.views.ts'
import type { Operator } from './operators.usecases.ts'
import { ownDomain, pseudonymOf } from './operators.secrets.ts'
import { standardPath } from './standard.errors.ts'
import { standardProblems } from './standard.problems.ts'
import type { NewStandardBooking, StandardBooking, StatusQuery } from './standard.schemas.ts'

export type ForeignDeps = BookingDeps & Pick<Deps, 'config'>
/** Beyond it, the place that is asked for is another one than the journey's. */
const samePlaceMetres = 1000

const mismatch = (fr: string, en: string) => standardProblems['booking-mismatch']({ why: { fr, en } })

/**
 * Books a seat for an operator's passenger, as it was found: same driver, same moment, same places, no more expensive.
 * Seats are taken as anybody's. The same booking sent again gets the same answer. Throws `missing-journey`,
 * `missing-user`, `booking-mismatch`, and what `bookRide` refuses.
 */
export async function bookForForeign(
  deps: ForeignDeps,
  { operator, request }: { operator: Operator; request: NewStandardBooking },
): Promise<StandardBooking> {
  const { database, clock, ids, config } = deps
  if (request.status !== 'WAITING_CONFIRMATION')
    throw mismatch(
      'Une réservation commence par WAITING_CONFIRMATION.',
      'A booking begins as WAITING_CONFIRMATION.',
    )
  if (
    request.passenger.operator !== operator.domain ||
    request.driver.operator !== ownDomain(config.publicUrl)
  )
    throw mismatch(
      'Le passager est des vôtres, le conducteur des nôtres.',
      'The passenger is yours, the driver ours.',
    )
  const journey = readJourneyId(request.driverJourneyId ?? '')
  if (!journey) throw standardProblems['missing-journey']()
  const [departure] = await findDepartures(database.read, [journey.departureId])
  if (departure?.departure.territorySiren !== operator.territorySiren)
    throw standardProblems['missing-journey']()
  if (pseudonymOf(config.secret, operator.id, departure.driver.id) !== request.driver.id)
    throw standardProblems['missing-user']()
  await requireSamePlaces(deps, { operator, request, journey })
  const known = await findBooking(database.read, request.id)
  if (known && (await findForeign(database.read, known.passenger.id))?.operator.id !== operator.id)
    throw mismatch('Cet identifiant est pris.', 'This identifier is taken.')
  const { amount, type } = request.price
  await bookRide(deps, {
    passenger: (tx) => openForeign(tx, { ids, now: clock.now(), operator, passenger: request.passenger }),
    caller: { address: operator.id, device: null },
    request: {
      seats: 1,
      legs: [
        {
          id: request.id,
          ...journey,
          seen: {
            pickUpAt: request.passengerPickupDate * 1000,
            // What nobody says is whatever we ask.
            priceCents:
              amount === undefined
                ? type === 'FREE'
                  ? 0
                  : Number.MAX_SAFE_INTEGER
                : Math.round(amount * 100),
          },
        },
      ],
    },
    write: {
      key: request.id,
      route: `POST ${standardPath}/bookings ${operator.id}`,
      requestHash: hashRequest({ operator: operator.id, request }),
    },
  })
  await database.write(async (tx) => {
    const { booking } = (await findBooking(tx, request.id))!
    if (booking.status === 'WAITING_CONFIRMATION')
      await saveTold(tx, { bookingId: booking.id, operatorId: operator.id, told: booking.status })
  })
  return readForeignBooking(deps, { operator, id: request.id })
}

async function requireSamePlaces(
  { indexes }: Pick<ForeignDeps, 'indexes'>,
  {
    operator,
    request,
    journey,
  }: {
    operator: Operator
    request: NewStandardBooking
    journey: { pickUpId: string; dropOffId: string }
  },
): Promise<void> {
  const { aires, numberOf } = await indexes.open(operator.territorySiren)
  const from = aires[numberOf.get(journey.pickUpId) ?? -1]
  const to = aires[numberOf.get(journey.dropOffId) ?? -1]
  if (!from || !to) throw standardProblems['missing-journey']()
  const asked = [
    [from, { lat: request.passengerPickupLat, lon: request.passengerPickupLng }],
    [to, { lat: request.passengerDropLat, lon: request.passengerDropLng }],
  ] as const
  if (asked.some(([aire, point]) => greatCircleMetres(aire, point) > samePlaceMetres))
    throw mismatch('Ces lieux ne sont pas ceux du trajet.', 'These places are not those of the journey.')
}

/** A booking that this operator made here. Throws `missing-booking` for any other. */
export async function requireForeignBooking(
  handle: Reader | Tx,
  { operator, id }: { operator: Operator; id: string },
): Promise<WholeBooking & ForeignBooking> {
  const row = await findBooking(handle, id)
  const foreign = row && (await findForeign(handle, row.passenger.id))
  if (foreign?.operator.id !== operator.id) throw standardProblems['missing-booking']()
  return { ...row!, ...foreign }
}

/** A booking as the operator that made it reads it. Throws `missing-booking`. */
export async function readForeignBooking(
  { database, config }: Pick<ForeignDeps, 'database' | 'config'>,
  { operator, id }: { operator: Operator; id: string },
): Promise<StandardBooking> {
  const { booking, driver, passenger, foreign } = await requireForeignBooking(database.read, { operator, id })
  const aires = await findAireRefs(database.read, {
    territorySiren: booking.territorySiren,
    ids: [booking.pickUpId, booking.dropOffId],
  })
  const [from, to] = [booking.pickUpId, booking.dropOffId].map((one) => aires.get(one) ?? unknownAire(one))
  return {
    id: booking.id,
    driver: viewPerson({ config, operator }, driver),
    passenger: {
      id: foreign.foreignId,
      operator: operator.domain,
      alias: aliasOf(passenger.name, operator),
    },
    status: booking.status,
    price: viewPrice(booking.priceCents),
    passengerPickupDate: secondsOf(booking.pickUpAt),
    passengerPickupLat: from!.lat,
    passengerPickupLng: from!.lon,
    passengerDropLat: to!.lat,
    passengerDropLng: to!.lon,
    passengerPickupAddress: from!.name,
    passengerDropAddress: to!.name,
    duration: secondsOf(booking.dropOffAt - booking.pickUpAt),
    distance: booking.metres,
    driverJourneyId: journeyIdOf(booking.departureId, booking.pickUpId, booking.dropOffId),
  }
}

/**
 * What the operator says became of it: its passenger takes the seat back, or says that the ride took place. In one
 * transaction of the caller. Throws `missing-booking`, `status-already-set`, `status-not-possible`.
 */
export async function moveForeignBooking(
  tx: Tx,
  { ids }: Pick<Deps, 'ids'>,
  {
    operator,
    id,
    request: { status, message },
    now,
  }: { operator: Operator; id: string; request: StatusQuery; now: number },
): Promise<void> {
  const row = await requireForeignBooking(tx, { operator, id })
  const { booking } = row
  if (booking.status === status) throw standardProblems['status-already-set']()
  const impossible = () => standardProblems['status-not-possible']({ from: booking.status, to: status })
  const tell = (told: BookingStatus) => saveTold(tx, { bookingId: id, operatorId: operator.id, told })
  if (status === 'CANCELLED') {
    if (!mayDo('cancel', factsOf(row), 'passenger', now)) throw impossible()
    await release(tx, { ids, row, now, by: 'passenger', reason: 'other', words: message, topic: 'cancelled' })
    return tell('CANCELLED')
  }
  if (status !== 'COMPLETED_PENDING_VALIDATION' && status !== 'VALIDATED') throw impossible()
  if (!mayDo('complete', factsOf(row), 'passenger', now)) throw impossible()
  const arrived = movedTo(booking.status, 'arrive') ?? booking.status
  const settled = booking.driverConfirmedAt === null ? arrived : (movedTo(arrived, 'validate') ?? arrived)
  await updateBooking(tx, id, { passengerConfirmedAt: now, status: settled, updatedAt: now })
  // What they say is at least what we know: our driver's word makes it settled.
  await tell(settled)
}
