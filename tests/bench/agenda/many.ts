import { getTableColumns } from 'drizzle-orm'
import { CasingCache } from 'drizzle-orm/casing'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import Libsql from 'libsql'
import { sameKeyOf, slugFor } from '../../../api/agenda/events.rules.ts'
import { listingOf } from '../../../api/agenda/listing.rules.ts'
import { instantOf } from '../../../api/platform/wall.rules.ts'
import { event, occurrence, organizer, place } from '../../../db/schema/index.ts'
import type { TestTerritory } from '../../support/fixtures.ts'
import { seeded } from '../incidents/many.ts'

const dayMs = 86_400_000
const zone = 'Europe/Paris'
export const datesAnEvent = 10
/** Said in one event of so many. */
export const words = [
  ['fête', 4],
  ['musique', 6],
  ['village', 8],
  ['danse', 15],
  ['brocante', 25],
  ['fanfare', 60],
  ['belote', 120],
  ['colombophile', 900],
  ['bouvreuil', 9000],
] as const
const filler =
  'salle des fêtes entrée buvette sur place venez nombreux renseignements mairie organisé par inscription avant soirée animée repas préparé bénévoles restauration parking gratuit ambiance familiale place assise réservation conseillée tombola lots'.split(
    ' ',
  )

const offsets = new Map<string, number>()
/** The instant of a wall time of the day, when no clock is changed. */
function instantAt(wall: string): number {
  const day = wall.slice(0, 10)
  const noon = Date.parse(`${day}T12:00Z`)
  const offset = offsets.get(day) ?? instantOf(noon, zone).at - noon
  offsets.set(day, offset)
  return Date.parse(`${wall}Z`) + offset
}

type Row = Record<string, unknown>

/** Inserts rows of a table as they are given to the driver; columns left out take null, or what `defaults` says. */
function inserter(db: InstanceType<typeof Libsql>, table: SQLiteTable, name: string) {
  const casing = new CasingCache('snake_case')
  const columns = Object.entries(getTableColumns(table))
    .filter(([, column]) => !column.generated)
    .map(([key, column]) => [key, casing.getColumnCasing(column), column.default] as const)
  const statement = db.prepare(
    `INSERT INTO ${name} (${columns.map(([, column]) => `"${column}"`).join(', ')})
     VALUES (${columns.map(() => '?').join(', ')})`,
  )
  const toSql = (value: unknown) =>
    typeof value === 'boolean'
      ? Number(value)
      : value !== null && typeof value === 'object'
        ? JSON.stringify(value)
        : value
  return (row: Row) => statement.run(columns.map(([key, , fallback]) => toSql(row[key] ?? fallback ?? null)))
}

function idOf(kind: number, n: number): string {
  return `0198${kind.toString(16).padStart(4, '0')}-0000-7000-8000-${n.toString(16).padStart(12, '0')}`
}

/** Draws an index, the first ones far oftener than the last: communes and kinds of events are so. */
const skewed = (random: () => number, length: number) => Math.floor(length * random() ** 2.2)

/**
 * Fills a database with `count` published dates, ten weekly ones an event unless told otherwise, five years back and one ahead of `now`, with
 * the rows, full-text index and lists that the application would have written one by one.
 */
