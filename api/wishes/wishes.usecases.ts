import type { Tx } from '../../db/client.ts'
import type { Wanted } from '../../db/schema/wishes.ts'
import type { WantedCheck } from '../alerts/still-wanted.ts'
import { ownDevice, requireDevice, type DeviceKey } from '../alerts/alerts.usecases.ts'
import type { CarryFollows } from '../alerts/phone-moves.usecases.ts'
import { readWishedEvents } from '../agenda/wished-events.usecases.ts'
import { isPair } from '../carpool/wished-rides.usecases.ts'
import type { RideIndexes } from '../carpool/ride-index.ts'
import type { Config } from '../config.ts'
import { addDays, weekdayOf } from '../platform/days.rules.ts'
import type { Deps } from '../platform/http.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import { instantOfWall, wallOfInstant } from '../platform/paris-time.ts'
import { decodeCursor, toPage } from '../platform/pagination.ts'
import type { Actor } from '../platform/policy.ts'
import type { Caller, RateRule } from '../platform/rate-limits.ts'
import { listCommunes, readTerritory, type Directory } from '../territory/territory.usecases.ts'
import { wishProblems } from './wishes.problems.ts'
import {
  carryPhone,
  countOwnWishes,
  deleteOrphans,
  deleteWish,
  findWish,
  hasAnyWish,
  insertSlot,
  insertWish,
  listOwnWishes,
  type WishRow,
} from './wishes.repository.ts'
import {
  communeKey,
  digestKey,
  keysOfCircle,
  listKey,
  MOST_WISHES,
  nextSlot,
  pairKey,
  roundPosition,
} from './wishes.rules.ts'
import type { NewWish, WantedRequest, WishList, WishView } from './wishes.schemas.ts'
import { wishOfStop } from './wishes.secrets.ts'

export type WishDeps = Pick<Deps, 'database' | 'clock' | 'rateLimiter'> & {
  config: Pick<Config, 'secret'>
  directory: Pick<Directory, 'locate'>
  indexes: RideIndexes
}
/** Who wishes: a phone by its secret, a person by their session, or both. */
export type Wisher = { actor: Actor; device: DeviceKey | null }

const wishRate: RateRule = { name: 'wish', windowSeconds: 3600, perDevice: 60, perAddress: 1200 }
export const parisClock = { instantOf: instantOfWall, wallOf: wallOfInstant, addDays, weekdayOf }

const ownerOf = ({ actor, device }: Wisher): string => {
  if (actor) return `user:${actor.userId}`
  if (device) return `device:${device.id}`
  throw wishProblems['wish-of-nobody']()
}

/** Also of a phone that can be reached no more: what it followed is still its own to stop. */
async function knownWisher(db: Parameters<typeof ownDevice>[0], wisher: Wisher): Promise<string> {
  if (wisher.device) await ownDevice(db, wisher.device)
  return ownerOf(wisher)
}

async function knownCommunes(database: WishDeps['database'], territorySiren: string) {
  const communes = new Set((await listCommunes({ database, territorySiren })).map(({ code }) => code))
  return (code: string) => {
    if (!communes.has(code)) throw wishProblems['wish-place']()
    return code
  }
}

/** What a saved search asks of the agenda of a territory. Throws `wish-place`, `wish-events`, `wish-too-wide`. */
export async function understandSearch(
  { database }: Pick<WishDeps, 'database'>,
  territorySiren: string,
  { query, communes }: { query: Record<string, string>; communes: readonly string[] },
) {
  const known = await knownCommunes(database, territorySiren)
  communes.forEach(known)
  if (query['commune']) known(query['commune'])
  const read = await readWishedEvents(database.read, { query, communes, territorySiren })
  if (read === 'wide') throw wishProblems['wish-too-wide']()
  if (!read) throw wishProblems['wish-events']()
  return read
}

/** What is kept of what is wished, and the keys that find it. Throws what `leaveWish` says. */
async function understand(
  { database, directory, indexes }: WishDeps,
  siren: string,
  request: WantedRequest,
): Promise<{ wanted: Wanted; keys: string[] }> {
  const known = await knownCommunes(database, siren)
  if (request.kind === 'digest') {
    const wanted = { ...request, commune: known(request.commune) }
    return { wanted, keys: [digestKey(wanted)] }
  }
  if (request.kind === 'rides') {
    if (!(await isPair({ indexes }, siren, request))) throw wishProblems['wish-aires']()
    return { wanted: request, keys: [pairKey(siren, request)] }
  }
  if (request.kind === 'events') {
    const { query, communes } = request
    const { asked, lists } = await understandSearch({ database }, siren, request)
    return { wanted: { kind: 'events', query, communes, asked }, keys: lists.map(listKey) }
  }
  const { commune, lat, lon, radius } = request
  if (commune !== undefined)
    return {
      wanted: { kind: 'incidents', commune: known(commune), lat: null, lon: null, radius: null },
      keys: [communeKey(commune)],
    }
  if (lat === undefined || lon === undefined || radius === undefined) throw wishProblems['wish-place']()
  // Never where they are, only about.
  const about = { lat: roundPosition(lat), lon: roundPosition(lon) }
  const { candidates, territory } = await directory.locate({ ...about, accuracy: radius })
  if (territory?.siren !== siren && !candidates.some(({ territorySiren }) => territorySiren === siren))
    throw wishProblems['wish-place']()
  return {
    wanted: { kind: 'incidents', commune: null, ...about, radius },
    keys: keysOfCircle(siren, about, radius),
  }
}

