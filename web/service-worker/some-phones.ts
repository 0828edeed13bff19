import type { PrecacheEntry } from 'workbox-precaching'

type Entry = string | PrecacheEntry
const addressOf = (entry: Entry): string => {
  const url = typeof entry === 'string' ? entry : entry.url
  return url.startsWith('/') ? url : `/${url}`
}

/** The desk's screens, and the pictures of the map: too much for phones that open neither. */
const forSome = /^\/assets\/(desk\/|[^/]+\.png$)/

/** The files of a version: those every phone keeps, and the addresses of those kept where they were used. */
export function sortFiles(manifest: readonly Entry[]): { forAll: Entry[]; some: string[] } {
  return {
    forAll: manifest.filter((entry) => !forSome.test(addressOf(entry))),
    some: manifest.map(addressOf).filter((address) => forSome.test(address)),
  }
}
