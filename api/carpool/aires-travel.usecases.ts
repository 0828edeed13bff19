import type { Database } from '../../db/client.ts'
import { findEdition, findListedAires, type ListedAire } from './aires.repository.ts'
import { mayWaitAt } from './aires.rules.ts'
import { findTravelTimes } from './travel.repository.ts'
import { emptyTravelTable, estimateTravel, setTravel, type TravelTable } from './travel.rules.ts'

/** What a search needs to know of a territory's aires, read whole: to be kept until the edition changes. */
export type LoadedTravel = {
  /** Of the selection: see `readEdition`. */
  edition: number
  /** In ascending order: their positions are the numbers of aires in `travel`. */
  aireIds: string[]
  /** By the same numbers: names, communes and points. */
  aires: ListedAire[]
  travel: TravelTable
  /** Where one may change cars, by number: what `createTripIndex` asks. */
  mayWait: (aire: number) => boolean
  /** True when the way from one to the other is our estimate, to be said so where it is shown. */
  isEstimate: (from: number, to: number) => boolean
}

/** Grows by one whenever the selection of a territory, or its travel times, change. One indexed read. */
export async function readEdition({
  database,
  territorySiren,
}: {
  database: Pick<Database, 'read'>
  territorySiren: string
}): Promise<number> {
  return (await findEdition(database.read, territorySiren)).edition
}

/**
 * The selection of a territory and its travel times, as stored: nothing is asked outside. A pair that is not stored yet
 * is estimated here.
 */
export async function loadTravel({
  database: { read },
  territorySiren,
}: {
  database: Pick<Database, 'read'>
  territorySiren: string
}): Promise<LoadedTravel> {
  // Read first: a change made while the rest is read then shows as another edition at the next look.
  const { edition } = await findEdition(read, territorySiren)
  const aires = await findListedAires(read, territorySiren)
  const rows = await findTravelTimes(read, territorySiren)
  const numbers = new Map(aires.map(({ id }, number) => [id, number]))
  const size = aires.length
  const travel = emptyTravelTable(size)
  const known = new Uint8Array(size * size)
  const estimated = new Uint8Array(size * size)
  for (const { originId, destinationId, seconds, metres, source } of rows) {
    const from = numbers.get(originId)
    const to = numbers.get(destinationId)
    if (from === undefined || to === undefined) continue
    setTravel(travel, from, to, seconds === null || metres === null ? null : { seconds, metres })
    known[from * size + to] = 1
    if (source === 'estimate') estimated[from * size + to] = 1
  }
  for (let from = 0; from < size; from++)
    for (let to = 0; to < size; to++) {
      if (from === to || known[from * size + to]) continue
      setTravel(travel, from, to, estimateTravel(aires[from]!, aires[to]!))
      estimated[from * size + to] = 1
    }
  return {
    edition,
    aireIds: aires.map(({ id }) => id),
    aires,
    travel,
    mayWait: (aire) => mayWaitAt(aires[aire]!),
    isEstimate: (from, to) => estimated[from * size + to] === 1,
  }
}
