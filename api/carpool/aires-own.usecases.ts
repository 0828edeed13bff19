import type { Deps } from '../platform/http.ts'
import { openReach } from '../territory/territory.usecases.ts'
import {
  findAireById,
  findSelectedAire,
  insertAire,
  saveSelection,
  type AireRow,
  type SelectionRow,
} from './aires.repository.ts'
import { selectIn } from './aires-selection.usecases.ts'

/** An aire that a territory adds itself: where it is, and what one finds there. */
export type OwnAire = Pick<AireRow, 'id' | 'name' | 'address' | 'lon' | 'lat' | 'kind' | 'spaces' | 'lit'> & {
  commune: { code: string; name: string }
  demo?: boolean
} & Partial<
    Pick<
      SelectionRow,
      'sheltered' | 'charging' | 'bikes' | 'busLines' | 'accessibility' | 'description' | 'waiting'
    >
  >

/**
 * Adds aires to a territory, in one transaction with its selection and their travel times. One that is there already,
 * by its id, is left as it is.
 */
export async function addOwnAires(
  { database, clock, ids }: Pick<Deps, 'database' | 'clock' | 'ids'>,
  { territorySiren, aires }: { territorySiren: string; aires: readonly OwnAire[] },
): Promise<void> {
  const reach = await openReach(database, territorySiren)
  if (!reach) throw new Error(`territory ${territorySiren} has no commune`)
  await database.write(async (tx) => {
    const now = clock.now()
    const added: OwnAire[] = []
    for (const own of aires) {
      if (await findAireById(tx, own.id)) continue
      const { commune, id, name, address, lon, lat, kind, spaces, lit, demo = false } = own
      await insertAire(tx, {
        id,
        source: 'territory',
        // The form of the national base for what is submitted to it: who, C for an aire, its own number.
        bnlcId: `${commune.code}-C-${id}`,
        ownerSiren: territorySiren,
        demo,
        name,
        address,
        communeCode: commune.code,
        communeName: commune.name,
        kind,
        dataSource: territorySiren,
        updatedOn: new Date(now).toISOString().slice(0, 10),
        lon,
        lat,
        spaces,
        lit,
        createdAt: now,
        updatedAt: now,
      })
      added.push(own)
    }
    await selectIn(tx, { territorySiren, reach, now, nextId: ids.next })
    for (const { id, sheltered, charging, bikes, busLines, accessibility, description, waiting } of added) {
      const selected = await findSelectedAire(tx, territorySiren, id)
      if (!selected) continue
      await saveSelection(tx, {
        ...selected.here,
        sheltered: sheltered ?? null,
        charging: charging ?? null,
        bikes: bikes ?? null,
        busLines: busLines ?? [],
        accessibility: accessibility ?? null,
        description: description ?? null,
        waiting: waiting ?? null,
      })
    }
  })
}
