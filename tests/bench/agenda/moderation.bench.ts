import Libsql from 'libsql'
import { join } from 'node:path'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { openDemoApp, type DemoApp } from '../../support/demo-app.ts'
import { anAgent, type Agent } from '../../support/desk.ts'
import type { TestTerritory } from '../../support/fixtures.ts'
import { type Bench, type BenchResult, median } from '../bench.ts'
import { fillWithEvents } from './many.ts'

const few = 1000
const many = 100_000
/** What a territory leaves waiting on a bad day, whatever it decided before. */
const work = 40
const costGoal = 1.3
const warmup = 20
const rounds = 200

type Filled = { app: DemoApp; moderator: Agent }
/** What is in the agenda: how many events were decided, how many wait. */
type World = { decided: number; waiting: number }

/** An agenda of so many events, of which the last ones wait for a moderator. */
async function open({ decided, waiting }: World): Promise<Filled> {
  const app = await openDemoApp()
  const { communes } = (await (await app.request(`/api/territories/${demoSiren}`)).json()) as TestTerritory
  const answer = await app.request(`/api/events/categories?territory=${demoSiren}`)
  const { items: kinds } = (await answer.json()) as { items: { id: string }[] }
  const path = join(app.config.dataDir, 'bocage.db')
  fillWithEvents({
    path,
    count: decided + waiting,
    datesEach: 1,
    now: app.clock.now(),
    siren: demoSiren,
    communes,
    categoryIds: kinds.map(({ id }) => id),
  })
  const db = new Libsql(path)
  // Their dates stay listed: queues do not read them.
  db.prepare(
    `UPDATE event SET status = 'submitted', published_at = null, submitted_at = ? + seq
     WHERE seq > (SELECT max(seq) - ? FROM event)`,
  ).run(app.clock.now() - 86_400_000, waiting)
  db.close()
  const moderator = await anAgent(app, { role: 'moderator', scope: { kind: 'territory', id: demoSiren } })
  return { app, moderator }
}

type Question = { name: string; path: string; full: boolean }
const page = (queue: string): Question => ({
  name: `first page of « ${queue} »`,
  path: `/api/desk/events?queue=${queue}&limit=20`,
  full: true,
})
/** Nothing waits there: found without walking all that was decided. */
const empty = (queue: string): Question => ({
  name: `« ${queue} », empty`,
  path: `/api/desk/events?queue=${queue}&limit=20`,
  full: false,
})
const counts: Question = { name: 'counts of the queues', path: '/api/desk/agenda/counts', full: false }

async function time({ moderator }: Filled, { path, full }: Question): Promise<number> {
  const started = performance.now()
  const answer = await moderator.get(path)
  const text = await answer.text()
  const ms = performance.now() - started
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`)
  if (full && (JSON.parse(text) as { items: unknown[] }).items.length !== 20)
    throw new Error(`${path}: no full page`)
  return ms
}

/** In turn to both, so that a busy moment of the machine weighs on both alike. */
async function medians(small: Filled, large: Filled, question: Question): Promise<[number, number]> {
  const times: [number[], number[]] = [[], []]
  for (let round = -warmup; round < rounds; round++) {
    const own = await time(small, question)
    const other = await time(large, question)
    if (round < 0) continue
    times[0].push(own)
    times[1].push(other)
  }
  return [median(times[0]), median(times[1])]
}

/** The page of what waits as one would write it without an index: rows only, no HTTP, no policy. */
function plainMs({ app }: Filled): number {
  const db = new Libsql(join(app.config.dataDir, 'bocage.db'))
  const statement = db.prepare(`select e.*, p.name as place, c.name as commune from event e
    left join place p on p.id = e.place_id left join commune c on c.code = e.commune_code
    where +e.territory_siren = ? and +e.status = 'submitted' order by +e.submitted_at limit 20`)
  const times = Array.from({ length: 5 }, () => {
    const started = performance.now()
    if ((statement.all(demoSiren) as unknown[]).length !== 20)
      throw new Error('the plain question answers otherwise')
    return performance.now() - started
  })
  db.close()
  return median(times)
}

async function compare(
  [small, large]: [World, World],
  { said, judged }: { said: (world: World) => string; judged: (question: Question) => boolean },
): Promise<BenchResult[]> {
  const opened: Filled[] = []
  try {
    for (const world of [small, large]) opened.push(await open(world))
    const [one, other] = opened
    if (!one || !other) return []
    const results: BenchResult[] = []
    for (const question of [
      page('waiting'),
      ...(large.decided > work ? [page('published'), empty('revisions')] : []),
      counts,
    ]) {
      const [baselineValue, value] = await medians(one, other, question)
      const isJudged = judged(question)
      results.push({
        name: `${question.name}: ${said(large)}`,
        value,
        unit: 'ms',
        baseline: said(small),
        baselineValue,
        ratio: value / baselineValue,
        goal: isJudged ? `cost ≤ ${costGoal}× that of the small one` : 'reported',
        ok: !isJudged || value / baselineValue <= costGoal,
      })
    }
    const [waiting] = results
    const plain = plainMs(other)
    if (waiting)
      results.push({
        ...waiting,
        name: `${waiting.name}: against plain SQL`,
        baseline: 'one SELECT without an index, rows only',
        baselineValue: plain,
        ratio: plain / waiting.value,
        goal: 'reported',
        ok: true,
      })
    return results
  } finally {
    for (const { app } of opened) await app.close()
  }
}

const number = (n: number) => n.toLocaleString('en-GB')

async function run(): Promise<BenchResult[]> {
  return [
    ...(await compare(
      [
        { decided: few, waiting: work },
        { decided: many, waiting: work },
      ],
      { said: ({ decided }) => `${number(decided)} decided, ${work} wait`, judged: () => true },
    )),
    ...(await compare(
      [
        { decided: work, waiting: few },
        { decided: work, waiting: many },
      ],
      // Counting what waits is as long as what waits: told, and no territory lets it come to that.
      { said: ({ waiting }) => `${number(waiting)} wait`, judged: (question) => question !== counts },
    )),
  ]
}

export default { name: 'moderation', run } satisfies Bench
