import { knownPrefixes } from '../../db/seed/territory-defaults.ts'
import type { Database, Tx } from '../../db/client.ts'
import { recordAudit } from '../platform/audit.ts'
import type { Clock } from '../platform/clock.ts'
import type { Ids } from '../platform/ids.ts'
import { referencePrefix, slugOf, territoryName } from './names.rules.ts'
import { communeBody, defaultsOf } from './territory-defaults.ts'
import {
  bumpBoundaries,
  type CommuneRow,
  findStoredCommunes,
  insertBodies,
  insertCommunes,
  insertDefaults,
  insertTerritory,
  updateCommune,
  updateTerritory,
} from './territory-import.repository.ts'
import { type Boundary, joinBoundary, type Joined, looksHalf } from './territory-import.rules.ts'
import type { ContourFile, Refusal } from './territory.contours.ts'
import { ImportRefused } from './territory.files.ts'
import { type CountryCommune, type Epci, type Member, readCountry, readEpci } from './territory.members.ts'
import { findAllCommunes, findTerritories, findTerritory, type Territory } from './territory.repository.ts'

type Named = { code: string; name: string }
export type TerritoryReport = {
  territory: { siren: string; name: string; created: boolean }
  added: Named[]
  /** With the fields that differ from what was stored. */
  changed: (Named & { fields: string[] })[]
  unchanged: number
  /** Today's communes without a boundary in the file; `kept` when an older one stays. */
  missingBoundary: (Named & { kept: boolean })[]
  /** Put together from the boundaries of the communes they were made of. */
  assembled: (Named & { from: string[] })[]
  /** Boundaries that are no commune today, with the one they were merged into when it is known. */
  unknownBoundary: (Named & { mergedInto: string | null })[]
  /** Boundaries of communes of other territories, left aside. */
  ignored: number
  refused: Refusal[]
  /** Stored communes that are no longer members: kept, since their reports refer to them. */
  gone: Named[]
  /** False when nothing was, or in a dry run would be, written. */
  differs: boolean
}

type Request = {
  database: Database
  clock: Clock
  ids: Ids
  siren: string
  contours: ContourFile
  /** Boundaries are nearest-centre cells. */
  approximate?: boolean
  demo?: boolean
  /** Says what would be done and writes nothing. */
  dryRun?: boolean
}

/**
 * Opens a territory, or brings an open one up to date, from boundaries: its communes, and when it is new its bodies,
 * categories, responsibilities and sentences. All or nothing, in one transaction; doing it again writes nothing.
 * Throws ImportRefused, with one sentence, before touching anything.
 */
export async function importTerritory(request: Request): Promise<TerritoryReport> {
  const { database, clock, ids, siren, contours, dryRun = false } = request
  const epci = readEpci(siren)
  if (!epci) throw new ImportRefused(`Aucune intercommunalité ne porte le SIREN ${siren} aujourd’hui.`)
  const file = readFile(epci, contours)
  if (dryRun) return (await plan({ ...request, database: { read: database.read }, epci, file })).report
  return database.write(async (tx) => {
    const { report, write } = await plan({ ...request, database: { read: tx }, epci, file })
    if (!report.differs) return report
    await write(tx)
    await bumpBoundaries(tx, clock.now())
    await recordAudit(tx, {
      id: ids.next(),
      territorySiren: siren,
      at: clock.now(),
      userId: null,
      action: 'territory.import',
      subject: siren,
      change: { added: report.added.length, changed: report.changed.length },
    })
    return report
  })
}

type FileFacts = Pick<TerritoryReport, 'assembled' | 'unknownBoundary' | 'ignored' | 'refused'> & {
  joined: Map<string, Joined>
}

/** Joins the file to today's communes, and refuses one that is broken, of elsewhere, or half a file. */
function readFile(epci: Epci, { contours, refused }: ContourFile): FileFacts {
  const country = readCountry()
  const mergedInto = new Map(
    [...country.values()].flatMap((commune) => commune.formerCodes.map((code) => [code, commune] as const)),
  )
  const ours = new Map(
    epci.members.flatMap((m) => [m.code, ...m.formerCodes].map((code) => [code, m] as const)),
  )
  for (const { what, reason } of refused) {
    const member = ours.get(what)
    if (member)
      throw new ImportRefused(`Le contour de ${member.name} (${what}) est inutilisable : ${reason}.`)
  }
  const boundaries = new Map<string, Boundary>(contours.map((contour) => [contour.code, contour]))
  const joined = new Map<string, Joined>()
  for (const member of epci.members) {
    const boundary = joinBoundary(member, boundaries)
    if (boundary) joined.set(member.code, boundary)
  }
  const missing = epci.members.length - joined.size
  if (joined.size === 0)
    throw new ImportRefused(`Le fichier n’a le contour d’aucune commune de ${epci.name}.`)
  if (looksHalf({ members: epci.members.length, missing }))
    throw new ImportRefused(
      `Il manque au fichier le contour de ${missing} des ${epci.members.length} communes : il semble incomplet.`,
    )
  return {
    joined,
    assembled: epci.members.flatMap(({ code, name }) => {
      const from = joined.get(code)?.from ?? []
      return from.length > 0 ? [{ code, name, from }] : []
    }),
    unknownBoundary: contours.flatMap(({ code, name }) =>
      country.has(code) || ours.has(code) ? [] : [{ code, name, mergedInto: nameOf(mergedInto.get(code)) }],
    ),
    ignored: contours.filter(({ code }) => country.has(code) && !ours.has(code)).length,
    refused,
  }
}

function nameOf(commune: CountryCommune | undefined): string | null {
  return commune ? `${commune.name} (${commune.code})` : null
}

