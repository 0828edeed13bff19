import type { LoadedTravel } from './aires-travel.usecases.ts'
import { wishes, type Wish } from './carpool.rules.ts'
import type { AireRef } from './rides.schemas.ts'

export type TravelSource = 'osrm' | 'estimate' | 'mixed'

/** Where the times of some ways, by aires' numbers, come from: said on screen when it is an estimate. */
export function travelSourceOf(
  { isEstimate }: Pick<LoadedTravel, 'isEstimate'>,
  ways: readonly (readonly [from: number, to: number])[],
): TravelSource {
  const estimated = ways.filter(([from, to]) => isEstimate(from, to)).length
  if (estimated === 0) return 'osrm'
  return estimated === ways.length ? 'estimate' : 'mixed'
}

/** The wishes of a mask, in their order. */
export const wishesOf = (mask: number): Wish[] => wishes.filter((_, bit) => mask & (1 << bit))

/** An aire by its number in a travel table. */
export function aireRefOf({ aires }: Pick<LoadedTravel, 'aires'>, number: number): AireRef {
  const { id, name, communeName, lat, lon } = aires[number]!
  return { id, name, commune: communeName, lat, lon, withdrawn: false }
}

/** Stands for an aire that a territory no longer knows at all. */
export const unknownAire = (id: string): AireRef => ({
  id,
  name: '?',
  commune: null,
  lat: 0,
  lon: 0,
  withdrawn: true,
})
