import Libsql from 'libsql'
import { join } from 'node:path'
import { demoSiren, openDemoTerritory } from '../../../api/territory/territory.demo.ts'
import { testApp, type TestApp } from '../../support/app.ts'
import type { TestTerritory } from '../../support/fixtures.ts'
import { type Bench, type BenchResult, median } from '../bench.ts'
import { seeded } from '../incidents/many.ts'
import { fillWithEvents, words } from './many.ts'

const few = 10_000
const many = 1_000_000
const costGoal = 1.3
const listGoalMs = 10
const textGoalMs = 20
const warmup = 30
const rounds = 300
const limit = 20

type Kinds = { id: string; slug: string }[]
type Filled = { app: TestApp; communes: TestTerritory['communes']; kinds: Kinds; deepCursor: string }

async function open(count: number): Promise<Filled> {
  const app = await testApp()
  await openDemoTerritory(app.deps)
  const { communes } = (await (await app.request(`/api/territories/${demoSiren}`)).json()) as TestTerritory
  const answer = await app.request(`/api/events/categories?territory=${demoSiren}`)
  const { items: kinds } = (await answer.json()) as { items: Kinds }
  const started = performance.now()
  fillWithEvents({
    path: join(app.config.dataDir, 'bocage.db'),
    count,
    now: app.clock.now(),
    siren: demoSiren,
    communes,
    categoryIds: kinds.map(({ id }) => id),
  })
  console.log(
    `  ${count.toLocaleString('en-GB')} dates in ${Math.round((performance.now() - started) / 1000)} s`,
  )
  let deepCursor = ''
  for (let page = 0; page < 10; page++) {
    const after = deepCursor ? `&cursor=${deepCursor}` : ''
    const list = await app.request(`/api/events?territory=${demoSiren}&limit=100${after}`)
    deepCursor = ((await list.json()) as { nextCursor: string }).nextCursor
  }
  return { app, communes, kinds, deepCursor }
}

const pick = <T>(list: readonly T[], random: () => number) => list[Math.floor(random() * list.length)] as T
const list = (query: string) => `/api/events?territory=${demoSiren}&limit=${limit}&${query}`
/** Days within the year ahead, so that a page is full at both sizes. */
const laterDay = (random: () => number) =>
  new Date(Date.UTC(2026, 10, 25) + Math.floor(random() * 30) * 86_400_000).toISOString().slice(0, 10)

type Question = {
  name: string
  /** Answers a whole page at both sizes: then costs are compared. */
  compared: boolean
  goalMs: number
  path: (filled: Filled, random: () => number) => string
}
const question = (name: string, path: Question['path'], rest: Partial<Question> = {}): Question => ({
  name,
  compared: true,
  goalMs: listGoalMs,
  path,
  ...rest,
})
const one = ({ communes }: Filled) => communes[0]?.code ?? ''
const kind = ({ kinds }: Filled, n = 0) => kinds[n]?.slug ?? ''

const questions: Question[] = [
  question('three filters: commune, kind, free', (f) =>
    list(`commune=${one(f)}&category=${kind(f)}&free=true`),
  ),
  question('three filters: kind, free, wheelchair', (f) => list(`category=${kind(f)}&free=true&access=mi`)),
  question('three filters: commune, kind, from a day', (f, random) =>
    list(`commune=${one(f)}&category=${kind(f)}&from=${laterDay(random)}`),
  ),
  question('three filters: box, outdoor, for a child', ({ communes: [at] }) =>
    list(
      `bbox=${at ? [at.lon - 0.05, at.lat - 0.05, at.lon + 0.05, at.lat + 0.05].join() : ''}&setting=outdoor&age=9`,
    ),
  ),
  question('no filter', () => list('')),
  question('1,000 dates on', ({ deepCursor }) => list(`cursor=${deepCursor}`)),
  question(
    'rare: hearing, in any commune',
    ({ communes }, random) => list(`commune=${pick(communes, random).code}&access=hi&free=true`),
    { compared: false },
  ),
  question(
    'rare: any commune, any kind, priced, online',
    ({ communes, kinds }, random) =>
      list(
        `commune=${pick(communes, random).code}&category=${pick(kinds, random).slug}&free=false&mode=online`,
      ),
    { compared: false },
  ),
  question(
    'back in time, three filters',
    (f) => list(`commune=${one(f)}&category=${kind(f)}&free=true&cursor=${backwards}`),
    { compared: false },
  ),
  question('a word, often said or hardly', (_, random) => list(`q=${pick(words, random)[0]}`), {
    compared: false,
    goalMs: textGoalMs,
  }),
  question(
    'two beginnings of words',
    (_, random) => list(`q=${pick(['fe mu', 'sal ass', 'dan vil', 'bel'], random)}`),
    {
      compared: false,
      goalMs: textGoalMs,
    },
  ),
  question(
    'a word, commune and kind',
    (f, random) => list(`q=${pick(words, random)[0]}&commune=${one(f)}&category=${kind(f)}`),
    { compared: false, goalMs: textGoalMs },
  ),
]
/** Back from the clock of the tests. */
const backwards = Buffer.from(
  JSON.stringify([Date.parse('2026-11-24T08:00:00Z'), 1, -Number.MAX_SAFE_INTEGER, 1]),
).toString('base64url')

