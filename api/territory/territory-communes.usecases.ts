import type { Database } from '../../db/client.ts'
import { type Page, decodeCursor, toPage } from '../platform/pagination.ts'
import { addressOf, isAsked, nearestTo, readAddress } from './commune-names.rules.ts'
import { territoryProblems } from './territory.problems.ts'
import {
  type Commune,
  findCommuneNames,
  findCommune,
  findCommunesBySlug,
  findTerritories,
} from './territory.repository.ts'
import { slugOf } from './names.rules.ts'

type Given = { database: Pick<Database, 'read'> }
/** A commune as lists and addresses name it. */
export type CommuneRef = {
  code: string
  name: string
  /** Of its page: `/communes/bavay`. */
  path: string
  postalCodes: string[]
  territory: { siren: string; name: string }
}

const territoriesAtMost = 1000
const nearestAtMost = 6

type Listed = Awaited<ReturnType<typeof findCommuneNames>>[number]

async function territoryNames({ database }: Given): Promise<Map<string, string>> {
  const rows = await findTerritories(database, { limit: territoriesAtMost })
  return new Map(rows.map(({ siren, name }) => [siren, name]))
}

const toRef = (one: Listed, address: string, names: Map<string, string>): CommuneRef => ({
  code: one.code,
  name: one.name,
  path: `/communes/${address}`,
  postalCodes: one.postalCodes,
  territory: { siren: one.territorySiren, name: names.get(one.territorySiren) ?? '' },
})

export type FoundCommune = {
  commune: Commune
  path: string
  /** Others of the same name, in any territory. */
  homonyms: CommuneRef[]
}

/**
 * The commune that an address names (`bavay`, `saint-martin-59546`, `59053`), with its own address, which may be
 * another. Throws `commune-unclear` when several have that name, `commune-not-found` with those it may have meant.
 */
export async function communeAt(given: Given, address: string): Promise<FoundCommune> {
  const { database } = given
  const asked = readAddress(address)
  if (asked.code !== null) {
    const found = await findCommune(database, asked.code)
    if (found) return withHomonyms(given, found)
    // Its old code, or a slip in it: the name still says which.
    return communeAtName(given, asked.slug)
  }
  return communeAtName(given, asked.slug)
}

async function communeAtName(given: Given, slug: string): Promise<FoundCommune> {
  const found = slug
    ? (await findCommunesBySlug(given.database, slug)).filter((one) => slugOf(one.name) === slug)
    : []
  const [only] = found
  if (only && found.length === 1) return withHomonyms(given, only)
  const [all, names] = await Promise.all([findCommuneNames(given.database), territoryNames(given)])
  const refs = (some: readonly Listed[]) => some.map((one) => toRef(one, addressOf(one, all), names))
  if (found.length > 1) throw territoryProblems['commune-unclear']({}, { communes: refs(found) })
  throw territoryProblems['commune-not-found']({}, { communes: refs(nearestTo(slug, all, nearestAtMost)) })
}

async function withHomonyms(given: Given, commune: Commune): Promise<FoundCommune> {
  const bare = slugOf(commune.name)
  const same = (await findCommunesBySlug(given.database, bare)).filter((one) => slugOf(one.name) === bare)
  const others = same.filter(({ code }) => code !== commune.code)
  const names = others.length > 0 ? await territoryNames(given) : new Map<string, string>()
  return {
    commune,
    path: `/communes/${addressOf(commune, same)}`,
    homonyms: others.map((one) => toRef(one, addressOf(one, same), names)),
  }
}

/** Addresses of the pages of communes, by name: as many as `most`. */
export async function communePaths({ database }: Given, most: number): Promise<string[]> {
  const all = await findCommuneNames(database)
  return all.slice(0, most).map((one) => `/communes/${addressOf(one, all)}`)
}

/** Communes by name, of every territory or of one, that answer what was typed. Throws `bad-cursor`. */
export async function searchCommunes(
  given: Given,
  {
    q = '',
    territory,
    cursor,
    limit,
  }: { q?: string | undefined; territory?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<CommuneRef>> {
  const [after] = cursor ? (decodeCursor(cursor, ['number']) as [number]) : [0]
  const [all, names] = await Promise.all([findCommuneNames(given.database), territoryNames(given)])
  const found = all
    .map((one, place) => ({ one, place }))
    .filter(({ one }) => (!territory || one.territorySiren === territory) && isAsked(q, one))
    .filter(({ place }) => place >= after)
  const page = toPage(found, limit, ({ place }) => [place + 1])
  return { ...page, items: page.items.map(({ one }) => toRef(one, addressOf(one, all), names)) }
}
