import { createPackReader } from '../../../api/communes/pack.usecases.ts'
import { packLimits } from '../../../api/communes/pack.rules.ts'
import { territory } from '../../../db/schema/index.ts'
import { publish } from '../../support/agenda.ts'
import { openDemoApp } from '../../support/demo-app.ts'
import { report } from '../../support/incidents.ts'
import { someAires } from '../../support/rides.ts'
import { median, type BenchResult } from '../bench.ts'

const rounds = 40
/** Asks without a build for each build that they cost. */
const leastRatio = 20

async function medianOf(ask: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const start = performance.now()
    await ask()
    times.push(performance.now() - start)
  }
  return median(times)
}

/** A commune with as many reports and events as a pack holds: its pack put together anew, and asked for again. */
export async function benchCommunePack(): Promise<BenchResult> {
  const app = await openDemoApp()
  try {
    await app.database.write((tx) => tx.update(territory).set({ publication: 'before-approval' }))
    await someAires(app)
    for (let n = 0; n < packLimits.incidents; n++) await report(app, { commune: 'Bavay' })
    for (let n = 0; n < packLimits.events; n++) await publish(app, { title: `Loto numéro ${n}` })
    const asked = { address: '59053', lang: 'fr', have: '' } as const
    const building = await medianOf(() => createPackReader(app.deps)(asked))
    const reader = createPackReader(app.deps)
    await reader(asked)
    const asking = await medianOf(() => reader(asked))
    return {
      name: 'pack: of a commune, asked for again unchanged',
      value: asking,
      unit: 'ms',
      baseline: 'put together anew',
      baselineValue: building,
      ratio: building / asking,
      goal: `${leastRatio} times less than a pack put together`,
      ok: building / asking >= leastRatio,
    }
  } finally {
    await app.close()
  }
}
