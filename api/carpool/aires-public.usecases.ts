import type { Database, Reader } from '../../db/client.ts'
import { mediaUrls } from '../media/media.usecases.ts'
import { greatCircleMetres } from '../platform/distance.rules.ts'
import { decodeCursor, encodeCursor } from '../platform/pagination.ts'
import { listTerritories, readTerritory } from '../territory/territory.usecases.ts'
import { findListed, findSelectedAire, findTerritoriesOf, type SelectedAire } from './aires.repository.ts'
import { searchWords } from './aires.rules.ts'
import { aireProblems } from './aires.problems.ts'
import type { AireList, PublicAire } from './aires.schemas.ts'
import type { BnlcRow } from './bnlc-write.ts'

type Given = { database: Pick<Database, 'read'> }
export type AireFilters = {
  territory?: string | undefined
  commune?: string | undefined
  q?: string | undefined
  near?: string | undefined
  bbox?: string | undefined
  own?: 'true' | 'false' | undefined
}

/** The territory asked for, or the only one. Throws `not-found`, `territory-needed`. */
async function territoryOf({ database }: Given, asked: string | undefined): Promise<string> {
  if (asked) return (await readTerritory({ database, siren: asked })).siren
  const { items } = await listTerritories({ database, limit: 2 })
  const [only] = items
  if (!only || items.length > 1) throw aireProblems['territory-needed']()
  return only.siren
}

type Found = { selected: SelectedAire; metres: number | null }

/**
 * The aires of a selection that filters let through, by name, or the nearest first. A selection holds 500 at most
 * (MOST_SELECTED): it is read whole, and chosen from here.
 */
async function choose(read: Reader, territorySiren: string, filters: AireFilters): Promise<Found[]> {
  const { commune, q, near, bbox, own } = filters
  const words = searchWords(q).split(' ').filter(Boolean)
  const [lat, lon] = near?.split(',').map(Number) ?? []
  const from = lat === undefined || lon === undefined ? null : { lat, lon }
  const [west = -180, south = -90, east = 180, north = 90] = bbox?.split(',').map(Number) ?? []
  const found = (await findListed(read, territorySiren))
    .filter(({ here }) => commune === undefined || here.communeCode === commune)
    .filter(({ here }) => words.every((word) => here.search.includes(` ${word}`)))
    .filter(({ here }) => here.lon >= west && here.lon <= east && here.lat >= south && here.lat <= north)
    .filter(({ aire }) => own === undefined || (aire.ownerSiren === territorySiren) === (own === 'true'))
    .map((selected) => ({
      selected,
      metres: from && Math.round(greatCircleMetres(from, selected.here)),
    }))
  const byName = new Intl.Collator('fr', { numeric: true }).compare
  return found.toSorted(
    (a, b) =>
      (a.metres ?? 0) - (b.metres ?? 0) ||
      byName(a.selected.here.name, b.selected.here.name) ||
      (a.selected.aire.id < b.selected.aire.id ? -1 : 1),
  )
}

/** A page of aires. Throws `bad-cursor`, `territory-needed`, `not-found`. */
export async function listAires(
  { database }: Given,
  { filters, cursor, limit }: { filters: AireFilters; cursor: string | undefined; limit: number },
): Promise<AireList> {
  const siren = await territoryOf({ database }, filters.territory)
  const found = await choose(database.read, siren, filters)
  const [after = '', place = 0] = cursor
    ? (decodeCursor(cursor, ['string', 'number']) as [string, number])
    : []
  // Where the last page ended, wherever that aire is now; else by place, when it is gone.
  const known = after ? found.findIndex(({ selected }) => selected.aire.id === after) : -1
  const begin = known >= 0 ? known + 1 : Math.max(Math.trunc(place), 0)
  const items = found.slice(begin, begin + limit)
  const last = items.at(-1)
  const isMore = begin + limit < found.length
  return {
    items: items.map(({ selected, metres }) => toPublic(selected, metres)),
    nextCursor: isMore && last ? encodeCursor([last.selected.aire.id, begin + limit]) : null,
    total: found.length,
  }
}

