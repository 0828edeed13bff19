import type { Database, Tx } from '../../db/client.ts'
import { recordAudit } from '../platform/audit.ts'
import type { Clock } from '../platform/clock.ts'
import type { Ids } from '../platform/ids.ts'
import { boundsOf } from './centres.rules.ts'
import { linesOf } from './geometry.rules.ts'
import type { Bounds, MultiPolygon, Polygon } from './geometry.rules.ts'
import { ownerOf } from './road-owners.ts'
import { bumpRevision, insertBodies } from './territory-import.repository.ts'
import { deleteRoad, findStoredRoads, putRoad, type RoadRow } from './territory-roads.repository.ts'
import type { Refusal } from './territory.contours.ts'
import { ImportRefused } from './territory.files.ts'
import type { RoadFile, RoadLine } from './territory.roads-file.ts'
import { type Body, findBodies, findContours, findTerritory } from './territory.repository.ts'

export type RoadsReport = {
  territory: { siren: string; name: string }
  added: number
  changed: number
  unchanged: number
  /** Known before, and not in this file. */
  removed: number
  /** Lines that don't come near the territory, left aside. */
  elsewhere: number
  /** Owners the territory had no body for. */
  bodiesAdded: string[]
  refused: Refusal[]
}

type Request = {
  database: Database
  clock: Clock
  ids: Ids
  siren: string
  file: RoadFile
  dryRun?: boolean
}

/** Roads that run along the boundary from outside count too: about a kilometre, in degrees. */
const marginDegrees = 0.01
/** A file that would take away more of what is known than this is taken for half a file. */
const removedShareMax = 0.5

/**
 * Replaces the road lines of a territory by those of a file, and gives each the body its owner is here. All or
 * nothing; doing it again writes nothing. Throws ImportRefused.
 */
export async function importRoads(request: Request): Promise<RoadsReport> {
  const { database, clock, ids, siren, file, dryRun = false } = request
  if (file.roads.length === 0) {
    const [first] = file.refused
    throw new ImportRefused(`Aucune route du fichier n’est utilisable (${first?.what} : ${first?.reason}).`)
  }
  if (dryRun) return (await plan(request, database)).report
  return database.write(async (tx) => {
    const { report, write } = await plan(request, { read: tx })
    if (!write) return report
    await write(tx)
    await bumpRevision(tx, clock.now())
    const { added, changed, removed } = report
    await recordAudit(tx, {
      id: ids.next(),
      territorySiren: siren,
      at: clock.now(),
      userId: null,
      action: 'roads.import',
      subject: siren,
      change: { added, changed, removed },
    })
    return report
  })
}

type Plan = { report: RoadsReport; write: ((tx: Tx) => Promise<void>) | null }

async function plan(
  { ids, siren, file }: Request,
  database: Pick<Database, 'read'> | { read: Tx },
): Promise<Plan> {
  const territory = await findTerritory(database, siren)
  if (!territory)
    throw new ImportRefused(`Le territoire ${siren} n’est pas ouvert : importez d’abord ses communes.`)
  const [stored, bodies, contours] = await Promise.all([
    findStoredRoads(database, siren),
    findBodies(database, siren),
    findContours(database, siren),
  ])
  const frame = frameOf(
    contours.map(({ contour }) => boundsOf(JSON.parse(contour) as Polygon | MultiPolygon)),
  )
  const ours = file.roads.filter((road) => comesNear(road, frame))
  if (ours.length === 0)
    throw new ImportRefused(`Aucune route du fichier ne passe dans le territoire ${territory.name}.`)

  const newBodies: (Pick<Body, 'id' | 'territorySiren' | 'kind' | 'name'> & { active: boolean })[] = []
  const known: Pick<Body, 'id' | 'kind' | 'name' | 'active'>[] = [...bodies]
  const bodyIdOf = (owner: string): string | null => {
    const found = ownerOf(owner, known)
    if (found.bodyId !== undefined) return found.bodyId
    const body = {
      id: ids.next(),
      territorySiren: siren,
      kind: 'other',
      name: found.name,
      active: true,
    } as const
    newBodies.push(body)
    known.push(body)
    return body.id
  }
  const wanted = ours.map(({ id, ref, name, owner, geometry }): RoadRow => ({
    id: `${siren}:${id}`,
    territorySiren: siren,
    ref,
    name,
    owner,
    bodyId: bodyIdOf(owner),
    geometry: JSON.stringify(geometry),
  }))
  const before = new Map(stored.map((row) => [row.id, row]))
  const kept = new Set(wanted.map(({ id }) => id))
  const removed = stored.filter(({ id }) => !kept.has(id))
  if (removed.length > stored.length * removedShareMax)
    throw new ImportRefused(
      `Il manque au fichier ${removed.length} des ${stored.length} routes déjà connues : il semble incomplet.`,
    )
  const added = wanted.filter(({ id }) => !before.has(id))
  const changed = wanted.filter((row) => differs(row, before.get(row.id)))
  const written = [...added, ...changed]
  return {
    report: {
      territory: { siren, name: territory.name },
      added: added.length,
      changed: changed.length,
      unchanged: wanted.length - written.length,
      removed: removed.length,
      elsewhere: file.roads.length - ours.length,
      bodiesAdded: newBodies.map(({ name }) => name),
      refused: file.refused,
    },
    write:
      written.length + removed.length === 0
        ? null
        : async (tx) => {
            await insertBodies(tx, newBodies)
            for (const row of written) await putRoad(tx, row)
            for (const { id } of removed) await deleteRoad(tx, id)
          },
  }
}

function differs(row: RoadRow, before: RoadRow | undefined): boolean {
  return (
    before !== undefined &&
    (['ref', 'name', 'owner', 'bodyId', 'geometry'] as const).some((field) => row[field] !== before[field])
  )
}

function frameOf(all: Bounds[]): Bounds {
  return [
    Math.min(...all.map(([west]) => west)) - marginDegrees,
    Math.min(...all.map(([, south]) => south)) - marginDegrees,
    Math.max(...all.map(([, , east]) => east)) + marginDegrees,
    Math.max(...all.map(([, , , north]) => north)) + marginDegrees,
  ]
}

/** True when the box around a segment of the road meets the frame. */
function comesNear({ geometry }: RoadLine, [west, south, east, north]: Bounds): boolean {
  return linesOf(geometry).some((line) =>
    line.some(([lon2, lat2], i) => {
      const [lon1, lat1] = line[Math.max(0, i - 1)]!
      return (
        Math.max(lon1, lon2) >= west &&
        Math.min(lon1, lon2) <= east &&
        Math.max(lat1, lat2) >= south &&
        Math.min(lat1, lat2) <= north
      )
    }),
  )
}
