import { getTableColumns } from 'drizzle-orm'
import { CasingCache } from 'drizzle-orm/casing'
import Libsql from 'libsql'
import { tilesOf } from '../../../api/incidents/tiles.rules.ts'
import { incident } from '../../../db/schema/index.ts'
import type { TestTerritory } from '../../support/fixtures.ts'

const words = [
  'Nid-de-poule devant la mairie, dangereux la nuit',
  'Lampadaire éteint rue de la Gare depuis lundi',
  'Dépôt de gravats au bord du bois, près du calvaire',
  'Branche tombée sur le chemin de l’école',
  'Panneau de priorité arraché après l’orage',
  'Fuite d’eau sur le trottoir, verglas probable',
  'Banc cassé sur la place du marché',
]
const dayMs = 86_400_000
const spreadDegrees = 0.02

type Tile = { open: number; closed: number; lon: number; lat: number; by: Record<string, [number, number]> }

/** Numbers between 0 and 1, the same at each run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** A fake UUIDv7 of this number: as long and as ordered as real ones. */
function idOf(n: number, at: number): string {
  const time = at.toString(16).padStart(12, '0')
  const rank = n.toString(16).padStart(15, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8${rank.slice(0, 3)}-${rank.slice(3)}`
}

/**
 * Fills a database with `count` published reports around the communes' centres, five years up to `now`, one in five
 * open, with the rows, full-text, position and tile indexes that the application would have written one by one.
 */
export function fillWithIncidents({
  path,
  count,
  now,
  siren,
  territory: { communes, categories },
  bodyIds,
}: {
  path: string
  count: number
  now: number
  siren: string
  territory: TestTerritory
  /** The body of each commune, by INSEE code. */
  bodyIds: Map<string, string>
}): void {
  const db = new Libsql(path)
  db.exec('PRAGMA synchronous = OFF')
  db.exec('PRAGMA foreign_keys = OFF')
  db.exec('PRAGMA cache_size = -262144')
  const casing = new CasingCache('snake_case')
  const columns = Object.entries(getTableColumns(incident)).map(
    ([name, column]) => [name, casing.getColumnCasing(column)] as const,
  )
  const places = (n: number) => Array(n).fill('?').join(', ')
  const insert = db.prepare(
    `INSERT INTO incident (${columns.map(([, name]) => name).join(', ')}) VALUES (${places(columns.length)})`,
  )
  const insertText = db.prepare(
    `INSERT INTO incident_public_fts (rowid, reference, words, place, commune, category) VALUES (${places(6)})`,
  )
  const insertPosition = db.prepare(
    `INSERT INTO incident_rtree (seq, min_lon, max_lon, min_lat, max_lat, territory_siren, category_id, open, published)
     VALUES (${places(9)})`,
  )
  const insertTile = db.prepare(`INSERT INTO incident_tile
    (territory_siren, zoom, x, y, open_count, closed_count, sum_lon, sum_lat, by_category) VALUES (${places(9)})`)

  const random = seeded(count)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const tiles = new Map<string, Tile>()
  const years = 5 * 365 * dayMs
  db.exec('BEGIN')
  for (let n = 1; n <= count; n++) {
    const commune = pick(communes)
    const category = pick(categories)
    const lon = commune.lon + (random() - 0.5) * 2 * spreadDegrees
    const lat = commune.lat + (random() - 0.5) * 2 * spreadDegrees
    const at = Math.floor(now - years * (1 - n / count))
    const isOpen = random() < 0.2
    const id = idOf(n, at)
    const row: Record<string, unknown> = {
      seq: n,
      id,
      territorySiren: siren,
      reference: `LQN-00-${n}`,
      categoryId: category.id,
      communeCode: commune.code,
      bodyId: bodyIds.get(commune.code),
      status: isOpen ? 'acknowledged' : 'resolved',
      open: Number(isOpen),
      lon,
      lat,
      positionApproximate: 0,
      publicWords: pick(words),
      answers: '{}',
      channel: 'web',
      routingReason: 'commune',
      secretHash: id,
      locale: 'fr',
      published: 1,
      meTooCount: 0,
      createdAt: at,
      statusAt: at,
      dueAt: at + 10 * dayMs,
      version: 1,
    }
    insert.run(columns.map(([name]) => row[name] ?? null))
    insertText.run([n, row['reference'], row['publicWords'], '', commune.name, category.name])
    insertPosition.run([n, lon, lon, lat, lat, siren, category.id, Number(isOpen), 1])
    for (const { zoom, x, y } of tilesOf(lon, lat)) {
      const key = `${zoom}/${x}/${y}`
      const tile = tiles.get(key) ?? { open: 0, closed: 0, lon: 0, lat: 0, by: {} }
      tiles.set(key, tile)
      const kinds = (tile.by[category.id] ??= [0, 0])
      if (isOpen) tile.open++
      else tile.closed++
      kinds[isOpen ? 0 : 1]++
      tile.lon += lon
      tile.lat += lat
    }
  }
  for (const [key, { open, closed, lon, lat, by }] of tiles) {
    const [zoom, x, y] = key.split('/').map(Number)
    insertTile.run([siren, zoom, x, y, open, closed, lon, lat, JSON.stringify(by)])
  }
  db.exec('COMMIT')
  db.close()
}
