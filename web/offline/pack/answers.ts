import type { PackData, PackPartName } from '../../../api/communes/pack.schemas.ts'
import { packDays, packLimits } from '../../../api/communes/pack.rules.ts'
import { addDays } from '../../../api/platform/days.rules.ts'
import { greatCircleMetres } from '../../../api/platform/distance.rules.ts'
import { dayOf } from '../../agenda/list/days.ts'
import { now } from '../clock.ts'
import type { KeptOne } from '../kept-among.ts'
import { recall } from '../remembered.ts'
import { pageStore } from './page-store.ts'
import { partKey, readShelf, type KeptPack } from './shelf.ts'

// What the API would answer, out of the pack: the same addresses and filters. A question that the pack knows only a
// part of the answer to is not answered.

type Asked = Record<string, string>
type Read = <Name extends PackPartName>(name: Name) => Promise<PackData[Name]>
type Answer = (asked: {
  query: Asked
  name: string
  read: Read
  pack: KeptPack
  /** Says that there are others than the ones it is chosen from. */
  isAmong: (count: number) => void
}) => Promise<unknown>

/** Filters that are answered; any other makes the pack silent rather than wrong. */
const paging = ['territory', 'lang', 'limit']
const onlyKnown = (query: Asked, known: readonly string[]) =>
  Object.keys(query).every((name) => known.includes(name) || paging.includes(name))

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
const says = (q: string | undefined, ...texts: (string | null | undefined)[]) => {
  const words = plain(texts.filter(Boolean).join(' '))
  return plain(q ?? '')
    .split(/\s+/)
    .every((word) => words.includes(word))
}
type Placed = { lat: number; lon: number }
const pointOf = (near: string): Placed => {
  const [lat = 0, lon = 0] = near.split(',').map(Number)
  return { lat, lon }
}
const within = (bbox: string | undefined, { lat, lon }: Placed) => {
  if (!bbox) return true
  const [west = -180, south = -90, east = 180, north = 90] = bbox.split(',').map(Number)
  return lon >= west && lon <= east && lat >= south && lat <= north
}

/** The nearest first, with how far it is; in their own order when nothing is asked. */
function nearest<One extends { distanceMetres: number | null }>(
  items: readonly One[],
  near: string | undefined,
  placeOf: (one: One) => Placed,
): One[] {
  if (!near) return [...items]
  const from = pointOf(near)
  return items
    .map((one) => ({ ...one, distanceMetres: Math.round(greatCircleMetres(from, placeOf(one))) }))
    .toSorted((a, b) => a.distanceMetres - b.distanceMetres)
}

async function incidentsOf({ query, read, isAmong }: Parameters<Answer>[0]) {
  const { category, q, near, bbox } = query
  const { incidents } = await read('incidents')
  if (incidents.length >= packLimits.incidents) isAmong(incidents.length)
  const found = incidents.filter(
    (one) =>
      (!category || one.category.id === category) &&
      within(bbox, one.position) &&
      says(q, one.category.name, one.words, one.reference, one.commune.name),
  )
  return nearest(found, near, ({ position }) => position)
}

const whole = { nextCursor: null, previousCursor: null }
const silent = null