type PlanRequest = Omit<Request, 'database' | 'dryRun'> & {
  database: Pick<Database, 'read'> | { read: Tx }
  epci: Epci
  file: FileFacts
}
type Plan = { report: TerritoryReport; write: (tx: Tx) => Promise<void> }

/** Compares the file with what is stored: what to report, and what to write. */
async function plan(request: PlanRequest): Promise<Plan> {
  const { database, epci, file, ids, approximate = false } = request
  const [existing, stored, everywhere] = await Promise.all([
    findTerritory(database, epci.siren),
    findStoredCommunes(database, epci.siren),
    findAllCommunes(database),
  ])
  const elsewhere = new Map(
    everywhere
      .filter((row) => row.territorySiren !== epci.siren)
      .map((row) => [row.code, row.territorySiren]),
  )
  for (const { code, name } of epci.members)
    if (elsewhere.has(code))
      throw new ImportRefused(`${name} (${code}) est déjà dans le territoire ${elsewhere.get(code)}.`)

  const byCode = new Map(stored.map((row) => [row.code, row]))
  const slugs = new Set(stored.map((row) => row.slug))
  const middle = middleOf([...file.joined.values()].map(({ centre }) => centre))
  const inserts: CommuneRow[] = []
  const updates: (Named & { change: Partial<CommuneRow> })[] = []
  for (const member of epci.members) {
    const before = byCode.get(member.code)
    const wanted = wantedFields({ member, joined: file.joined.get(member.code), before, middle, approximate })
    if (!before) {
      inserts.push({ ...wanted, territorySiren: epci.siren, slug: freeSlug(member, slugs), version: 1 })
      continue
    }
    const change = differences(before, wanted)
    if (Object.keys(change).length > 0) updates.push({ code: member.code, name: member.name, change })
  }
  const created = existing ? null : await newTerritory(request)
  const territoryChange = existing && existing.approximate !== approximate ? { approximate } : null
  const members = new Set(epci.members.map(({ code }) => code))
  const newcomers = epci.members.filter(({ code }) => !byCode.has(code))
  const { joined, ...facts } = file
  return {
    report: {
      ...facts,
      territory: {
        siren: epci.siren,
        name: existing?.name ?? territoryName(epci.name),
        created: !existing,
      },
      added: newcomers.map(({ code, name }) => ({ code, name })),
      changed: updates.map(({ code, name, change }) => ({ code, name, fields: Object.keys(change) })),
      unchanged: epci.members.length - inserts.length - updates.length,
      missingBoundary: epci.members
        .filter(({ code }) => !joined.has(code))
        .map(({ code, name }) => ({ code, name, kept: Boolean(byCode.get(code)?.contour) })),
      gone: stored.filter(({ code }) => !members.has(code)).map(({ code, name }) => ({ code, name })),
      differs: !existing || inserts.length > 0 || updates.length > 0 || territoryChange !== null,
    },
    write: async (tx) => {
      if (created) await insertTerritory(tx, created)
      if (territoryChange) await updateTerritory(tx, epci.siren, territoryChange)
      await insertCommunes(tx, inserts)
      for (const { code, change } of updates) await updateCommune(tx, code, change)
      await insertBodies(
        tx,
        newcomers.map((member) => communeBody({ ids, territorySiren: epci.siren, member })),
      )
      if (created) await insertDefaults(tx, defaultsOf({ ids, epci }))
    },
  }
}

type WantedFields = Omit<CommuneRow, 'territorySiren' | 'slug' | 'version'>

function wantedFields({
  member,
  joined,
  before,
  middle,
  approximate,
}: {
  member: Member
  joined: Joined | undefined
  before: CommuneRow | undefined
  middle: readonly [number, number]
  approximate: boolean
}): WantedFields {
  const { code, name, population, postalCodes } = member
  if (joined) {
    const [lon, lat] = joined.centre
    return {
      code,
      name,
      population,
      postalCodes,
      lon,
      lat,
      contour: JSON.stringify(joined.geometry),
      approximate,
    }
  }
  // Without a boundary now: what was known stays; else the middle of the others, said to be approximate.
  const { lon, lat, contour } = before ?? { lon: middle[0], lat: middle[1], contour: null }
  return { code, name, population, postalCodes, lon, lat, contour, approximate: before?.approximate ?? true }
}

function differences(before: CommuneRow, wanted: WantedFields): Partial<CommuneRow> {
  const changed = Object.entries(wanted).filter(
    ([field, value]) => JSON.stringify(before[field as keyof WantedFields]) !== JSON.stringify(value),
  )
  return Object.fromEntries(changed)
}

function freeSlug({ name, code }: Member, taken: Set<string>): string {
  const bare = slugOf(name)
  const slug = taken.has(bare) ? `${bare}-${code.toLowerCase()}` : bare
  taken.add(slug)
  return slug
}

function middleOf(centres: (readonly [number, number])[]): [number, number] {
  const sum = centres.reduce(([lon, lat], centre) => [lon + centre[0], lat + centre[1]], [0, 0] as const)
  return [sum[0] / centres.length, sum[1] / centres.length]
}

async function newTerritory({ database, clock, epci, approximate, demo }: PlanRequest) {
  const others: Territory[] = await findTerritories(database, { limit: -1 })
  const name = territoryName(epci.name)
  const slug = slugOf(name)
  return {
    siren: epci.siren,
    name,
    slug: others.some((other) => other.slug === slug) ? `${slug}-${epci.siren}` : slug,
    referencePrefix:
      knownPrefixes[epci.siren] ??
      referencePrefix(name, new Set(others.map((other) => other.referencePrefix))),
    approximate: approximate ?? false,
    demo: demo ?? false,
    createdAt: clock.now(),
  }
}
