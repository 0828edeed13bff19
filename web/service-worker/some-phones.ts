import type { PrecacheEntry } from 'workbox-precaching'

type Entry = string | PrecacheEntry
const addressOf = (entry: Entry): string => {
  const url = typeof entry === 'string' ? entry : entry.url
  return url.startsWith('/') ? url : `/${url}`
}

/** The desk's screens, the pictures of the map, what draws its background, what old browsers lack: not for all phones. */
const forSome = /^\/assets\/(desk\/|basemap-|missing-methods-|[^/]+\.png$)/
const ofBasemap = /^\/assets\/basemap-/
const ofOldBrowsers = /^\/assets\/missing-methods-/

/**
 * Of the files kept where they are used, those that a phone must have to open without network what it keeps: all with a
 * round taken along, what draws the map with its background kept, what an old browser lacks.
 */
export function neededOf(
  some: readonly string[],
  { hasRound, hasBasemap, isOld }: { hasRound: boolean; hasBasemap: boolean; isOld: boolean },
): string[] {
  return some.filter((address) => {
    if (ofOldBrowsers.test(address)) return isOld
    return ofBasemap.test(address) ? hasBasemap : hasRound
  })
}

/** The files of a version: those every phone keeps, and the addresses of those kept where they were used. */
export function sortFiles(manifest: readonly Entry[]): { forAll: Entry[]; some: string[] } {
  return {
    forAll: manifest.filter((entry) => !forSome.test(addressOf(entry))),
    some: manifest.map(addressOf).filter((address) => forSome.test(address)),
  }
}
