import Libsql from 'libsql'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDemoApp, type DemoApp } from '../../support/demo-app.ts'
import { useEverything } from '../../support/everything.ts'

/**
 * Every statement that the application gives to SQLite while all of it is used, from the first report to the oldest
 * thing the worker forgets, and the plan SQLite makes of each. A table that grows with use is never read whole.
 */

const texts = new Set<string>()
const { prepare } = Libsql.prototype
let app: DemoApp

/** Small by nature: a territory's settings, what is bounded elsewhere, and what a query makes for itself. */
const small = new Set(
  `territory commune category body responsibility road setting directory_commune membership user ready_sentence
  event_category agenda_settings gtfs_feed gtfs_edition saved_view __drizzle_migrations local_mail base totals acks resolutions kind json_each`.split(
    /\s+/,
  ),
)
/** Indexes that hold only what is still to be done: reading one whole is reading the work that waits. */
const ofWorkThatWaits =
  /USING (?:COVERING )?INDEX (?:outbox_todo|notification_todo|wish_cause_waiting|foreign_booking_open)\b/

type Step = { id: number; parent: number; detail: string }
/** Steps of a plan that read a whole table, or a whole index, that grows. */
function wholeReads(plan: Step[]): string[] {
  return plan
    .map(({ detail }) => detail)
    .filter((detail) => {
      const table = /^SCAN ([a-z]\w*)/.exec(detail)?.[1]
      if (table === undefined || small.has(table) || ofWorkThatWaits.test(detail)) return false
      // A virtual table is asked for a row, or for what it indexes: then something follows the colon.
      return !/VIRTUAL TABLE INDEX (?:1:|\d+:\S)/.test(detail)
    })
}

beforeAll(async () => {
  Libsql.prototype.prepare = function (this: InstanceType<typeof Libsql>, text: string, ...rest: []) {
    texts.add(text)
    return prepare.call(this, text, ...rest)
  } as typeof prepare
  app = await openDemoApp()
  await useEverything(app)
}, 120_000)
afterAll(async () => {
  Libsql.prototype.prepare = prepare
  await app.close()
})

function plansOf(): { text: string; steps: Step[] }[] {
  const file = new Libsql(fileURLToPath(app.config.databaseUrl.replace(/^file:/, 'file://')))
  try {
    return (
      [...texts]
        .filter((text) => /^\s*(?:select|insert|update|delete|with)\b/i.test(text))
        // Once, when a territory is imported: with a trigger, SQLite looks whether rows were there before what they name.
        .filter((text) => !/^insert into "(?:territory|commune)" /.test(text))
        .map((text) => {
          const statement = prepare.call(file, `explain query plan ${text}`)
          return { text, steps: statement.all([...text.matchAll(/\?/g)].map(() => null)) as Step[] }
        })
    )
  } finally {
    file.close()
  }
}

it('no statement reads the whole of a table that grows', () => {
  const plans = plansOf()
  expect(plans.length).toBeGreaterThan(150)
  const faults = plans
    .map(({ text, steps }) => ({ text, whole: wholeReads(steps) }))
    .filter(({ whole }) => whole.length > 0)
  expect(faults).toEqual([])
})

it('pages of lists come in the order of an index: none sorts all that it holds', () => {
  const sorted = plansOf()
    .filter(({ text }) => / from "incident" /.test(text) && /order by .* limit \?$/s.test(text))
    // A list found by its box or its words is short before it is sorted, and so is the work that waits.
    .filter(({ text }) => !text.includes('json_each'))
    .filter(
      ({ steps }) => !steps.some(({ detail }) => /incident_waiting|incident_assignee .* open=/.test(detail)),
    )
    .filter(({ steps }) => steps.some(({ detail }) => detail.includes('TEMP B-TREE')))
  expect(sorted.map(({ text, steps }) => ({ text, plan: steps.map(({ detail }) => detail) }))).toEqual([])
})

it('a list of the agenda is walked from a place of it, in its order', () => {
  const walks = plansOf().filter(({ text }) =>
    /places from \(select k\.ord as ord from occurrence_key k\b/.test(text),
  )
  expect(walks.length).toBeGreaterThan(20)
  for (const { text, steps } of walks) {
    const first = steps.find(({ detail }) => !/^(CO-ROUTINE|SCAN \(subquery)/.test(detail))
    expect([text, first?.detail]).toEqual([text, 'SEARCH k USING PRIMARY KEY (key=? AND ord>? AND ord<?)'])
    expect(steps.filter(({ detail }) => /ORDER BY|DISTINCT/.test(detail))).toEqual([])
  }
})

it('the test sees a whole read when there is one', () => {
  const file = new Libsql(fileURLToPath(app.config.databaseUrl.replace(/^file:/, 'file://')))
  const plan = (text: string) =>
    wholeReads(prepare.call(file, `explain query plan ${text}`).all([]) as Step[])
  expect(plan('select * from incident where words = 1')).toHaveLength(1)
  expect(plan('select * from incident order by id')).toHaveLength(1)
  expect(plan('select * from incident_update where kind = 1')).toHaveLength(1)
  expect(plan('select * from notification where person = 1')).toHaveLength(1)
  expect(plan('select rowid from incident_rtree where open = 1')).toHaveLength(1)
  expect(plan('select * from incident where id = 1')).toEqual([])
  file.close()
})
