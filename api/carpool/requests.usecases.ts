import type { Reader, Tx } from '../../db/client.ts'
import type { Config } from '../config.ts'
import type { Deps } from '../platform/http.ts'
import { findAnswer, writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import { decodeCursor, toPage } from '../platform/pagination.ts'
import { instantOfWall, wallOfInstant } from '../platform/paris-time.ts'
import type { Actor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import type { Caller, RateRule } from '../platform/rate-limits.ts'
import { searchFault, wishMask } from './carpool.rules.ts'
import { speaksFor } from './desk-access.usecases.ts'
import { deskRideProblems } from './desk.problems.ts'
import { requireEvent } from './event-rides.usecases.ts'
import { addCounts } from './ride-counts.repository.ts'
import type { OpenedIndex, RideIndexes } from './ride-index.ts'
import {
  countOpen,
  deleteRequest,
  deleteWaiting,
  findOwnRequests,
  findRequest,
  insertRequest,
  nextEdition,
  updateRequest,
  type RequestRow,
} from './requests.repository.ts'
import { MOST_OPEN_REQUESTS, nextDay, requestFault, standingDays, windowOn } from './requests.rules.ts'
import type { NewRequest, RequestChange, RequestView } from './requests.schemas.ts'
import { requestProblems } from './requests.problems.ts'
import { requestOfStop } from './requests.secrets.ts'
import { viewRequest } from './requests.views.ts'
import { requestFaultWords } from './requests.words.ts'
import { searchFaultWords } from './rides.words.ts'
import { readEnd, type End } from './search.ends.ts'
import { findTraveller, findTravellerOf, findTravellersOf, touchTraveller } from './travellers.repository.ts'
import { requireTraveller, type OnBehalf } from './travellers.usecases.ts'
import { weekdayMask } from './trips.rules.ts'

export type RequestDeps = Pick<Deps, 'database' | 'clock' | 'ids' | 'rateLimiter'> & {
  config: Pick<Config, 'secret'>
  indexes: RideIndexes
}

const askRate: RateRule = { name: 'ride-request', windowSeconds: 3600, perDevice: 30, perAddress: 200 }
/** A desk asks for a whole territory. */
const deskRate: RateRule = { name: 'ride-request-desk', windowSeconds: 3600, perDevice: 200, perAddress: 400 }

/**
 * Leaves a wish: whoever does is told of the rides that come to match it. Asked again with the same key, it is one
 * wish. `onBehalf`: a clerk or a volunteer asks for a traveller; that they may is for the caller to have checked. Throws
 * the refusals of `requireTraveller`, `ride-place-unknown`, `ride-request-refused`, `ride-request-limit`
 * (`ride-person-request-limit`), `ride-request-exists`, `event-unknown`, `too-many-requests`.
 */
export async function leaveRequest(
  deps: RequestDeps,
  {
    actor,
    request,
    write,
    caller,
    onBehalf,
  }: {
    actor: Actor
    request: NewRequest
    write: WriteKey
    caller: Caller
    onBehalf?: OnBehalf
  },
): Promise<Answer<RequestView>> {
  const { database, clock, rateLimiter, indexes } = deps
  // A repeat is answered as it was, even when its day has come meanwhile.
  const answered = await findAnswer<RequestView>(database.read, write)
  if (answered) return answered
  const opened = await indexes.open(request.territory)
  const [from, to] = [
    await readEnd(database, { opened, place: request.from, walkMetres: request.walk }),
    await readEnd(database, { opened, place: request.to, walkMetres: request.walk }),
  ]
  const row = { ...rowOf(request, { opened, from, to }), createdAt: clock.now() }
  requireSense({ row, from, to, now: clock.now() })
  return writeOnce({ database, clock, write }, async (tx) => {
    const traveller = onBehalf
      ? await onBehalf.person(tx, request.territory)
      : await requireTraveller(tx, { actor, territorySiren: request.territory })
    await rateLimiter.spend(tx, onBehalf ? deskRate : askRate, caller)
    if (await findRequest(tx, request.id)) throw requestProblems['ride-request-exists']()
    if (request.eventId !== undefined)
      await requireEvent(tx, {
        eventId: request.eventId,
        territorySiren: request.territory,
        now: clock.now(),
      })
    await requireRoom(tx, { travellerId: traveller.id, isOwn: !onBehalf })
    await insertRequest(tx, {
      ...row,
      travellerId: traveller.id,
      enteredByUserId: onBehalf?.userId ?? null,
    })
    await addCounts(tx, [
      {
        territorySiren: request.territory,
        kind: 'asked',
        at: instantOfWall(row.firstDay, row.wallTime),
        originId: row.fromReaches[0]?.aireId ?? '',
        destinationId: row.toReaches[0]?.aireId ?? '',
      },
    ])
    await nextEdition(tx, request.territory)
    await touchTraveller(tx, traveller.id, clock.now())
    return { status: 201, body: viewRequest((await findRequest(tx, request.id))!) }
  })
}

/** Throws `ride-request-limit`, or `ride-person-request-limit` when it is for somebody else. */
async function requireRoom(
  tx: Tx,
  { travellerId, isOwn }: { travellerId: string; isOwn: boolean },
): Promise<void> {
  if ((await countOpen(tx, travellerId)) < MOST_OPEN_REQUESTS) return
  const limit = isOwn ? requestProblems['ride-request-limit'] : deskRideProblems['ride-person-request-limit']
  throw limit({ most: MOST_OPEN_REQUESTS })
}

function rowOf(request: NewRequest, { opened, from, to }: { opened: OpenedIndex; from: End; to: End }) {
  /** Of a position, the nearest aire: where one lives is neither kept nor shown. */
  const nameOf = ({ name, reaches }: End) => name || (opened.aires[reaches[0]?.aire ?? -1]?.name ?? '')
  const kept = ({ reaches }: End) =>
    reaches.map(({ aire, walkSeconds }) => ({ aireId: opened.aireIds[aire]!, walkSeconds }))
  return {
    id: request.id,
    territorySiren: request.territory,
    fromName: nameOf(from),
    toName: nameOf(to),
    fromReaches: kept(from),
    toReaches: kept(to),
    by: request.by,
    wallTime: request.time,
    flexMinutes: request.flexMinutes,
    ...standingDays({ ...request, lastDay: request.lastDay, weekdays: weekdayMask(request.weekdays ?? []) }),
    seats: request.seats,
    needs: wishMask(request.wishes),
    transfers: request.transfers,
    note: request.note || null,
    eventId: request.eventId ?? null,
  }
}

function requireSense({
  row,
  from,
  to,
  now,
}: {
  row: ReturnType<typeof rowOf>
  from: End
  to: End
  now: number
}): void {
  const search = {
    from: from.reaches,
    to: to.reaches,
    ...windowOn(row, row.firstDay, instantOfWall),
    seats: row.seats,
    transfer: null,
  }
  const place = searchFault(search)
  if (place) throw requestProblems['ride-request-refused']({ why: searchFaultWords[place] })
  const days = requestFault(row, momentAt(now))
  if (days) throw requestProblems['ride-request-refused']({ why: requestFaultWords[days] })
}

const momentAt = (now: number) => ({ now, today: wallOfInstant(now).day, instantOf: instantOfWall })

/** One's own wishes. */
export async function listOwnRequests(
  { database: { read } }: Pick<RequestDeps, 'database'>,
  {
    actor,
    territorySiren,
    ...page
  }: { actor: Actor; territorySiren: string; cursor: string | undefined; limit: number },
): Promise<{ items: RequestView[]; nextCursor: string | null }> {
  if (!actor) throw commonProblems['signed-out']()
  const own = await findTravellerOf(read, { userId: actor.userId, territorySiren })
  return own ? pageOfRequests(read, { travellerId: own.id, ...page }) : { items: [], nextCursor: null }
}

const states = ['open', 'closed', 'over'] as const

/** Somebody's wishes: those open, then those on hold, then those over; of each, the latest first. */
export async function pageOfRequests(
  read: Reader,
  { travellerId, cursor, limit }: { travellerId: string; cursor: string | undefined; limit: number },
): Promise<{ items: RequestView[]; nextCursor: string | null }> {
  const [place = '', id = ''] = cursor ? decodeCursor(cursor, ['string', 'string']).map(String) : []
  const rows: RequestRow[] = []
  const begun = states.findIndex((state) => state === place)
  for (const status of states.slice(Math.max(0, begun)))
    if (rows.length <= limit)
      rows.push(
        ...(await findOwnRequests(read, {
          travellerId,
          status,
          after: status === place ? id : undefined,
          limit: limit + 1 - rows.length,
        })),
      )
  const page = toPage(rows, limit, (row) => [row.status, row.id])
  return { ...page, items: page.items.map(viewRequest) }
}

/** A wish of the person who asks, or of one whom they speak for at the desk. Throws `ride-request-not-found` for others. */
async function requireOwn(tx: Tx, actor: Actor, id: string): Promise<{ row: RequestRow; isOwn: boolean }> {
  if (!actor) throw commonProblems['signed-out']()
  const row = await findRequest(tx, id)
  if (!row) throw requestProblems['ride-request-not-found']()
  const own = await findTravellersOf(tx, actor.userId)
  if (own.some(({ id }) => id === row.travellerId)) return { row, isOwn: true }
  const person = await findTraveller(tx, row.travellerId)
  if (!person || !(await speaksFor(tx, actor, person))) throw requestProblems['ride-request-not-found']()
  return { row, isOwn: false }
}

/**
 * Puts a wish on hold, or opens it again: what matches it then is told at once. Throws `ride-request-not-found`,
 * `stale-version` with the wish as it is, `ride-request-over`, `ride-request-limit` (`ride-person-request-limit`).
 */
export function changeRequest(
  { database, clock }: Pick<RequestDeps, 'database' | 'clock'>,
  { actor, id, version, change }: { actor: Actor; id: string; version: number; change: RequestChange },
): Promise<RequestView> {
  return database.write(async (tx) => {
    const { row, isOwn } = await requireOwn(tx, actor, id)
    if (row.version !== version) throw commonProblems['stale-version']({}, { current: viewRequest(row) })
    if (row.status === 'over' || nextDay(row, momentAt(clock.now())) === null)
      throw requestProblems['ride-request-over']()
    if (row.status === change.status) return viewRequest(row)
    if (change.status === 'open') await requireRoom(tx, { travellerId: row.travellerId, isOwn })
    await setStatus(tx, row, change.status)
    return viewRequest((await findRequest(tx, id))!)
  })
}

/**
 * What was found and not told is found again when it is opened again. A call that was not made stays: on hold it is not
 * listed, and opened again it still tells what nobody was told.
 */
async function setStatus(tx: Tx, row: RequestRow, status: RequestRow['status']): Promise<void> {
  await updateRequest(tx, row.id, { status, checkedSequence: 0 })
  await deleteWaiting(tx, row.id)
  await nextEdition(tx, row.territorySiren)
}

/** Erases a wish at once. Throws `ride-request-not-found`. */
export async function removeRequest(
  { database }: Pick<RequestDeps, 'database'>,
  { actor, id }: { actor: Actor; id: string },
): Promise<void> {
  await database.write(async (tx) => {
    const { row } = await requireOwn(tx, actor, id)
    await deleteRequest(tx, row.id)
    await nextEdition(tx, row.territorySiren)
  })
}

/** The « stop » link of every message: the wish is on hold. Using it again, or a link made up, changes nothing. */
export async function stopRequest(
  { database, config }: Pick<RequestDeps, 'database' | 'config'>,
  { secret }: { secret: string },
): Promise<{ stopped: true }> {
  const id = requestOfStop(config.secret, secret)
  if (id)
    await database.write(async (tx) => {
      const row = await findRequest(tx, id)
      if (row?.status === 'open') await setStatus(tx, row, 'closed')
    })
  return { stopped: true }
}
