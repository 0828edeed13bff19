import type { PackData } from '../../../api/communes/pack.schemas.ts'
import { readPart } from './answers.ts'
import { pageStore } from './page-store.ts'
import { readShelf } from './shelf.ts'

type Aire = PackData['aires']['aires'][number]
export type KeptTrip = PackData['trips']['trips'][number] & { origin: Aire; destination: Aire }

/** An end of a search: an aire, a commune, or where one stands, which is not looked at. */
const isAt = (aire: Aire, end: string) =>
  end.includes(',') || end === '' || end === aire.id || end === aire.commune.code

/** Regular trips between two places, out of the pack that knows some: `of` and `at` say whose it is and how old. */
export async function findKeptTrips(
  territory: string,
  { from, to, today }: { from: string; to: string; today: string },
): Promise<{ at: number; of: string; trips: KeptTrip[] } | null> {
  const { packs } = await readShelf(pageStore)
  for (const pack of packs.filter((one) => one.territory === territory)) {
    const [{ aires }, { trips }] = await Promise.all([readPart(pack, 'aires'), readPart(pack, 'trips')])
    const known = new Map(aires.map((aire) => [aire.id, aire]))
    const found = trips.flatMap((trip) => {
      const [origin, destination] = [known.get(trip.originId), known.get(trip.destinationId)]
      if (!origin || !destination || (trip.lastDay ?? today) < today) return []
      return isAt(origin, from) && isAt(destination, to) ? [{ ...trip, origin, destination }] : []
    })
    if (found.length > 0) return { at: pack.at, of: pack.name, trips: found }
  }
  return null
}
