import { mostPacks, packBytes, type KeptPack, type RefreshWhen } from './shelf.ts'

// What decides, apart from what does: when a pack is asked for again, and which give way.

const HOUR = 3_600_000
/** What is older than this is asked for again at the next opening. */
export const freshForMs = 3 * HOUR

/** What the browser says of the network; hardly any says all of it, and an iPhone none. */
export type Network = { saveData?: boolean; type?: string; effectiveType?: string }

/** May a pack be refreshed without being asked? `age` in milliseconds; null when there is none yet. */
export function mayRefresh({
  when,
  network,
  age,
}: {
  when: RefreshWhen
  network: Network | undefined
  age: number | null
}): boolean {
  // A clock put back makes an age below nothing: what is said to be read tomorrow is not known to be fresh.
  if (age !== null && age >= 0 && age < freshForMs) return false
  if (when === 'never' || network?.saveData) return false
  if (when === 'wifi') return network?.type === 'wifi' || network?.type === 'ethernet'
  return network?.effectiveType === undefined || !network.effectiveType.endsWith('2g')
}

/**
 * What packs may take beside the map's background. That of the phone's own commune, first, comes before any map: grown by
 * a few words since the map was kept, it stays.
 */
export function roomOfPacks({
  limitBytes,
  mapBytes,
  first,
}: {
  limitBytes: number
  mapBytes: number
  first: KeptPack
}): number {
  return Math.max(limitBytes - mapBytes, Math.min(packBytes(first), limitBytes))
}

/** The packs that stay, the first before the others, and those that give way: too many, or beyond the room there is. */
export function whatFits(packs: readonly KeptPack[], room: number): { stay: KeptPack[]; goes: KeptPack[] } {
  const stay: KeptPack[] = []
  const goes: KeptPack[] = []
  let left = room
  for (const pack of packs) {
    const bytes = packBytes(pack)
    if (stay.length < mostPacks && bytes <= left) {
      stay.push(pack)
      left -= bytes
    } else goes.push(pack)
  }
  return { stay, goes }
}
