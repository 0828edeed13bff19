import type { Tx } from '../../../db/client.ts'
import type { BookingStatus, RideEnder } from '../../../db/schema/index.ts'
import { mailboxOf } from '../../accounts/accounts-people.usecases.ts'
import type { OutboxHandler } from '../../alerts/alerts.types.ts'
import { recordOutbox } from '../../alerts/alerts.usecases.ts'
import type { Config } from '../../config.ts'
import type { Deps } from '../../platform/http.ts'
import type { Ids } from '../../platform/ids.ts'
import { layOutMail } from '../../platform/mail-layout.ts'
import { holdsSeats, movedTo } from '../bookings.rules.ts'
import { sayMoment, spokenOf } from '../bookings.words.ts'
import {
  findRideElsewhere,
  insertElsewhereMessage,
  updateRideElsewhere,
  type RideElsewhere,
} from './elsewhere.repository.ts'
import { sayElsewhere, type ElsewhereTopic } from './elsewhere.words.ts'
import { standardProblems } from './standard.problems.ts'
import type { StatusQuery } from './standard.schemas.ts'

/** Lets the worker tell the passenger, or the operator (`send`), of a ride booked elsewhere. */
export async function tellRide(
  tx: Tx,
  {
    ids,
    row,
    at,
    topic,
    words,
  }: {
    ids: Ids
    row: { ride: { id: string; territorySiren: string } }
    at: number
    topic: ElsewhereTopic | 'send' | 'say'
    words?: string | null | undefined
  },
): Promise<void> {
  await recordOutbox(tx, {
    id: ids.next(),
    territorySiren: row.ride.territorySiren,
    topic: `ride-elsewhere.${topic}`,
    subject: `ride-elsewhere:${row.ride.id}`,
    payload: { rideId: row.ride.id, ...(words ? { words } : {}) },
    at,
  })
}

/** The ride is off. `by`: who took it back; the passenger hears of it unless they did. */
export async function endRide(
  tx: Tx,
  {
    ids,
    row,
    now,
    by,
    told,
    words,
  }: {
    ids: Ids
    row: RideElsewhere
    now: number
    by: RideEnder
    told: BookingStatus | null
    words?: string | null | undefined
  },
): Promise<void> {
  await updateRideElsewhere(tx, row.ride.id, { status: 'CANCELLED', endedBy: by, told, updatedAt: now })
  if (by !== 'passenger')
    await tellRide(tx, { ids, row, at: now, topic: by === 'refused' ? 'refused' : 'cancelled', words })
}

/** What its operator says of a ride. Throws `status-already-set`, `status-not-possible`. */
export async function hearOfRide(
  tx: Tx,
  { ids }: Pick<Deps, 'ids'>,
  { row, request: { status, message }, now }: { row: RideElsewhere; request: StatusQuery; now: number },
): Promise<void> {
  const { ride } = row
  if (ride.status === status) throw standardProblems['status-already-set']()
  const move = {
    CONFIRMED: 'accept',
    CANCELLED: 'release',
    COMPLETED_PENDING_VALIDATION: 'arrive',
    VALIDATED: 'validate',
  } as const
  const next =
    status === 'WAITING_CONFIRMATION'
      ? null
      : (movedTo(ride.status, move[status]) ??
        // Settled at once by who does not wait for our passenger's word.
        (status === 'VALIDATED' && ride.status === 'CONFIRMED' ? status : null))
  if (next === null) throw standardProblems['status-not-possible']({ from: ride.status, to: status })
  if (next === 'CANCELLED') return endRide(tx, { ids, row, now, by: 'operator', told: next, words: message })
  await updateRideElsewhere(tx, ride.id, { status: next, told: next, updatedAt: now })
  if (next === 'CONFIRMED') await tellRide(tx, { ids, row, at: now, topic: 'confirmed', words: message })
}

/** Words of the driver elsewhere. */
export async function hearWords(
  tx: Tx,
  { ids }: Pick<Deps, 'ids'>,
  { row, words, now }: { row: RideElsewhere; words: string; now: number },
): Promise<void> {
  if (!holdsSeats(row.ride.status) && now > row.ride.dropOffAt) throw standardProblems['missing-booking']()
  await insertElsewhereMessage(tx, {
    id: ids.next(),
    rideId: row.ride.id,
    mine: false,
    words,
    createdAt: now,
  })
  await tellRide(tx, { ids, row, at: now, topic: 'message', words })
}

/** Tells the passenger by mail, and the operator by its interface, of a ride booked elsewhere. */
export function createElsewhereHandler({ config }: { config: Config }): OutboxHandler {
  return async (event, read) => {
    const row = await findRideElsewhere(read, String(event.payload['rideId']))
    if (!row) return []
    const { ride, operator, passenger } = row
    const topic = event.topic.slice('ride-elsewhere.'.length) as ElsewhereTopic | 'send' | 'say'
    const words = event.payload['words'] as string | undefined
    if (topic === 'send' || topic === 'say')
      return [
        {
          channel: 'operator',
          person: `operator:${operator.id}`,
          address: operator.id,
          subject: event.subject,
          urgent: true,
          payload: {
            title: '',
            body: '',
            url: '',
            lang: 'fr',
            call: { kind: 'ride', id: ride.id, ...(words ? { message: { words } } : {}) },
          },
        },
      ]
    const address = passenger.userId && (await mailboxOf(read, passenger.userId))
    if (!address) return []
    const language = spokenOf(passenger.locale)
    const values = {
      operator: operator.name,
      name: ride.driverName,
      from: ride.pickUpName ?? '',
      to: ride.dropOffName ?? '',
      when: sayMoment(language, ride.pickUpAt),
    }
    const title = sayElsewhere(language, `${topic}Title`, values)
    const paragraphs = [
      ...(words ? [sayElsewhere(language, 'words', { words })] : []),
      sayElsewhere(language, 'ride', values),
      ...(topic === 'confirmed' || topic === 'message' ? [] : [sayElsewhere(language, 'next', values)]),
    ]
    const off = topic === 'cancelled' || topic === 'refused'
    const action = {
      label: sayElsewhere(language, off ? 'search' : 'see', values),
      url: `${config.publicUrl}/trajets${off ? '' : '/mes-trajets'}`,
    }
    return [
      {
        channel: 'email',
        person: `traveller:${passenger.id}`,
        address,
        subject: event.subject,
        urgent: true,
        payload: {
          title,
          body: paragraphs.join('\n'),
          url: action.url,
          lang: language,
          email: {
            subject: sayElsewhere(language, `${topic}Subject`, values),
            ...layOutMail({
              language,
              title,
              paragraphs,
              action,
              footer: sayElsewhere(language, 'why', values),
            }),
          },
        },
      },
    ]
  }
}
