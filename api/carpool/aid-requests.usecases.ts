import type { Reader, Tx } from '../../db/client.ts'
import { recordOutbox } from '../alerts/alerts.usecases.ts'
import { addDays } from '../platform/days.rules.ts'
import type { Deps } from '../platform/http.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import type { Ids } from '../platform/ids.ts'
import { decodeCursor, toPage } from '../platform/pagination.ts'
import { instantOfWall, wallOfInstant } from '../platform/paris-time.ts'
import type { Actor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import type { Caller, RateRule } from '../platform/rate-limits.ts'
import { aidFaults, aidProblems } from './aid.problems.ts'
import {
  findAid,
  findAidOf,
  findNetwork,
  findOpenAid,
  findOwnAid,
  findTakenAid,
  findVolunteering,
  insertAid,
  takeAid,
  updateAid,
  type WholeAid,
} from './aid.repository.ts'
import { aidActsFor, reimbursement, type AidAct, type AidRole } from './aid.rules.ts'
import type { AidActRequest, AidView, NewAid } from './aid.schemas.ts'
import { viewAid } from './aid.views.ts'
import { requireDesk, worksAt } from './desk-access.usecases.ts'
import { openPerson } from './desk-people.usecases.ts'
import type { RideIndexes } from './ride-index.ts'
import { readEnd } from './search.ends.ts'
import { findTravellerOf, touchTraveller, type TravellerRow } from './travellers.repository.ts'
import { requireFit, requireTraveller } from './travellers.usecases.ts'

export type AidDeps = Pick<Deps, 'database' | 'clock' | 'ids' | 'rateLimiter'> & { indexes: RideIndexes }
const askRate: RateRule = { name: 'aid-ask', windowSeconds: 3600, perDevice: 30, perAddress: 200 }
/** Today's are still read in the evening, to say that they took place. */
const pastMs = 7 * 86_400_000
const farthestDays = 92

type Asking = { actor: Actor; request: NewAid; write: WriteKey; caller: Caller; personId?: string }

/**
 * Asks a network to be driven; `personId`: staff ask for somebody they entered. Its volunteers are told. Throws
 * `aid-network-not-found`, `aid-refused`, `ride-place-unknown`, `id-taken`, those of `requireTraveller`, `ride-person-not-found`.
 */
export async function askAid(
  deps: AidDeps,
  { actor, request, write, caller, personId }: Asking,
): Promise<Answer<AidView>> {
  const { database, clock, ids, rateLimiter, indexes } = deps
  const network = await findNetwork(database.read, request.networkId)
  if (!network) throw aidProblems['aid-network-not-found']()
  const { territorySiren } = network
  const opened = await indexes.open(territorySiren)
  const [from, to] = await Promise.all(
    [request.from, request.to].map((place) => readEnd(database, { opened, place, walkMetres: 0 })),
  )
  requireSense(request, clock.now())
  if (from!.name === '' || to!.name === '') throw aidProblems['aid-refused']({ why: aidFaults.place })
  if (request.from === request.to && !(request.fromWords && request.toWords))
    throw aidProblems['aid-refused']({ why: aidFaults.same })
  return writeOnce({ database, clock, write }, async (tx) => {
    const now = clock.now()
    const person = await whoAsks(tx, { actor, personId, territorySiren })
    await rateLimiter.spend(tx, askRate, caller)
    const { id, networkId, fromWords, toWords, day, time, backTime, reason, needs, seats } = request
    if (await findAid(tx, id)) throw commonProblems['id-taken']()
    await insertAid(tx, {
      id,
      territorySiren,
      networkId,
      travellerId: person.id,
      enteredByUserId: personId === undefined ? null : (actor?.userId ?? null),
      fromPlace: from!.name,
      toPlace: to!.name,
      fromWords,
      toWords,
      day,
      wallTime: time,
      leaveAt: instantOfWall(day, time),
      backTime,
      reason,
      needs,
      seats,
      createdAt: now,
      updatedAt: now,
    })
    await tellAid(tx, { ids, at: now, territorySiren, id, topic: 'new' })
    await touchTraveller(tx, person.id, now)
    return { status: 201, body: viewAid((await findAid(tx, id))!, personId ? 'desk' : 'requester') }
  })
}

function requireSense({ day, time, backTime }: NewAid, now: number): void {
  if (instantOfWall(day, time) < now) throw aidProblems['aid-refused']({ why: aidFaults.past })
  if (day > addDays(wallOfInstant(now).day, farthestDays))
    throw aidProblems['aid-refused']({ why: aidFaults.far })
  if (backTime !== null && backTime <= time) throw aidProblems['aid-refused']({ why: aidFaults.back })
}

async function whoAsks(
  tx: Tx,
  { actor, personId, territorySiren }: { actor: Actor; personId: string | undefined; territorySiren: string },
): Promise<TravellerRow> {
  if (personId === undefined) return requireTraveller(tx, { actor, territorySiren })
  const { traveller } = await openPerson(tx, actor, personId)
  if (traveller.territorySiren !== territorySiren) throw aidProblems['aid-network-not-found']()
  return requireFit(traveller)
}

export type AidTopic = 'new' | 'taken' | 'given-back' | 'confirmed' | 'cancelled'

/** Lets the worker tell of a request, in the transaction of the change. */
export async function tellAid(
  tx: Tx,
  {
    ids,
    at,
    territorySiren,
    id,
    topic,
    volunteerId,
  }: {
    ids: Ids
    at: number
    territorySiren: string
    id: string
    topic: AidTopic
    volunteerId?: string | null
  },
): Promise<void> {
  await recordOutbox(tx, {
    id: ids.next(),
    territorySiren,
    topic: `aid.${topic}`,
    subject: `aid:${id}`,
    payload: { id, ...(volunteerId ? { volunteerId } : {}) },
    at,
  })
}

type Opened = { row: WholeAid; role: AidRole; own: TravellerRow | null }

/** A request and what one is to it. Throws `aid-not-found` for anybody else's, `aid-not-volunteer`. */
async function openAid(
  handle: Reader | Tx,
  { actor, id, desk }: { actor: Actor; id: string; desk: boolean },
): Promise<Opened> {
  if (!actor) throw commonProblems['signed-out']()
  const row = await findAid(handle, id)
  if (!row) throw aidProblems['aid-not-found']()
  if (desk) {
    if (!worksAt(actor, row.request.territorySiren)) throw aidProblems['aid-not-found']()
    return { row, role: 'desk', own: null }
  }
  const own = await findTravellerOf(handle, {
    userId: actor.userId,
    territorySiren: row.request.territorySiren,
  })
  if (!own) throw aidProblems['aid-not-found']()
  if (own.id === row.request.travellerId) return { row, role: 'requester', own }
  const drives = (await findVolunteering(handle, own.id)).some(
    ({ networkId, status }) => networkId === row.network.id && status === 'approved',
  )
  if (!drives) throw aidProblems['aid-not-found']()
  return { row, role: 'volunteer', own }
}

/**
 * Takes a request, gives it back, confirms it, says it is done, takes it off; of the desk also: they were called. Throws
 * `aid-not-found`, `aid-taken`, `aid-settled`.
 */
export function actOnAid(
  { database, clock, ids }: Pick<AidDeps, 'database' | 'clock' | 'ids'>,
  {
    actor,
    id,
    desk,
    request,
    write,
  }: { actor: Actor; id: string; desk: boolean; request: AidActRequest; write: WriteKey },
): Promise<Answer<AidView>> {
  return writeOnce({ database, clock, write }, async (tx) => {
    const now = clock.now()
    const opened = await openAid(tx, { actor, id, desk })
    const { row, role, own } = opened
    const { act, metres = 0 } = request
    if (act === 'take' && own) requireFit(own)
    const taken = act === 'take' && row.request.status !== 'open' && row.request.volunteerId !== own?.id
    if (taken) throw aidProblems['aid-taken']()
    if (!aidActsFor(factsOf(row, own), role).includes(act)) throw aidProblems['aid-settled']()
    await change(tx, { act, opened, now, metres })
    const { territorySiren, volunteerId } = row.request
    const tell = (topic: AidTopic) => tellAid(tx, { ids, at: now, territorySiren, id, topic, volunteerId })
    if (act === 'take') await tell('taken')
    if (act === 'give-back') {
      await tell('given-back')
      await tell('new')
    }
    if (act === 'confirm') await tell('confirmed')
    if (act === 'cancel' && volunteerId) await tell('cancelled')
    return { status: 200, body: viewAid((await findAid(tx, id))!, role, own?.id) }
  })
}

async function change(
  tx: Tx,
  { act, opened, now, metres }: { act: AidAct; opened: Opened; now: number; metres: number },
): Promise<void> {
  const { request, network } = opened.row
  const { id } = request
  // Who was entered at the desk has no mail: the desk calls them.
  const toCall = request.enteredByUserId !== null
  if (act === 'take') {
    // The database alone decides who comes first.
    const took = await takeAid(tx, { id, volunteerId: opened.own!.id, at: now, toCall })
    if (!took) throw aidProblems['aid-taken']()
    return
  }
  const changes = {
    'give-back': { status: 'open', volunteerId: null, takenAt: null, toCall },
    confirm: { status: 'confirmed', toCall: false },
    done: {
      status: 'done',
      doneAt: now,
      metres,
      reimbursedCents: reimbursement({ metres, centsPerKm: network.centsPerKm, day: request.day }),
    },
    cancel: { status: 'cancelled', toCall: false },
    called: { toCall: false },
  } as const
  await updateAid(tx, id, { ...changes[act], updatedAt: now })
}

const factsOf = ({ request }: WholeAid, own: TravellerRow | null) => ({
  status: request.status,
  mine: own !== null && request.volunteerId === own.id,
  toCall: request.toCall,
})

type Listing = { actor: Actor; territorySiren: string; cursor: string | undefined; limit: number }
type Found = { items: AidView[]; nextCursor: string | null }

/** What a volunteer may take (`open`) or took, or what one asked (`mine`), the soonest first. */
export async function listAid(
  { database: { read }, clock }: Pick<AidDeps, 'database' | 'clock'>,
  { actor, territorySiren, view, cursor, limit }: Listing & { view: 'open' | 'taken' | 'mine' },
): Promise<Found> {
  if (!actor) throw commonProblems['signed-out']()
  const own = await findTravellerOf(read, { userId: actor.userId, territorySiren })
  if (!own) return { items: [], nextCursor: null }
  const now = clock.now()
  const page = { after: placeOf(cursor), limit: limit + 1 }
  const networks = (await findVolunteering(read, own.id))
    .filter(({ status }) => status === 'approved')
    .map(({ networkId }) => networkId)
  const find = {
    open: () => findOpenAid(read, networks, now, page),
    taken: () => findTakenAid(read, own.id, now - pastMs, page),
    mine: () => findOwnAid(read, own.id, now - pastMs, page),
  }
  const rows = await find[view]()
  return toAidPage(rows, limit, (row) => viewAid(row, view === 'mine' ? 'requester' : 'volunteer', own.id))
}

/** All that is asked in a territory, for its desk. Throws `forbidden`. */
export async function listDeskAid(
  { database: { read }, clock }: Pick<AidDeps, 'database' | 'clock'>,
  { actor, territorySiren, cursor, limit }: Listing,
): Promise<Found> {
  requireDesk(actor, territorySiren)
  const page = { after: placeOf(cursor), limit: limit + 1 }
  const rows = await findAidOf(read, territorySiren, clock.now() - pastMs, page)
  return toAidPage(rows, limit, (row) => viewAid(row, 'desk'))
}

const toAidPage = (rows: WholeAid[], limit: number, view: (row: WholeAid) => AidView): Found => {
  const page = toPage(rows, limit, ({ request }) => [request.leaveAt, request.id])
  return { ...page, items: page.items.map(view) }
}

function placeOf(cursor: string | undefined) {
  if (!cursor) return undefined
  const [leaveAt, id] = decodeCursor(cursor, ['number', 'string'])
  return { leaveAt: Number(leaveAt), id: String(id) }
}
