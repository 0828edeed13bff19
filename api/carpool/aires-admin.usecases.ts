import type { Tx } from '../../db/client.ts'
import type { AireCorrections } from '../../db/schema/index.ts'
import { attachMedia, discardMedia } from '../media/media.usecases.ts'
import { recordAudit } from '../platform/audit.ts'
import type { Deps } from '../platform/http.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import { decodeCursor, encodeCursor } from '../platform/pagination.ts'
import { authorize, type Actor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import { openReach, readTerritory, type Directory, type Reach } from '../territory/territory.usecases.ts'
import type { AdminAire, AdminAireList, AireChange, NewAire } from './aires-admin.schemas.ts'
import { isOwn, toAdminAire } from './aires-admin.views.ts'
import { addOwnIn, bnlcIdFor } from './aires-own.usecases.ts'
import { aireProblems } from './aires.problems.ts'
import {
  bumpEdition,
  findAireById,
  findSelectedAire,
  findSelection,
  saveSelection,
  updateAire,
  type AireRow,
  type SelectedAire,
} from './aires.repository.ts'
import { marginBounds } from './aires.rules.ts'
import { selectIn } from './aires-selection.usecases.ts'

type Given = Pick<Deps, 'database' | 'clock' | 'ids'> & { directory: Directory }
export type Asking<T = object> = { actor: Actor; siren: string } & T
type LonLat = { lon: number; lat: number }

/** Boundaries are drawn to some hundred metres: a point this near a commune is in it. */
const boundaryMetres = 150

/** Throws unless the actor sets what the whole territory does, and the territory is open here. */
export async function requireWhole(
  database: Pick<Deps['database'], 'read'>,
  { actor, siren }: Asking,
): Promise<void> {
  authorize(actor, 'territory.administer', { territorySiren: siren })
  await readTerritory({ database, siren })
}

/** Every aire that is or was in the selection, by name. Throws `forbidden`, `not-found`, `bad-cursor`. */
export async function listAdminAires(
  { database }: Pick<Deps, 'database'>,
  { cursor, limit, ...who }: Asking<{ cursor: string | undefined; limit: number }>,
): Promise<AdminAireList> {
  await requireWhole(database, who)
  const [afterName, afterId] = cursor ? (decodeCursor(cursor, ['string', 'string']) as [string, string]) : []
  const { compare } = new Intl.Collator('fr', { numeric: true })
  const byName = (a: readonly [string, string], b: readonly [string, string]) =>
    compare(a[0], b[0]) || (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0)
  const keyOf = ({ aire, here }: SelectedAire) => [here.name, aire.id] as const
  const rows = (await findSelection(database.read, who.siren))
    .filter(
      (row) =>
        afterName === undefined || afterId === undefined || byName(keyOf(row), [afterName, afterId]) > 0,
    )
    .sort((a, b) => byName(keyOf(a), keyOf(b)))
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return {
    items: items.map((row) => toAdminAire(row, who.siren)),
    nextCursor: rows.length > limit && last ? encodeCursor([...keyOf(last)]) : null,
  }
}

/** Throws `forbidden`, `not-found`, `aire-not-found`. */
export async function readAdminAire(
  { database }: Pick<Deps, 'database'>,
  { id, ...who }: Asking<{ id: string }>,
): Promise<AdminAire> {
  await requireWhole(database, who)
  const found = await findSelectedAire(database.read, who.siren, id)
  if (!found) throw aireProblems['aire-not-found']()
  return toAdminAire(found, who.siren)
}

/** Where a point of a territory's own is, near enough to be its business. Throws `aire-nowhere`, `aire-too-far`. */
async function placeOf({ directory }: Given, reach: Reach, { lon, lat }: LonLat) {
  if (reach.metresTo({ lon, lat }, marginBounds.most) === null)
    throw aireProblems['aire-too-far']({ kilometres: marginBounds.most / 1000 })
  const { commune, candidates, outside } = await directory.locate({ lon, lat, accuracy: boundaryMetres })
  const found = commune ?? candidates[0] ?? outside?.commune
  if (!found) throw aireProblems['aire-nowhere']()
  return { code: found.code, name: found.name }
}

async function reachOf({ database }: Given, siren: string): Promise<Reach> {
  const reach = await openReach(database, siren)
  // A territory is opened with its communes.
  if (!reach) throw commonProblems['not-found']()
  return reach
}

/** Adds an aire of the territory's own. Throws `aire-exists`, `aire-nowhere`, `aire-too-far`, `photo-not-found`. */
export async function addAire(
  deps: Given,
  { aire: given, write, ...who }: Asking<{ aire: NewAire; write: WriteKey }>,
): Promise<Answer<AdminAire>> {
  const { database, clock, ids } = deps
  const { siren } = who
  await requireWhole(database, who)
  const reach = await reachOf(deps, siren)
  const commune = await placeOf(deps, reach, given.position)
  return writeOnce({ database, clock, write }, async (tx) => {
    if (await findAireById(tx, given.id)) throw aireProblems['aire-exists']()
    const { position, photo, ...said } = given
    const at = { now: clock.now(), nextId: ids.next }
    await addOwnIn(tx, {
      ...at,
      territorySiren: siren,
      reach,
      aires: [
        {
          ...said,
          ...position,
          commune,
          address: said.address ?? null,
          spaces: said.spaces ?? null,
          lit: said.lit ?? null,
        },
      ],
    })
    const added = await findSelectedAire(tx, siren, given.id)
    if (!added) throw aireProblems['aires-full']()
    if (photo) {
      await attachMedia(tx, { photos: [photo] })
      await saveSelection(tx, { ...added.here, photoId: photo.id })
    }
    await recordAudit(tx, trail(deps, who, { action: 'aire.add', subject: given.id, change: said }))
    return { status: 201, body: await viewIn(tx, siren, given.id) }
  })
}

function trail(
  { clock, ids }: Given,
  { actor, siren }: Asking,
  { action, subject, change }: { action: string; subject: string; change: object },
) {
  const userId = actor?.userId ?? null
  return {
    id: ids.next(),
    territorySiren: siren,
    at: clock.now(),
    userId,
    action,
    subject,
    change: { ...change },
  }
}

async function viewIn(tx: Tx, siren: string, id: string): Promise<AdminAire> {
  const found = await findSelectedAire(tx, siren, id)
  if (!found) throw aireProblems['aire-not-found']()
  return toAdminAire(found, siren)
}

/**
 * Corrects or describes an aire: the territory's own as it is, another one beside what its source says. The selection and
 * the travel times follow in the same transaction. Throws `aire-not-found`, `stale-version` with the aire as it is,
 * `aire-kind-of-source`, `aire-nowhere`, `aire-too-far`, `photo-not-found`.
 */
export async function changeAire(
  deps: Given,
  { id, version, change, ...who }: Asking<{ id: string; version: number; change: AireChange }>,
): Promise<AdminAire> {
  const { database, clock, ids } = deps
  const { siren } = who
  await requireWhole(database, who)
  const reach = await reachOf(deps, siren)
  const commune = change.position && (await placeOf(deps, reach, change.position))
  return database.write(async (tx) => {
    const found = await findSelectedAire(tx, siren, id)
    if (!found) throw aireProblems['aire-not-found']()
    const { aire, here } = found
    if (here.version !== version)
      throw commonProblems['stale-version']({}, { current: toAdminAire(found, siren) })
    const own = isOwn(aire, siren)
    if (!own && change.kind && change.kind !== aire.kind) throw aireProblems['aire-kind-of-source']()
    const now = clock.now()
    if (own) {
      const elsewhere = commune !== undefined && commune.code !== aire.communeCode
      await updateAire(tx, id, {
        ...ownColumns(change, commune),
        ...(elsewhere ? { bnlcId: await bnlcIdFor(tx, { id, commune }) } : {}),
        updatedOn: dayOf(now),
        updatedAt: now,
      })
    }
    const photoId = await exchangePhoto(tx, here.photoId, change.photo)
    await saveSelection(tx, {
      ...here,
      ...pick(change, [
        'description',
        'sheltered',
        'charging',
        'bikes',
        'busLines',
        'accessibility',
        'waiting',
        'hidden',
      ]),
      corrections: own ? here.corrections : corrected(aire, here.corrections, change),
      photoId,
      updatedAt: now,
      version: here.version + 1,
    })
    await selectIn(tx, { territorySiren: siren, reach, now, nextId: ids.next })
    // Whoever holds the aires in memory knows by these where people change cars.
    if (change.waiting !== undefined || change.kind !== undefined) await bumpEdition(tx, siren)
    const { photo, ...said } = change
    const told = photo === undefined ? said : { ...said, photo: photo?.id ?? null }
    await recordAudit(tx, trail(deps, who, { action: 'aire.change', subject: id, change: told }))
    return viewIn(tx, siren, id)
  })
}

const dayOf = (now: number) => new Date(now).toISOString().slice(0, 10)

function pick<T extends object, K extends keyof T>(from: T, names: readonly K[]) {
  return Object.fromEntries(
    names.filter((name) => from[name] !== undefined).map((name) => [name, from[name]]),
  ) as { [N in K]?: Exclude<T[N], undefined> }
}

/** The photo as asked; the one it replaces is given up. */
async function exchangePhoto(
  tx: Tx,
  before: string | null,
  photo: AireChange['photo'],
): Promise<string | null> {
  if (photo === undefined || photo?.id === before) return before
  if (photo) await attachMedia(tx, { photos: [photo] })
  if (before) await discardMedia(tx, { ids: [before] })
  return photo?.id ?? null
}

function ownColumns(
  change: AireChange,
  commune: { code: string; name: string } | undefined,
): Partial<AireRow> {
  return {
    ...pick(change, ['name', 'address', 'kind', 'spaces', 'accessibleSpaces', 'lit', 'openingHours']),
    ...change.position,
    ...(commune ? { communeCode: commune.code, communeName: commune.name } : {}),
  }
}

/** What the territory says otherwise than the source: neither what it takes back nor what the source says too. */
function corrected(aire: AireRow, before: AireCorrections, change: AireChange): AireCorrections {
  const { position, ...rest } = change
  const asked = {
    ...before,
    ...pick(rest, ['name', 'address', 'spaces', 'accessibleSpaces', 'lit', 'openingHours']),
    ...position,
  }
  const names = ['name', 'address', 'spaces', 'accessibleSpaces', 'lit', 'openingHours'] as const
  const kept = names.filter((name) => (asked[name] ?? aire[name]) !== aire[name])
  const moved = asked.lon !== undefined && (asked.lon !== aire.lon || asked.lat !== aire.lat)
  return {
    ...Object.fromEntries(kept.map((name) => [name, asked[name]])),
    ...(moved && asked.lat !== undefined ? { lon: asked.lon, lat: asked.lat } : {}),
  }
}
