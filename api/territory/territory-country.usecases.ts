import type { Database } from '../../db/client.ts'
import type { Clock } from '../platform/clock.ts'
import { boundsOf } from './centres.rules.ts'
import {
  deleteDirectoryCommunes,
  type DirectoryCommuneRow,
  findDirectoryContours,
  insertDirectoryCommune,
} from './territory-country.repository.ts'
import { bumpBoundaries } from './territory-import.repository.ts'
import { type Boundary, joinBoundary } from './territory-import.rules.ts'
import type { ContourFile, Refusal } from './territory.contours.ts'
import { ImportRefused } from './territory.files.ts'
import { readCountry } from './territory.members.ts'

export type CountryReport = {
  added: number
  changed: number
  unchanged: number
  removed: number
  /** Communes of today without a boundary in the file. */
  missingBoundary: { code: string; name: string }[]
  refused: Refusal[]
}

/** Communes written between two words to whoever waits. */
const wordEvery = 500
/** A file that would take away more of what is known than this is taken for half a file. */
const removedShareMax = 0.5

/**
 * Keeps the boundaries of every commune of the country, to name the commune of a point outside every territory.
 * All or nothing; doing it again writes nothing. Throws ImportRefused.
 */
export async function importCountry({
  database,
  clock,
  contours: { contours, refused },
  dryRun = false,
  onProgress = () => {},
}: {
  database: Database
  clock: Clock
  contours: ContourFile
  dryRun?: boolean
  onProgress?: (done: number, total: number) => void
}): Promise<CountryReport> {
  const boundaries = new Map<string, Boundary>(contours.map((contour) => [contour.code, contour]))
  const missingBoundary: CountryReport['missingBoundary'] = []
  const wanted = new Map<string, DirectoryCommuneRow & { bounds: ReturnType<typeof boundsOf> }>()
  for (const commune of readCountry().values()) {
    const joined = joinBoundary(commune, boundaries)
    const { code, name, epci } = commune
    if (!joined) missingBoundary.push({ code, name })
    else
      wanted.set(code, {
        code,
        name,
        epciSiren: epci?.siren ?? null,
        epciName: epci?.name ?? null,
        contour: JSON.stringify(joined.geometry),
        bounds: boundsOf(joined.geometry),
      })
  }
  if (wanted.size === 0) throw new ImportRefused('Le fichier n’a le contour d’aucune commune d’aujourd’hui.')

  const stored = new Map((await findDirectoryContours(database)).map((row) => [row.code, row]))
  const removed = [...stored.keys()].filter((code) => !wanted.has(code))
  if (removed.length > stored.size * removedShareMax)
    throw new ImportRefused(
      `Il manque au fichier ${removed.length} communes déjà connues : il semble incomplet.`,
    )
  const added = [...wanted.values()].filter(({ code }) => !stored.has(code))
  const changed = [...wanted.values()].filter((row) => differs(row, stored.get(row.code)))
  const report = {
    added: added.length,
    changed: changed.length,
    unchanged: wanted.size - added.length - changed.length,
    removed: removed.length,
    missingBoundary,
    refused,
  }
  const written = [...added, ...changed]
  if (dryRun || written.length + removed.length === 0) return report
  await database.write(async (tx) => {
    await deleteDirectoryCommunes(tx, [...removed, ...changed.map(({ code }) => code)])
    for (const [rank, { bounds, ...row }] of written.entries()) {
      await insertDirectoryCommune(tx, row, bounds)
      if (rank % wordEvery === 0) onProgress(rank, written.length)
    }
    await bumpBoundaries(tx, clock.now())
  })
  onProgress(written.length, written.length)
  return report
}

function differs(row: DirectoryCommuneRow, before: DirectoryCommuneRow | undefined): boolean {
  return (
    before !== undefined &&
    (row.name !== before.name || row.epciSiren !== before.epciSiren || row.contour !== before.contour)
  )
}