function view(row: WishRow, deviceId: string | null): WishView {
  const { id, territorySiren, kind, name, path, createdAt, wanted } = row
  const { weekday, hour } = wanted.kind === 'digest' ? wanted : { weekday: null, hour: null }
  const by = row.deviceId === null ? 'mail' : row.deviceId === deviceId ? 'this-phone' : 'another-phone'
  return { id, territory: territorySiren, kind, name, path, createdAt, weekday, hour, by }
}

/**
 * Leaves a wish that lasts: whoever does is told, on this phone, or by mail when they have an account and no phone is
 * named. Asked again with the same key, it is one wish. Throws `wish-of-nobody`, `device-unknown`, `device-gone`,
 * `not-found`, `wish-place`, `wish-aires`, `wish-events`, `wish-too-wide`, `wish-exists`, `too-many-wishes`,
 * `too-many-requests`.
 */
export async function leaveWish(
  deps: WishDeps,
  { wisher, asked, write, caller }: { wisher: Wisher; asked: NewWish; write: WriteKey; caller: Caller },
): Promise<Answer<WishView>> {
  const { database, clock, rateLimiter } = deps
  await readTerritory({ database, siren: asked.territory })
  const { wanted, keys } = await understand(deps, asked.territory, asked.wanted)
  return writeOnce({ database, clock, write }, async (tx) => {
    await rateLimiter.spend(tx, wishRate, caller)
    if (wisher.device) await requireDevice(tx, wisher.device)
    const owner = ownerOf(wisher)
    if (await findWish(tx, asked.id)) throw wishProblems['wish-exists']()
    if ((await countOwnWishes(tx, owner)) >= MOST_WISHES)
      throw wishProblems['too-many-wishes']({ max: MOST_WISHES })
    const deviceId = wisher.device?.id ?? null
    const at = clock.now()
    const row: WishRow = {
      id: asked.id,
      owner,
      territorySiren: asked.territory,
      kind: wanted.kind,
      wanted,
      name: asked.name,
      path: asked.path,
      deviceId,
      userId: wisher.actor?.userId ?? null,
      locale: asked.locale,
      createdAt: at,
    }
    await insertWish(tx, row, keys)
    if (wanted.kind === 'digest')
      await insertSlot(tx, {
        key: digestKey(wanted),
        territorySiren: asked.territory,
        communeCode: wanted.commune,
        weekday: wanted.weekday,
        hour: wanted.hour,
        nextAt: nextSlot(wanted, at, parisClock),
      })
    return { status: 201, body: view(row, deviceId) }
  })
}

/** All that a phone and the person signed in on it follow. Throws `wish-of-nobody`, `device-unknown`, `bad-cursor`. */
export async function listWishes(
  { database }: Pick<WishDeps, 'database'>,
  { wisher, cursor, limit }: { wisher: Wisher; cursor: string | undefined; limit: number },
): Promise<WishList> {
  const owner = await knownWisher(database.read, wisher)
  const [after] = cursor ? (decodeCursor(cursor, ['string']) as [string]) : [undefined]
  const deviceId = wisher.device?.id ?? null
  const rows = await listOwnWishes(database.read, { owners: [owner], deviceId, after, limit: limit + 1 })
  const page = toPage(rows, limit, ({ id }) => [id])
  return { ...page, items: page.items.map((row) => view(row, deviceId)) }
}

/** Stops a wish of one's own, at once. Throws `wish-of-nobody`, `device-unknown`, `wish-not-found` for anybody else's. */
export async function removeWish(
  { database }: Pick<WishDeps, 'database'>,
  { wisher, id }: { wisher: Wisher; id: string },
): Promise<void> {
  await database.write(async (tx) => {
    const owner = await knownWisher(tx, wisher)
    const row = await findWish(tx, id)
    const own = row && (row.owner === owner || (row.deviceId !== null && row.deviceId === wisher.device?.id))
    if (!own) throw wishProblems['wish-not-found']()
    await deleteWish(tx, id)
  })
}

/** The « stop » of every message. Using it again, or a link made up, changes nothing. */
export async function stopWish(
  { database, config }: Pick<WishDeps, 'database' | 'config'>,
  { secret }: { secret: string },
): Promise<{ stopped: true }> {
  const id = wishOfStop(config.secret, secret)
  if (id) await database.write((tx: Tx) => deleteWish(tx, id))
  return { stopped: true }
}

/** Who moves to another phone is told there of what they wished. */
export const carryWishes: CarryFollows = (tx, move) => carryPhone(tx, move)

/** Forgets what phones that are gone wished, where no account is left to be told. */
export function deleteOrphanWishes({ database }: Pick<WishDeps, 'database'>): Promise<void> {
  return database.write((tx) => deleteOrphans(tx))
}

/** A message of wishes is wanted as long as one of those that it answers stands; any other is not ours to judge. */
export const isWishWanted: WantedCheck = async (read, { payload: { wishes } }) =>
  !wishes || hasAnyWish(read, wishes)
