import { startServer } from '../../support/server.ts'
import { median, type Bench, type BenchResult } from '../bench.ts'
import { audit, type Audit } from './audit.ts'
import { firstScreens, type Screen } from './screens.ts'
import { firstVisit, secondVisitOffline } from './visits.ts'

/** Five, of which the median counts; fewer while one works on the screens. */
const runs = Number(process.env['RUNS'] ?? 5)
/** The one main action of the home screen, as the server or the application writes it. */
const useful = 'main a[href="/signaler"]'

const absolute = (name: string, value: number, unit: string, goal: string, ok: boolean): BenchResult => ({
  name,
  value,
  unit,
  baseline: null,
  baselineValue: null,
  ratio: null,
  goal,
  ok,
})

function judged({ name }: Screen, found: Audit): BenchResult[] {
  const mark = (category: 'performance' | 'accessibility' | 'best-practices', least: number) =>
    absolute(
      `${name}: ${category}`,
      found[category],
      'of 100',
      least === 100 ? '100' : `≥ ${least}`,
      found[category] >= least,
    )
  const told = (what: string, value: number, unit: string) =>
    absolute(`${name}: ${what}`, value, unit, 'reported', true)
  return [
    mark('performance', 95),
    mark('accessibility', 100),
    mark('best-practices', 100),
    told('largest contentful paint', found.lcp, 'ms'),
    told('total blocking time', found.tbt, 'ms'),
    told('cumulative layout shift', found.cls, ''),
    told('downloaded', found.bytes / 1000, 'kB'),
  ]
}

async function medianOf(visit: () => Promise<number>): Promise<number> {
  const values: number[] = []
  for (let n = 0; n < runs; n++) values.push(await visit())
  return median(values)
}

async function run(): Promise<BenchResult[]> {
  const server = await startServer({ demo: true, web: true })
  try {
    const results: BenchResult[] = []
    for (const screen of await firstScreens(server.url)) {
      const found = await audit(`${server.url}${screen.path}`, screen.name, runs)
      for (const fault of found.faults) console.log(`  ${screen.name}: ${fault}`)
      results.push(...judged(screen, found))
    }
    const home = `${server.url}/`
    const first = await medianOf(() => firstVisit(home, useful))
    const again = await medianOf(() => secondVisitOffline(home, useful))
    return [
      ...results,
      absolute('first visit on slow 3G, until one can report', first, 'ms', '≤ 3 s', first <= 3000),
      absolute('second visit without network, the same', again, 'ms', '≤ 1 s', again <= 1000),
    ]
  } finally {
    await server.close()
  }
}

export default { name: 'lighthouse', run } satisfies Bench
