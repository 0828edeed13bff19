import type { Reader, Tx } from '../../db/client.ts'
import type { Deps } from '../platform/http.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import { decodeCursor, toPage } from '../platform/pagination.ts'
import { wallOfInstant } from '../platform/paris-time.ts'
import type { Actor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import { giveBackTaken } from './aid-erase.usecases.ts'
import { aidProblems } from './aid.problems.ts'
import {
  deleteVolunteer,
  findNetwork,
  findNetworks,
  findVolunteering,
  findVolunteers,
  insertNetwork,
  insertVolunteer,
  updateNetwork,
  updateVolunteer,
  type NetworkRow,
} from './aid.repository.ts'
import { mostCentsPerKm } from './aid.rules.ts'
import type { EditNetwork, NetworkView, NewNetwork, VolunteerView } from './aid.schemas.ts'
import { requireDesk, worksAt } from './desk-access.usecases.ts'
import { findTravellerOf } from './travellers.repository.ts'
import { requireTraveller } from './travellers.usecases.ts'
import { trustProblems } from './trust.problems.ts'

type Given = Pick<Deps, 'database' | 'clock' | 'ids'>
const volunteersAtOnce = 100

function requireRate(centsPerKm: number, now: number): void {
  const most = mostCentsPerKm(wallOfInstant(now).day)
  if (centsPerKm > most) throw aidProblems['aid-rate-too-high']({ most: String(most) })
}

/** A network of a territory where the actor speaks for people. Throws `aid-network-not-found` for others. */
async function openNetwork(handle: Reader | Tx, actor: Actor, id: string): Promise<NetworkRow> {
  const row = await findNetwork(handle, id)
  if (!row || !worksAt(actor, row.territorySiren)) throw aidProblems['aid-network-not-found']()
  return row
}

/** Opens a mutual-aid network. Throws `forbidden`, `aid-rate-too-high`, `id-taken`. */
export function createNetwork(
  { database, clock }: Given,
  { actor, request, write }: { actor: Actor; request: NewNetwork; write: WriteKey },
): Promise<Answer<NetworkView>> {
  const { territory, ...said } = request
  requireDesk(actor, territory)
  return writeOnce({ database, clock, write }, async (tx) => {
    const now = clock.now()
    requireRate(said.centsPerKm, now)
    if (await findNetwork(tx, said.id)) throw commonProblems['id-taken']()
    await insertNetwork(tx, { ...said, territorySiren: territory, createdAt: now })
    return { status: 201, body: toNetwork((await findNetwork(tx, said.id))!, null) }
  })
}

/** Corrects one. Throws `aid-network-not-found`, `stale-version`, `aid-rate-too-high`. */
export function correctNetwork(
  { database, clock }: Given,
  { actor, id, version, request }: { actor: Actor; id: string; version: number; request: EditNetwork },
): Promise<NetworkView> {
  return database.write(async (tx) => {
    const row = await openNetwork(tx, actor, id)
    if (row.version !== version) throw commonProblems['stale-version']({}, { current: toNetwork(row, null) })
    requireRate(request.centsPerKm, clock.now())
    await updateNetwork(tx, id, request)
    return toNetwork((await findNetwork(tx, id))!, null)
  })
}

/** The networks of a territory, and whether one drives for them. */
export async function listNetworks(
  { database }: Pick<Given, 'database'>,
  {
    actor,
    territorySiren,
    cursor,
    limit,
  }: { actor: Actor; territorySiren: string; cursor: string | undefined; limit: number },
): Promise<{ items: NetworkView[]; nextCursor: string | null }> {
  const [name, id] = cursor ? (decodeCursor(cursor, ['string', 'string']) as [string, string]) : []
  const after = name === undefined || id === undefined ? undefined : { name, id }
  const rows = await findNetworks(database.read, { territorySiren, after, limit: limit + 1 })
  const page = toPage(rows, limit, (row) => [row.name, row.id])
  const own = actor ? await findTravellerOf(database.read, { userId: actor.userId, territorySiren }) : null
  const held = new Map(
    own ? (await findVolunteering(database.read, own.id)).map((row) => [row.networkId, row.status]) : [],
  )
  return { ...page, items: page.items.map((row) => toNetwork(row, held.get(row.id) ?? null)) }
}

/** Asks to drive for a network, or drives for it no more. Throws `aid-network-not-found`, `minor-drives-not` and those of `requireTraveller`. */
export function joinNetwork(
  { database, clock, ids }: Given,
  { actor, id, joins, write }: { actor: Actor; id: string; joins: boolean; write: WriteKey },
): Promise<Answer<NetworkView>> {
  return writeOnce({ database, clock, write }, async (tx) => {
    const row = await findNetwork(tx, id)
    if (!row) throw aidProblems['aid-network-not-found']()
    const own = await requireTraveller(tx, { actor, territorySiren: row.territorySiren })
    if (joins && own.minor) throw trustProblems['minor-drives-not']()
    if (joins) await insertVolunteer(tx, { networkId: id, travellerId: own.id, askedAt: clock.now() })
    else {
      await deleteVolunteer(tx, id, own.id)
      await giveBackTaken(tx, { ids, at: clock.now(), travellerId: own.id, networkId: id })
    }
    const held = (await findVolunteering(tx, own.id)).find(({ networkId }) => networkId === id)
    return { status: 200, body: toNetwork(row, held?.status ?? null) }
  })
}

/** Who drives for a network or asks to. Throws `aid-network-not-found`. */
export async function listVolunteers(
  { database }: Pick<Given, 'database'>,
  { actor, id, cursor, limit }: { actor: Actor; id: string; cursor: string | undefined; limit: number },
): Promise<{ items: VolunteerView[]; nextCursor: string | null }> {
  await openNetwork(database.read, actor, id)
  const after = cursor ? String(decodeCursor(cursor, ['string'])[0]) : undefined
  const rows = await findVolunteers(database.read, { networkId: id, after, limit: limit + 1 })
  const page = toPage(rows, limit, ({ traveller }) => [traveller.id])
  return { ...page, items: page.items.map(toVolunteer) }
}

/** Lets somebody drive for a network, or not: then what they took is for another. Throws `aid-network-not-found`, `aid-not-volunteer`. */
export function decideVolunteer(
  { database, clock, ids }: Given,
  {
    actor,
    id,
    request: { travellerId, approved },
    write,
  }: {
    actor: Actor
    id: string
    request: { travellerId: string; approved: boolean }
    write: WriteKey
  },
): Promise<Answer<{ items: VolunteerView[]; nextCursor: string | null }>> {
  return writeOnce({ database, clock, write }, async (tx) => {
    await openNetwork(tx, actor, id)
    const changed = await updateVolunteer(
      tx,
      { networkId: id, travellerId },
      {
        status: approved ? 'approved' : 'declined',
        decidedAt: clock.now(),
        decidedByUserId: actor?.userId ?? null,
      },
    )
    if (!changed) throw aidProblems['aid-network-not-found']()
    if (!approved) await giveBackTaken(tx, { ids, at: clock.now(), travellerId, networkId: id })
    const rows = await findVolunteers(tx, { networkId: id, after: undefined, limit: volunteersAtOnce })
    return { status: 200, body: { items: rows.map(toVolunteer), nextCursor: null } }
  })
}

const toNetwork = (row: NetworkRow, volunteer: NetworkView['volunteer']): NetworkView => ({
  id: row.id,
  version: row.version,
  territory: row.territorySiren,
  name: row.name,
  description: row.description,
  phone: row.phone,
  centsPerKm: row.centsPerKm,
  volunteer,
})

const toVolunteer = ({
  volunteer,
  traveller,
}: Awaited<ReturnType<typeof findVolunteers>>[number]): VolunteerView => ({
  travellerId: traveller.id,
  name: traveller.name,
  phone: traveller.phone,
  status: volunteer.status,
  askedAt: volunteer.askedAt,
})
