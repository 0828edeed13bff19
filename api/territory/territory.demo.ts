import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Database } from '../../db/client.ts'
import type { Clock } from '../platform/clock.ts'
import type { Ids } from '../platform/ids.ts'
import { approximateCells } from './cells.rules.ts'
import { importTerritory } from './territory-import.usecases.ts'
import { readEpci } from './territory.members.ts'
import { listTerritories } from './territory.usecases.ts'

export const demoSiren = '200043321'

const centresPath = fileURLToPath(new URL('../../db/seed/pays-de-mormal-centres.json', import.meta.url))

/**
 * Opens Pays de Mormal as a demo, with no network: one centre a commune and nearest-centre cells, marked approximate.
 * Only in an empty database; answers whether it did.
 */
export async function openDemoTerritory({
  database,
  clock,
  ids,
}: {
  database: Database
  clock: Clock
  ids: Ids
}): Promise<boolean> {
  const { items } = await listTerritories({ database, limit: 1 })
  const epci = items.length === 0 ? readEpci(demoSiren) : null
  if (!epci) return false
  const centres = JSON.parse(readFileSync(centresPath, 'utf8')) as Record<string, [number, number]>
  const located = epci.members.flatMap(({ code, name }) => {
    const centre = centres[code]
    return centre ? [{ code, name, centre, lon: centre[0], lat: centre[1] }] : []
  })
  const centreOf = new Map(located.map(({ code, centre }) => [code, centre]))
  const contours = approximateCells(located).map((area) => ({
    ...area,
    centre: centreOf.get(area.code) ?? null,
  }))
  await importTerritory({
    database,
    clock,
    ids,
    siren: demoSiren,
    contours: { contours, refused: [] },
    approximate: true,
    demo: true,
  })
  return true
}