/** Every aire that filters let through. */
export async function allAires({ database }: Given, filters: AireFilters): Promise<PublicAire[]> {
  const siren = await territoryOf({ database }, filters.territory)
  const found = await choose(database.read, siren, filters)
  return found.map(({ selected, metres }) => toPublic(selected, metres))
}

/** The same as lines of the national base, the territory's corrections in them. */
export async function bnlcRows({ database }: Given, filters: AireFilters): Promise<BnlcRow[]> {
  const siren = await territoryOf({ database }, filters.territory)
  const found = await choose(database.read, siren, filters)
  return found.map(({ selected: { aire, here } }) => ({
    id: aire.bnlcId,
    localId: aire.localId,
    name: here.name,
    address: here.corrections.address ?? aire.address,
    communeCode: here.communeCode,
    communeName: here.communeName,
    kind: aire.kind,
    updatedOn: aire.updatedOn,
    open: aire.open,
    source: aire.dataSource,
    lon: here.lon,
    lat: here.lat,
    spaces: here.corrections.spaces ?? aire.spaces,
    accessibleSpaces: here.corrections.accessibleSpaces ?? aire.accessibleSpaces,
    maxStayMinutes: aire.maxStayMinutes,
    openingHours: here.corrections.openingHours ?? aire.openingHours,
    owner: aire.owner,
    lit: here.corrections.lit ?? aire.lit,
    comment: here.description ?? aire.comment,
  }))
}

/** One aire, also one that people may no longer leave from. Throws `aire-not-found`. */
export async function readAire(
  { database }: Given,
  { id, territory }: { id: string; territory: string | undefined },
): Promise<PublicAire> {
  const siren = await territoryOf({ database }, territory)
  const found = await findSelectedAire(database.read, siren, id)
  if (!found || found.here.hidden) throw aireProblems['aire-not-found']()
  return toPublic(found, null)
}

/**
 * The same for an address that names no territory, such as that of a sign: where several are open, the one the aire is
 * in. Throws `aire-not-found`.
 */
export async function readAireAnywhere(
  { database }: Given,
  { id, territory }: { id: string; territory: string | undefined },
): Promise<{ aire: PublicAire; territory: { siren: string; name: string } }> {
  const siren = territory ?? (await findTerritoriesOf(database.read, id)).at(0)
  if (siren === undefined) throw aireProblems['aire-not-found']()
  const { name } = await readTerritory({ database, siren })
  return { aire: await readAire({ database }, { id, territory: siren }), territory: { siren, name } }
}

/** What anyone may read, field by field: what is not named here is not told. */
function toPublic({ aire, here }: SelectedAire, metres: number | null): PublicAire {
  const { corrections } = here
  return {
    id: aire.id,
    name: here.name,
    path: `/aires/${aire.id}`,
    address: corrections.address ?? aire.address,
    commune: { code: here.communeCode, name: here.communeName },
    lon: here.lon,
    lat: here.lat,
    kind: aire.kind,
    inside: here.inside,
    spaces: corrections.spaces ?? aire.spaces,
    accessibleSpaces: corrections.accessibleSpaces ?? aire.accessibleSpaces,
    lit: corrections.lit ?? aire.lit,
    sheltered: here.sheltered,
    charging: here.charging,
    bikes: here.bikes,
    busLines: here.busLines,
    accessibility: here.accessibility,
    openingHours: corrections.openingHours ?? aire.openingHours,
    description: here.description ?? aire.comment,
    photo: here.photoId === null ? null : mediaUrls(here.photoId),
    maxStayMinutes: aire.maxStayMinutes,
    source: aire.source,
    updatedOn: aire.updatedOn,
    listed: here.listed,
    demo: aire.demo,
    distanceMetres: metres,
  }
}