const answers: readonly [RegExp, Answer][] = [
  [
    /^\/api\/events$/,
    async ({ query, read, pack }) => {
      if (!onlyKnown(query, ['commune', 'q', 'from', 'to', 'category', 'free'])) return silent
      const { from = '', to = '', q, category, free } = query
      const { occurrences } = await read('agenda')
      // Of days beyond those kept, nothing is known: not that nothing is on.
      const lastDay = addDays(dayOf(pack.at), packDays)
      const isCut = occurrences.length >= packLimits.occurrences
      const lastKnown = isCut ? (occurrences.at(-1)?.start.slice(0, 10) ?? '') : lastDay
      if (from > lastKnown || to > lastKnown) return silent
      const items = occurrences.filter(
        (one) =>
          one.endAt > now() &&
          one.end.slice(0, 10) >= from &&
          (!to || one.start.slice(0, 10) <= to) &&
          (!category || one.categories.some(({ slug }) => category.split(',').includes(slug))) &&
          (!free || one.free === true) &&
          says(q, one.title, one.place?.name, one.organizer?.name, ...one.categories.map(({ name }) => name)),
      )
      return { items, ...whole }
    },
  ],
  [/^\/api\/events\/categories$/, async ({ read }) => ({ items: (await read('agenda')).categories })],
  [
    /^\/api\/events\/([^/]+)$/,
    async ({ name, read }) => {
      const { events } = await read('agenda')
      return events.find(({ id, path }) => id === name || path === `/agenda/${name}`) ?? silent
    },
  ],
  [
    /^\/api\/alerts$/,
    async ({ query, read }) =>
      query['when'] === 'past' ? silent : { items: (await read('alerts')).alerts, nextCursor: null },
  ],
  [
    /^\/api\/alerts\/([^/]+)$/,
    async ({ name, read }) => (await read('alerts')).alerts.find(({ id }) => id === name) ?? silent,
  ],
  [/^\/api\/outside-alerts$/, async ({ read }) => (await read('alerts')).outside],
  [
    /^\/api\/aires$/,
    async ({ query, read }) => {
      if (!onlyKnown(query, ['commune', 'q', 'near'])) return silent
      const { aires } = await read('aires')
      const found = aires.filter(
        ({ commune, name, address }) =>
          (!query['commune'] || commune.code === query['commune']) &&
          says(query['q'], name, address, commune.name),
      )
      return { items: nearest(found, query['near'], (aire) => aire), nextCursor: null, total: found.length }
    },
  ],
  [
    /^\/api\/aires\/([^/]+)$/,
    async ({ name, read }) => (await read('aires')).aires.find(({ id }) => id === name) ?? silent,
  ],
  [
    /^\/api\/incidents$/,
    async (asked) =>
      onlyKnown(asked.query, ['commune', 'category', 'status', 'q', 'near', 'bbox']) &&
      // The others are not kept.
      asked.query['status'] === 'open'
        ? { items: await incidentsOf(asked), nextCursor: null }
        : silent,
  ],
  [
    /^\/api\/incidents\/map$/,
    async (asked) =>
      asked.query['status'] !== 'open' ? silent : { items: await incidentsOf(asked), clusters: [] },
  ],
  [
    /^\/api\/incidents\/([^/]+)$/,
    async ({ name, read }) => {
      const { incidents } = await read('incidents')
      const found = incidents.find(({ id }) => id === name)
      // Where it stands is in it; how it came there is not kept.
      return found ? { ...found, history: [], mergedInto: null } : silent
    },
  ],
  [
    /^\/api\/communes\/([^/]+)$/,
    async ({ name, read, pack }) => {
      const own = await read('commune')
      if (name !== pack.code && own.commune.path !== `/communes/${name.toLowerCase()}`) return silent
      const [{ alerts, outside }, { occurrences }, { aires }, { incidents }] = await Promise.all([
        read('alerts'),
        read('agenda'),
        read('aires'),
        read('incidents'),
      ])
      return {
        ...own,
        alerts,
        outside,
        events: occurrences.filter(({ endAt }) => endAt > now()).slice(0, 12),
        incidents: incidents.slice(0, 6),
        aires: aires
          .filter(({ commune }) => commune.code === pack.code)
          .map(({ id, name: said, path, address }) => ({ id, name: said, path, address, departures: [] })),
      }
    },
  ],
]

const asText = (query: Record<string, unknown>): Asked =>
  Object.fromEntries(
    Object.entries(query)
      .filter(([, value]) => value !== undefined && value !== null && value !== '')
      .map(([name, value]) => [name, String(value)]),
  )

/** The packs that may answer: that of the commune asked for, else this phone's own first. */
function mayAnswer(packs: readonly KeptPack[], query: Asked): KeptPack[] {
  const own = recall('commune')
  return packs
    .filter(
      ({ code, territory }) =>
        (query['commune'] ?? code) === code && (query['territory'] ?? territory) === territory,
    )
    .toSorted((a, b) => Number(b.code === own) - Number(a.code === own))
}

/** A part of a pack as it is kept here. Throws when it was cleared meanwhile. */
export async function readPart<Name extends PackPartName>(
  pack: KeptPack,
  name: Name,
): Promise<PackData[Name]> {
  const kept = await pageStore.get(partKey(pack, name))
  if (!kept) throw new Error(`${name} is not kept`)
  return kept.data as PackData[Name]
}

/** What the API answered to this question when the pack was last refreshed; null when the pack does not say. */
export async function fromPack<T>(path: string, asked: Record<string, unknown>): Promise<KeptOne<T> | null> {
  const found = answers.find(([pattern]) => pattern.test(path))
  if (!found) return null
  const [pattern, answer] = found
  const name = decodeURIComponent(pattern.exec(path)?.[1] ?? '')
  const query = asText(asked)
  for (const pack of mayAnswer((await readShelf(pageStore)).packs, query)) {
    const read: Read = (part) => readPart(pack, part)
    let among: number | undefined
    const isAmong = (count: number) => {
      among = count
    }
    const data = (await answer({ query, name, read, pack, isAmong }).catch(() => silent)) as T | null
    if (data !== null) return { at: pack.at, data, of: pack.name, ...(among ? { among } : {}) }
  }
  return null
}
