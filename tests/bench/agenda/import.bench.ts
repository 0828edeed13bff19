import { createClient } from '@libsql/client'
import { count, eq } from 'drizzle-orm'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readImport } from '../../../api/agenda/import-reader.ts'
import { termsOf } from '../../../api/agenda/imports-access.usecases.ts'
import { createMatcher } from '../../../api/agenda/imports-match.usecases.ts'
import { runImport } from '../../../api/agenda/imports-run.usecases.ts'
import { findSource, insertSource } from '../../../api/agenda/imports.repository.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { event } from '../../../db/schema/index.ts'
import { openDemoApp } from '../../support/demo-app.ts'
import { aCalendar } from '../../support/feeds.ts'
import type { Bench, BenchResult } from '../bench.ts'

const events = 5000
const goalMs = 5000
const dayMs = 86_400_000
const communes = ['Bavay', 'Le Quesnoy', 'Maroilles', 'Landrecies', 'Locquignol', 'Gommegnies']

/** A calendar of a whole territory's two years: every event with words, a place and a commune of its own. */
function calendar(first: number): string {
  return aCalendar(
    Array.from({ length: events }, (_, n) => {
      const day = new Date(first + (n % 700) * dayMs).toISOString().slice(0, 10).replaceAll('-', '')
      return {
        uid: `${n}@bench.example`,
        title: `Rendez-vous numéro ${n}`,
        start: `${day}T190000`,
        end: `${day}T213000`,
        where: `Salle ${n % 200}\\, ${communes[n % communes.length]}`,
        lines: [
          'DESCRIPTION:Une soirée pour tous\\, avec buvette et petite restauration.\\nEntrée par la cour.',
          'CATEGORIES:Fête,Musique',
          'URL:https://bench.example/evenements',
        ],
      }
    }),
  )
}

/** Milliseconds to insert as many rows one by one with plain SQL, each durable before the next. */
async function plainInsertsMs(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'bocage-plain-'))
  const client = createClient({ url: `file:${join(folder, 'plain.db')}`, concurrency: 1 })
  await client.execute('PRAGMA journal_mode = WAL')
  await client.execute('PRAGMA synchronous = FULL')
  await client.execute(
    'CREATE TABLE event (id INTEGER PRIMARY KEY, uid TEXT, title TEXT, words TEXT, place TEXT, start_at INTEGER)',
  )
  const started = performance.now()
  for (let n = 0; n < events; n++)
    await client.execute({
      sql: 'INSERT INTO event VALUES (?, ?, ?, ?, ?, ?)',
      args: [n, `${n}@bench.example`, `Rendez-vous numéro ${n}`, 'Une soirée pour tous.', 'Salle', n],
    })
  const ms = performance.now() - started
  client.close()
  await rm(folder, { recursive: true, force: true })
  return ms
}

/**
 * 5,000 events of a calendar: read in its thread, matched to places and communes, written with their dates, places,
 * addresses, full text and history, each batch durable. Then the same file again, of which nothing changed.
 */
async function importEvents(): Promise<BenchResult[]> {
  const app = await openDemoApp()
  try {
    const deps = { ...app.deps, directory: app.directory }
    const { database, clock, ids } = deps
    const id = ids.next()
    await database.write((tx) =>
      insertSource(tx, {
        id,
        territorySiren: demoSiren,
        kind: 'ical',
        name: 'Banc',
        url: 'https://bench.example/a.ics',
        createdAt: clock.now(),
      }),
    )
    const source = await findSource(database.read, id)
    if (!source) throw new Error('no source')
    const bytes = Buffer.from(calendar(clock.now() + dayMs))
    const bring = async () => {
      const started = performance.now()
      const file = await readImport({ format: 'ical', bytes, now: clock.now() })
      if ('fault' in file) throw new Error(file.fault)
      const terms = await termsOf(deps, { source, actor: null })
      const match = await createMatcher(deps, { territorySiren: demoSiren, defaults: {} })
      const report = await runImport(deps, { terms, match, file, follow: 'careful' })
      return { ms: performance.now() - started, report }
    }
    const first = await bring()
    const [held] = await database.read.select({ n: count() }).from(event).where(eq(event.sourceId, id))
    const again = await bring()
    const whole = held?.n === events && first.report.counts.created === events
    const still = again.report.counts.unchanged === events
    const plainMs = await plainInsertsMs()
    const result = (name: string, ms: number, goal: string, ok: boolean): BenchResult => ({
      name,
      value: Math.round(ms),
      unit: 'ms',
      baseline: 'rows of plain SQL inserted one by one, each durable',
      baselineValue: Math.round(plainMs),
      ratio: Number((plainMs / ms).toFixed(2)),
      goal,
      ok,
    })
    return [
      result(
        'agenda.import.first',
        first.ms,
        '5,000 events read, matched and written in at most 5 s, none missing',
        whole && first.ms <= goalMs,
      ),
      result(
        'agenda.import.again',
        again.ms,
        'the same file again writes nothing, in less than half the time',
        still && again.ms * 2 <= first.ms,
      ),
    ]
  } finally {
    await app.close()
  }
}

export default { name: 'import', run: importEvents } satisfies Bench