export function fillWithEvents({
  path,
  count,
  now,
  siren,
  communes,
  categoryIds,
  yearsBack = 5,
  datesEach = datesAnEvent,
}: {
  path: string
  count: number
  now: number
  siren: string
  communes: TestTerritory['communes']
  categoryIds: readonly string[]
  yearsBack?: number
  datesEach?: number
}): void {
  const db = new Libsql(path)
  for (const pragma of ['synchronous = OFF', 'foreign_keys = OFF', 'cache_size = -524288'])
    db.exec(`PRAGMA ${pragma}`)
  const insertEvent = inserter(db, event, 'event')
  const insertOccurrence = inserter(db, occurrence, 'occurrence')
  const insertPlace = inserter(db, place, 'place')
  const insertOrganizer = inserter(db, organizer, 'organizer')
  const insertText = db.prepare(
    'INSERT INTO event_fts (rowid, title, description, place, commune, organizer, keywords) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  const random = seeded(count)
  const events = Math.ceil(count / datesEach)
  // After what is there already.
  const { last } = db.prepare('SELECT coalesce(max(seq), 0) AS last FROM event').get() as { last: number }
  // Ten million places of lists are written faster in their order than one date after the other.
  const triggers = db
    .prepare(
      "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('event', 'occurrence')",
    )
    .all() as { name: string; sql: string }[]
  db.exec('BEGIN')
  for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`)
  const places = communes.flatMap((commune, c) =>
    Array.from({ length: 8 }, (_, n) => {
      const row = {
        id: idOf(1, c * 8 + n),
        territorySiren: siren,
        communeCode: commune.code,
        name: `Salle ${n + 1}`,
        foldedName: `salle ${n + 1}`,
        lon: commune.lon + (random() - 0.5) * 0.04,
        lat: commune.lat + (random() - 0.5) * 0.03,
        approved: true,
        createdAt: now,
      }
      insertPlace(row)
      return row
    }),
  )
  for (let n = 0; n < 300; n++)
    insertOrganizer({
      id: idOf(2, n),
      territorySiren: siren,
      kind: 'association',
      name: `Association ${n}`,
      slug: `association-${n}`,
      foldedName: `association ${n}`,
      createdAt: now,
    })
  for (let n = 1; n <= events; n++) {
    const c = skewed(random, communes.length)
    const commune = communes[c] as TestTerritory['communes'][number]
    const hall = places[c * 8 + skewed(random, 8)] as (typeof places)[number]
    const said = words.filter(([, rarity]) => random() < 1 / rarity).map(([word]) => word)
    const title = `${said[0] ?? 'Rencontre'} numéro ${n}`
    const description = `${said.join(' ')} ${Array.from({ length: 30 }, () => filler[Math.floor(random() * filler.length)]).join(' ')}`
    // In the order of time, as life fills it.
    const first = Math.floor(
      (now - yearsBack * 365 * dayMs + (n / events) * (yearsBack + 0.8) * 365 * dayMs) / dayMs,
    )
    const day = new Date(first * dayMs).toISOString().slice(0, 10)
    const hour = 8 + Math.floor(random() * 13)
    const time = `${String(hour).padStart(2, '0')}:${random() < 0.5 ? '00' : '30'}`
    const long = random() < 0.01
    const kinds = new Set([categoryIds[skewed(random, categoryIds.length)] as string])
    if (random() < 0.2) kinds.add(categoryIds[skewed(random, categoryIds.length)] as string)
    const row = {
      seq: last + n,
      id: idOf(3, n),
      territorySiren: siren,
      communeCode: commune.code,
      placeId: hall.id,
      organizerId: idOf(2, Math.floor(random() * 300)),
      status: 'published',
      slug: slugFor(title, commune.name),
      title,
      description,
      schedule: {
        zone,
        allDay: false,
        spans: [{ start: `${day}T${time}`, end: `${day}T23:00` }],
        rule: `FREQ=WEEKLY;COUNT=${datesEach}`,
      },
      attendanceMode: random() < 0.03 ? 'mixed' : 'offline',
      setting: random() < 0.3 ? 'outdoor' : 'indoor',
      free: random() < 0.6 ? true : random() < 0.8 ? false : null,
      price: null,
      ageMin: random() < 0.1 ? 6 : null,
      ageMax: random() < 0.05 ? 12 : null,
      accessibility: [...(random() < 0.35 ? ['mi'] : []), ...(random() < 0.01 ? ['hi'] : [])] as (
        'mi' | 'hi'
      )[],
      categoryIds: [...kinds],
      secretHash: idOf(4, n),
      locale: 'fr',
      sameKey: sameKeyOf({ title, schedule: { spans: [{ start: day }] } }),
      createdAt: now,
      updatedAt: now,
      publishedAt: now,
    } as const
    insertEvent({ ...row, ...listingOf(row, hall) })
    insertText.run([last + n, title, description, hall.name, commune.name, '', ''])
    for (let week = 0; week < datesEach; week++) {
      const start = `${new Date((first + week * 7) * dayMs).toISOString().slice(0, 10)}T${time}`
      const startAt = instantAt(start)
      const endAt = startAt + (long ? 5 * dayMs : (1 + Math.floor(random() * 4)) * 3_600_000)
      insertOccurrence({
        eventSeq: last + n,
        recurrence: start,
        startAt,
        endAt,
        start,
        end: start,
        allDay: false,
        listed: true,
        territorySiren: siren,
        communeCode: commune.code,
        lon: hall.lon,
        lat: hall.lat,
      })
    }
  }
  // As the trigger occurrence_key_insert does.
  db.exec(`INSERT INTO occurrence_key (key, ord, bits) SELECT k.value, o.ord, e.list_bits +
    (CASE WHEN o.end_at - o.start_at > 86400000 THEN 2047 ELSE (o.end_at - o.start_at) / 60000 END << 26)
    FROM occurrence o JOIN event e ON e.seq = o.event_seq, json_each(e.list_keys) k
    WHERE e.seq > ${last} ORDER BY 1, 2`)
  for (const trigger of triggers) db.exec(trigger.sql)
  db.exec('COMMIT')
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  db.close()
}