async function time({ app }: Filled, path: string): Promise<{ ms: number; length: number }> {
  const started = performance.now()
  const response = await app.request(path)
  const text = await response.text()
  const ms = performance.now() - started
  if (response.status !== 200) throw new Error(`${path}: ${response.status}`)
  return { ms, length: (JSON.parse(text) as { items: [] }).items.length }
}

const quantile = (times: number[], share: number) =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length * share)] ?? Number.NaN

/** The first question as one would write it without lists kept ready: dates joined with events, sorted, cut. */
function plainMs({ app, kinds, communes }: Filled): number {
  const db = new Libsql(join(app.config.dataDir, 'bocage.db'))
  const statement = db.prepare(`select o.*, e.* from occurrence o join event e on e.seq = o.event_seq
    where o.listed = 1 and o.end_at > ? and e.territory_siren = ? and e.commune_code = ? and e.free = 1
    and exists (select 1 from json_each(e.category_ids) where value = ?) order by o.start_at limit ${limit}`)
  const times = Array.from({ length: 5 }, () => {
    const started = performance.now()
    const rows = statement.all(app.clock.now(), demoSiren, communes[0]?.code, kinds[0]?.id)
    if (rows.length !== limit) throw new Error('the plain question answers otherwise')
    return performance.now() - started
  })
  db.close()
  return median(times)
}

type Times = [small: number[], large: number[]]

/**
 * The same question in turn to both, so that a busy moment of the machine weighs on both alike. A minute passes between
 * two, so that no answer is one that was kept.
 */
async function ask(small: Filled, large: Filled, { name, compared, path }: Question): Promise<Times> {
  const random = seeded(7)
  const times: Times = [[], []]
  for (let round = -warmup; round < rounds; round++) {
    for (const { app } of [small, large]) app.clock.advance({ minutes: 1 })
    const seed = Math.floor(random() * 1e9)
    const own = await time(small, path(small, seeded(seed)))
    const other = await time(large, path(large, seeded(seed)))
    if (compared && (own.length !== limit || other.length !== limit))
      throw new Error(`${name}: pages of ${own.length} and ${other.length}`)
    if (round < 0) continue
    times[0].push(own.ms)
    times[1].push(other.ms)
  }
  return times
}

const attempts = 3

async function compare(small: Filled, large: Filled): Promise<BenchResult[]> {
  const results: BenchResult[] = []
  for (const question of questions) {
    const { name, compared, goalMs } = question
    let times = await ask(small, large, question)
    // When the small one is late as well, it is the machine that was busy with something else.
    for (let again = 1; again < attempts && quantile(times[0], 0.99) > goalMs; again++)
      times = await ask(small, large, question)
    const [baselineValue, value] = [quantile(times[0], 0.5), quantile(times[1], 0.5)]
    const p99 = quantile(times[1], 0.99)
    results.push(
      {
        name: `${name}: p50 at ${many.toLocaleString('en-GB')}`,
        value,
        unit: 'ms',
        baseline: `p50 at ${few.toLocaleString('en-GB')}`,
        baselineValue,
        ratio: value / baselineValue,
        goal: compared ? `cost ≤ ${costGoal}× that of the small one` : 'reported',
        ok: !compared || value / baselineValue <= costGoal,
      },
      {
        name: `${name}: p99 at ${many.toLocaleString('en-GB')}`,
        value: p99,
        unit: 'ms',
        baseline: `p99 at ${few.toLocaleString('en-GB')}`,
        baselineValue: quantile(times[0], 0.99),
        ratio: p99 / quantile(times[0], 0.99),
        goal: `≤ ${goalMs} ms`,
        ok: p99 <= goalMs,
      },
    )
  }
  const [first] = results
  const plain = plainMs(large)
  if (first)
    results.unshift({
      ...first,
      name: 'three filters: commune, kind, free: against plain SQL',
      baseline: 'one SELECT without lists, rows only',
      baselineValue: plain,
      ratio: plain / first.value,
      goal: '≥ 10 times as fast',
      ok: plain / first.value >= 10,
    })
  return results
}

async function run(): Promise<BenchResult[]> {
  const opened: Filled[] = []
  try {
    for (const count of [few, many]) opened.push(await open(count))
    const [small, large] = opened
    return small && large ? await compare(small, large) : []
  } finally {
    for (const { app } of opened) await app.close()
  }
}

export default { name: 'list', run } satisfies Bench
