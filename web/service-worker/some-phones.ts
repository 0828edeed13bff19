import type { PrecacheEntry } from 'workbox-precaching'

type Entry = string | PrecacheEntry
const addressOf = (entry: Entry): string => {
  const url = typeof entry === 'string' ? entry : entry.url
  return url.startsWith('/') ? url : `/${url}`
}

/** The desk's screens, the pictures of the map, what draws its background: too much for phones that open none of them. */
const forSome = /^\/assets\/(desk\/|basemap-|[^/]+\.png$)/
const ofBasemap = /^\/assets\/basemap-/

/**
 * Of the files kept where they are used, those that a phone must have to open without network what it keeps: all with a
 * round taken along, what draws the map with its background kept.
 */
export function neededOf(
  some: readonly string[],
  { hasRound, hasBasemap }: { hasRound: boolean; hasBasemap: boolean },
): string[] {
  return some.filter((address) => (ofBasemap.test(address) ? hasBasemap : hasRound))
}

/** The files of a version: those every phone keeps, and the addresses of those kept where they were used. */
export function sortFiles(manifest: readonly Entry[]): { forAll: Entry[]; some: string[] } {
  return {
    forAll: manifest.filter((entry) => !forSome.test(addressOf(entry))),
    some: manifest.map(addressOf).filter((address) => forSome.test(address)),
  }
}
