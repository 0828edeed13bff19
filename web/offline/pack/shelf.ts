import { locked } from '../locks.ts'
import type { PackPartName } from '../../../api/communes/pack.schemas.ts'

// What this phone keeps of communes. Read by pages and by the service worker: nothing here knows of a page.

/** A part of a pack as it lies here; its data lies beside, under `partKey`. */
export type KeptPart = { version: string; bytes: number }
export type KeptPack = {
  code: string
  name: string
  territory: string
  lang: string
  /** When the server last said that all of it is so, by its own clock. */
  at: number
  etag: string
  parts: Partial<Record<PackPartName, KeptPart>>
  /** Small pictures of what it lists (`pictures.ts`): where each lies, and its bytes. An older version kept none. */
  pictures?: [string, number][]
}
/** What is kept of the map's background for a commune: parts of a file (`web/ui/map/basemap`), some shared with others. */
export type KeptBasemap = {
  code: string
  name: string
  url: string
  /** Of the file, as it was when this was kept. */
  version: string
  at: number
  /** Where each part lies, and its bytes. */
  ranges: [string, number][]
}
/** When it is refreshed without being asked: on any network, only where it costs nothing, or never. */
export type RefreshWhen = 'always' | 'wifi' | 'never'
export type Shelf = {
  /** The commune of this phone first, then those looked at before it. */
  packs: KeptPack[]
  basemaps: KeptBasemap[]
  when: RefreshWhen
  /** Communes whose pack the person cleared: kept again by their own press alone. */
  refused: string[]
  /** Of everything kept to be read again: packs, map. */
  limitBytes: number
  /** How far this device's clock ran ahead of the server's when it last answered: the worker has no other memory. */
  clockAhead: number
}

/** Where it lies: IndexedDB's `kept` store, in a page or in the worker. */
export type KeptStore = {
  get(key: string): Promise<{ at: number; data: unknown } | undefined>
  put(key: string, value: { at: number; data: unknown }): Promise<void>
  delete(key: string): Promise<void>
}

export const limits = [5_000_000, 30_000_000, 100_000_000] as const
/** By which the browser wakes the worker, from time to time, to refresh them. */
export const packSyncTag = 'commune-pack'
/** Of communes looked at one after the other, how many are kept. */
export const mostPacks = 3
const shelfKey = 'packs'
/** Of a language: a change of it that is cut leaves the other's whole. */
export const partKey = ({ code, lang }: Pick<KeptPack, 'code' | 'lang'>, name: PackPartName) =>
  `commune-pack:${code}:${lang}:${name}`
export const emptyShelf: Shelf = {
  packs: [],
  basemaps: [],
  refused: [],
  when: 'always',
  limitBytes: limits[1],
  clockAhead: 0,
}

export async function readShelf(store: KeptStore): Promise<Shelf> {
  return { ...emptyShelf, ...((await store.get(shelfKey))?.data as Partial<Shelf> | undefined) }
}

/** Each pack says its own age: the shelf has none. */
export const writeShelf = (store: KeptStore, shelf: Shelf) => store.put(shelfKey, { at: 0, data: shelf })

export const packBytes = ({ parts, pictures = [] }: Pick<KeptPack, 'parts' | 'pictures'>) =>
  Object.values(parts).reduce((sum, { bytes }) => sum + bytes, 0) +
  pictures.reduce((sum, [, bytes]) => sum + bytes, 0)

/** A part that two communes share is there once. */
export const basemapBytes = (basemaps: readonly KeptBasemap[]) =>
  [...new Map(basemaps.flatMap(({ ranges }) => ranges)).values()].reduce((sum, bytes) => sum + bytes, 0)

export async function forgetPack(store: KeptStore, pack: KeptPack): Promise<void> {
  await Promise.all(Object.keys(pack.parts).map((name) => store.delete(partKey(pack, name as PackPartName))))
}

/**
 * Runs one change of the shelf at a time, whatever page or worker asks: a pack cleared while it is refreshed would come
 * back without its parts.
 */
export const oneAtTheShelf = <T>(work: () => Promise<T>): Promise<T> => locked('bocage-pack', work)
