import { join } from 'node:path'
import { demoSiren, openDemoTerritory } from '../../../api/territory/territory.demo.ts'
import { listBodies } from '../../../api/territory/territory.usecases.ts'
import { testApp, type TestApp } from '../../support/app.ts'
import { type TestTerritory } from '../../support/fixtures.ts'
import type { Bench, BenchResult } from '../bench.ts'
import { fillWithIncidents, seeded } from './many.ts'

const few = 10_000
const many = 1_000_000
const costGoal = 1.3
const warmup = 30
const rounds = 300

type Filled = { app: TestApp; territory: TestTerritory; deepCursor: string }

async function open(count: number): Promise<Filled> {
  const app = await testApp()
  await openDemoTerritory(app.deps)
  const territory = (await (await app.request(`/api/territories/${demoSiren}`)).json()) as TestTerritory
  const bodies = await listBodies({ database: app.database, territorySiren: demoSiren })
  const started = performance.now()
  fillWithIncidents({
    path: join(app.config.dataDir, 'bocage.db'),
    count,
    now: app.clock.now(),
    siren: demoSiren,
    territory,
    bodyIds: new Map(bodies.flatMap(({ communeCode, id }) => (communeCode ? [[communeCode, id]] : []))),
  })
  console.log(
    `  ${count.toLocaleString('en-GB')} incidents in ${Math.round((performance.now() - started) / 1000)} s`,
  )
  let cursor = ''
  for (let page = 0; page < 50; page++) cursor = await nextCursor(app, cursor)
  return { app, territory, deepCursor: cursor }
}

async function nextCursor(app: TestApp, cursor: string): Promise<string> {
  const after = cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''
  const page = await app.request(`/api/incidents?territory=${demoSiren}&limit=100${after}`)
  return ((await page.json()) as { nextCursor: string }).nextCursor
}

const pick = <T>(list: readonly T[], random: () => number) => list[Math.floor(random() * list.length)] as T
const list = (query: string) => `/api/incidents?limit=50&${query}`

/** A box of this many degrees around a commune's centre. */
function map({ territory: { communes } }: Filled, random: () => number, degrees: number): string {
  const { lon, lat } = pick(communes, random)
  const half = degrees / 2
  const bbox = [lon - half, lat - half, lon + half, lat + half].map((edge) => edge.toFixed(5)).join()
  return `/api/incidents/map?territory=${demoSiren}&status=all&bbox=${bbox}`
}

/** What is asked of both databases. `judged`: the goal is about it. */
const questions: { name: string; judged: boolean; path: (filled: Filled, random: () => number) => string }[] =
  [
    { name: 'list, newest', judged: true, path: () => list(`territory=${demoSiren}`) },
    { name: 'list, whole deployment', judged: true, path: () => list('') },
    {
      name: 'list, a commune',
      judged: true,
      path: ({ territory }, random) => list(`commune=${pick(territory.communes, random).code}`),
    },
    {
      name: 'list, a category, open',
      judged: true,
      path: ({ territory }, random) => list(`category=${pick(territory.categories, random).id}&status=open`),
    },
    {
      name: 'list, 5,000 back',
      judged: true,
      path: ({ deepCursor }) => list(`territory=${demoSiren}&cursor=${encodeURIComponent(deepCursor)}`),
    },
    {
      name: 'list, a word',
      judged: false,
      path: (_, random) =>
        list(`territory=${demoSiren}&q=${pick(['lampadaire', 'calvaire', 'ecole'], random)}`),
    },
    { name: 'map, whole territory', judged: true, path: (filled, random) => map(filled, random, 0.5) },
    { name: 'map, a commune', judged: true, path: (filled, random) => map(filled, random, 0.05) },
    { name: 'map, a street', judged: true, path: (filled, random) => map(filled, random, 0.004) },
  ]

async function time(filled: Filled, path: string): Promise<number> {
  const started = performance.now()
  const response = await filled.app.request(path)
  await response.arrayBuffer()
  if (response.status !== 200) throw new Error(`${path}: ${response.status}`)
  return performance.now() - started
}

const quantile = (times: number[], share: number) =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length * share)] ?? Number.NaN

/** The same questions in turn to both, so that a busy moment of the machine weighs on both alike. */
async function compare(small: Filled, large: Filled): Promise<BenchResult[]> {
  const results: BenchResult[] = []
  for (const { name, judged, path } of questions) {
    const random = seeded(7)
    const times: [number[], number[]] = [[], []]
    for (let round = -warmup; round < rounds; round++) {
      const smallMs = await time(small, path(small, random))
      const largeMs = await time(large, path(large, random))
      if (round < 0) continue
      times[0].push(smallMs)
      times[1].push(largeMs)
    }
    const [baselineValue, value] = [quantile(times[0], 0.5), quantile(times[1], 0.5)]
    const ratio = value / baselineValue
    results.push(
      {
        name: `${name}: p50 at ${many.toLocaleString('en-GB')}`,
        value,
        unit: 'ms',
        baseline: `p50 at ${few.toLocaleString('en-GB')}`,
        baselineValue,
        ratio,
        goal: judged ? `cost ≤ ${costGoal}× that of the small one` : 'reported',
        ok: !judged || ratio <= costGoal,
      },
      {
        name: `${name}: p99 at ${many.toLocaleString('en-GB')}`,
        value: quantile(times[1], 0.99),
        unit: 'ms',
        baseline: `p99 at ${few.toLocaleString('en-GB')}`,
        baselineValue: quantile(times[0], 0.99),
        ratio: quantile(times[1], 0.99) / quantile(times[0], 0.99),
        goal: 'reported',
        ok: true,
      },
    )
  }
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

export default { name: 'map', run } satisfies Bench
