import type { Reader } from '../../db/client.ts'
import { mailboxOf } from '../accounts/accounts-people.usecases.ts'
import type { NotificationDraft, OutboxHandler } from '../alerts/alerts.types.ts'
import type { Config } from '../config.ts'
import { greatCircleMetres } from '../platform/distance.rules.ts'
import type { Deps } from '../platform/http.ts'
import { layOutMail } from '../platform/mail-layout.ts'
import { requireWhole, type Asking } from './aires-admin.usecases.ts'
import type { AireUse } from './aires-admin.schemas.ts'
import { findBookingsAt, findTripsAt } from './aires-news.repository.ts'
import { sayDistance, sayNews } from './aires-news.words.ts'
import { aireProblems } from './aires.problems.ts'
import { findListedAires, findSelectedAire, type ListedAire } from './aires.repository.ts'
import { sayMoment, spokenOf } from './bookings.words.ts'
import type { AireRef } from './rides.schemas.ts'
import { unknownAire } from './rides.views.ts'
import { findAireRefs } from './trips.repository.ts'

type TripAt = Awaited<ReturnType<typeof findTripsAt>>[number]
type BookingAt = Awaited<ReturnType<typeof findBookingsAt>>[number]
type Concerned = { person: TripAt['person']; trips: TripAt[]; bookings: BookingAt[] }
type Gone = { aire: AireRef; near: { other: ListedAire; metres: number } | null }

/**
 * Writes to who drives or rides by aires that are left no more, once a person whatever the number of aires and rides:
 * what stands, the nearest other aire, where to change. One that is back by then is told of no more.
 */
export function createAireHandler({ config }: { config: Config }): OutboxHandler {
  return async (row, read) => {
    const { territorySiren } = row
    const told = (row.payload['aires'] as { aireId: string }[]).map(({ aireId }) => aireId)
    const listed = await findListedAires(read, territorySiren)
    const aireIds = told.filter((id) => !listed.some((aire) => aire.id === id))
    const from = row.createdAt
    const trips = await findTripsAt(read, { territorySiren, aireIds, from })
    const bookings = await findBookingsAt(read, { territorySiren, aireIds, from })
    const ids = [
      ...aireIds,
      ...trips.flatMap(({ originId, destinationId }) => [originId, destinationId]),
      ...bookings.flatMap(({ booking }) => [booking.pickUpId, booking.dropOffId]),
    ]
    const aires = await findAireRefs(read, { territorySiren, ids })
    const aireOf = (id: string) => aires.get(id) ?? unknownAire(id)
    const gone = new Map(aireIds.map((id) => [id, goneOf(aireOf(id), listed)]))
    const drafts = gather(trips, bookings).map((one) =>
      draft({ config, read, one, gone, aireOf, subject: row.subject }),
    )
    return (await Promise.all(drafts)).filter((one) => one !== null)
  }
}

/** By person: one may drive by one aire and ride by another. */
function gather(trips: readonly TripAt[], bookings: readonly BookingAt[]): Concerned[] {
  const people = new Map<string, Concerned>()
  const of = (person: TripAt['person']) => {
    const known = people.get(person.id) ?? { person, trips: [], bookings: [] }
    people.set(person.id, known)
    return known
  }
  for (const one of trips) of(one.person).trips.push(one)
  for (const one of bookings) of(one.person).bookings.push(one)
  return [...people.values()]
}

function goneOf(aire: AireRef, listed: readonly ListedAire[]): Gone {
  const nearest = listed
    .map((other) => ({ other, metres: greatCircleMetres(aire, other) }))
    .reduce<Gone['near']>((best, one) => (best && best.metres <= one.metres ? best : one), null)
  return { aire, near: nearest }
}

async function draft({
  config,
  read,
  one: { person, trips, bookings },
  gone,
  aireOf,
  subject,
}: {
  config: Config
  read: Reader
  one: Concerned
  gone: ReadonlyMap<string, Gone>
  aireOf: (id: string) => AireRef
  subject: string
}): Promise<NotificationDraft | null> {
  const address = person.userId && (await mailboxOf(read, person.userId))
  // Who has no account is told by the clerk.
  if (!address) return null
  const language = spokenOf(person.locale)
  const ends = [
    ...trips.flatMap(({ originId, destinationId }) => [originId, destinationId]),
    ...bookings.flatMap(({ booking }) => [booking.pickUpId, booking.dropOffId]),
  ]
  const theirs = [...gone].filter(([id]) => ends.includes(id)).map(([, one]) => one)
  // A booked day may still go from an aire that its trip has left.
  const list = theirs.length > 0 ? theirs : [...gone.values()]
  const many = list.length > 1
  const names = { aire: list.map(({ aire }) => aire.name).join(', '), n: list.length }
  const title = sayNews(language, many ? 'titleMany' : 'title', names)
  const paragraphs = [
    ...list.map(({ aire, near }) =>
      near
        ? sayNews(language, 'near', {
            aire: aire.name,
            other: near.other.name,
            distance: sayDistance(language, near.metres),
          })
        : sayNews(language, 'alone', { aire: aire.name }),
    ),
    ...trips.map(({ originId, destinationId }) =>
      sayNews(language, 'trip', { from: aireOf(originId).name, to: aireOf(destinationId).name }),
    ),
    ...(trips.length > 0 ? [sayNews(language, 'driver')] : []),
    ...bookings.map(({ booking, driver }) =>
      sayNews(language, 'ride', {
        when: sayMoment(language, booking.pickUpAt),
        from: aireOf(booking.pickUpId).name,
        to: aireOf(booking.dropOffId).name,
        name: driver.name,
      }),
    ),
  ]
  const mine = `${config.publicUrl}/trajets/mes-trajets`
  const [only] = trips
  const action =
    only && trips.length === 1
      ? { label: sayNews(language, 'change'), url: `${mine}/${only.tripId}` }
      : { label: sayNews(language, 'see'), url: mine }
  return {
    channel: 'email',
    person: `traveller:${person.id}`,
    address,
    subject,
    urgent: true,
    payload: {
      title,
      body: paragraphs.join('\n'),
      url: action.url,
      lang: language,
      email: {
        subject: sayNews(language, many ? 'subjectMany' : 'subject', names),
        ...layOutMail({ language, title, paragraphs, action, footer: sayNews(language, 'why') }),
      },
    },
  }
}

/** Counts tell of nobody from five on: below, a count is null. */
const fromFive = (count: number) => (count >= 5 ? count : null)

/**
 * How many trips and bookings to come hiding an aire would touch, before it is hidden. Throws `forbidden`, `not-found`,
 * `aire-not-found`.
 */
export async function readAireUse(
  { database, clock }: Pick<Deps, 'database' | 'clock'>,
  { id, ...who }: Asking<{ id: string }>,
): Promise<AireUse> {
  await requireWhole(database, who)
  if (!(await findSelectedAire(database.read, who.siren, id))) throw aireProblems['aire-not-found']()
  const at = { territorySiren: who.siren, aireIds: [id], from: clock.now() }
  return {
    trips: fromFive((await findTripsAt(database.read, at)).length),
    bookings: fromFive((await findBookingsAt(database.read, at)).length),
  }
}
