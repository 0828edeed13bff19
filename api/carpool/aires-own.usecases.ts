import type { Tx } from '../../db/client.ts'
import type { Deps } from '../platform/http.ts'
import { openReach, type Reach } from '../territory/territory.usecases.ts'
import {
  findAireById,
  findBnlcIdsOf,
  findSelectedAire,
  insertAire,
  saveSelection,
  type AireRow,
  type SelectionRow,
} from './aires.repository.ts'
import { freeBnlcId } from './aires.rules.ts'
import { selectIn } from './aires-selection.usecases.ts'

/** An aire that a territory adds itself: where it is, and what one finds there. */
export type OwnAire = Pick<AireRow, 'id' | 'name' | 'address' | 'lon' | 'lat' | 'kind' | 'spaces' | 'lit'> & {
  commune: { code: string; name: string }
  demo?: boolean
  accessibleSpaces?: number | null | undefined
  openingHours?: string | null | undefined
} & {
  [name in 'sheltered' | 'charging' | 'bikes' | 'busLines' | 'accessibility' | 'description' | 'waiting']?:
    SelectionRow[name] | undefined
}

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
  await database.write((tx) =>
    addOwnIn(tx, { territorySiren, aires, reach, now: clock.now(), nextId: ids.next }),
  )
}

/** The same within a transaction. */
export async function addOwnIn(
  tx: Tx,
  {
    territorySiren,
    aires,
    reach,
    now,
    nextId,
  }: {
    territorySiren: string
    aires: readonly OwnAire[]
    reach: Reach
    now: number
    nextId: () => string
  },
): Promise<void> {
  const added: OwnAire[] = []
  for (const own of aires) {
    if (await findAireById(tx, own.id)) continue
    await insertAire(tx, { ...columnsOf(own, { territorySiren, now }), bnlcId: await bnlcIdFor(tx, own) })
    added.push(own)
  }
  await selectIn(tx, { territorySiren, reach, now, nextId })
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
}

/** What the aire is called in the form of the national base, until the base calls it otherwise. */
export async function bnlcIdFor(tx: Tx, { id, commune }: Pick<OwnAire, 'id' | 'commune'>): Promise<string> {
  return freeBnlcId(commune.code, await findBnlcIdsOf(tx, commune.code)) ?? `${commune.code}-C-${id}`
}

function columnsOf(
  { commune, id, name, address, lon, lat, kind, spaces, lit, ...more }: OwnAire,
  { territorySiren, now }: { territorySiren: string; now: number },
): Omit<Parameters<typeof insertAire>[1], 'bnlcId'> {
  return {
    id,
    source: 'territory',
    // By which the national base, once it has taken it in, is known to speak of this one.
    localId: id,
    ownerSiren: territorySiren,
    demo: more.demo ?? false,
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
    accessibleSpaces: more.accessibleSpaces ?? null,
    lit,
    openingHours: more.openingHours ?? null,
    createdAt: now,
    updatedAt: now,
  }
}
