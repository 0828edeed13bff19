import Libsql from 'libsql'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { queues } from '../../../api/incidents/desk.rules.ts'
import { statuses } from '../../../api/incidents/incidents.rules.ts'
import { systemIds } from '../../../api/platform/ids.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { body } from '../../../db/schema/index.ts'
import { openDemoApp, type DemoApp } from '../../support/demo-app.ts'
import { anAgent, bodyOf, waitForMail, type Agent } from '../../support/desk.ts'
import { categoryOf, communeOf, report } from '../../support/incidents.ts'
import { aPhoto } from '../../support/photos.ts'
import { sendPhoto } from '../media/uploads.ts'

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
  saved_view __drizzle_migrations local_mail base totals acks resolutions json_each`.split(/\s+/),
)
/** Indexes that hold only what is still to be done: reading one whole is reading the work that waits. */
const ofWorkThatWaits = /USING (?:COVERING )?INDEX (?:outbox_todo|notification_todo)\b/

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
    return [...texts]
      .filter((text) => /^\s*(?:select|insert|update|delete|with)\b/i.test(text))
      .map((text) => {
        const statement = prepare.call(file, `explain query plan ${text}`)
        return { text, steps: statement.all([...text.matchAll(/\?/g)].map(() => null)) as Step[] }
      })
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

async function useEverything(app: DemoApp): Promise<void> {
  const { id: bavayBody } = await bodyOf(app, { commune: 'Bavay' })
  const { code, lat, lon } = await communeOf(app, 'Bavay')
  const { id: category } = await categoryOf(app, 'depot-sauvage')
  const scopes = [
    { kind: 'territory', id: demoSiren },
    { kind: 'commune', id: code },
    { kind: 'body', id: bavayBody },
  ] as const
  const agents: Agent[] = []
  for (const scope of scopes) agents.push(await anAgent(app, { role: 'admin', scope }))
  const [admin] = agents as [Agent, Agent, Agent]
  const sent = await live(app, admin)

  const box = `bbox=${lon - 1},${lat - 1},${lon + 1},${lat + 1}`
  const filters = [
    '',
    `territory=${demoSiren}`,
    `commune=${code}`,
    `category=${category}`,
    'q=pneus chemin',
    box,
    `near=${lat},${lon}`,
    'from=2026-11-01&to=2026-11-30',
  ]
  for (const status of ['all', 'open', 'closed', ...statuses])
    for (const one of filters)
      for (const two of filters.filter((other) => other === '' || other !== one))
        await list(`/api/incidents?limit=1&status=${status}&${one}&${two}`, app.request)
  for (const path of ['.csv', '.geojson']) await app.request(`/api/incidents${path}`)
  for (const status of ['open', 'closed', 'all'])
    for (const one of ['', `&category=${category}`])
      await app.request(`/api/incidents/map?territory=${demoSiren}&${box}&status=${status}${one}`)
  await app.request(`/api/incidents/preview?category=${category}&lat=${lat}&lon=${lon}`)
  await app.request(`/api/incidents/${sent}`)
  await app.request('/boite-mail')

  for (const agent of agents) {
    const desk = [
      ...filters,
      `body=${bavayBody}`,
      'assignee=me',
      'assignee=none',
      'unread=true',
      'status=received',
    ]
    for (const queue of queues)
      for (const one of desk.filter((filter) => !filter.startsWith('near')))
        await list(`/api/desk/incidents?limit=1&queue=${queue}&${one}`, agent.get)
    for (const path of [
      'setup',
      'counts',
      'incidents.csv?queue=all',
      `incidents/${sent}`,
      'sentences',
      'views',
      'figures.csv',
    ])
      await agent.get(`/api/desk/${path}`)
    for (const by of ['category', 'commune', 'month', 'body'])
      await agent.get(`/api/desk/figures?by=${by}&commune=${code}`)
    for (const path of [
      'settings',
      'bodies',
      'audit',
      'categories',
      'responsibilities',
      'sentences',
      'members',
    ])
      await list(`/api/territories/${demoSiren}/${path}?limit=1`, agent.get)
    await agent.get('/api/account/sessions')
  }
  // Everything the worker forgets, month after month.
  for (let month = 0; month < 14; month++) {
    app.clock.advance({ days: 31 })
    await app.worker.runOnce()
  }
}

/** A list to its second page. */
async function list(path: string, get: (path: string) => Promise<Response>): Promise<void> {
  const answer = await get(path)
  // The trail of a territory is for its own administrators.
  if (answer.status === 403) return
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  const { nextCursor } = (await answer.json()) as { nextCursor?: string | null }
  if (nextCursor) await get(`${path}&cursor=${nextCursor}`)
}

/** Reports that live through everything that can happen to one. Answers the id of one. */
async function live(app: DemoApp, admin: Agent): Promise<string> {
  const headersOf = (secret: string) => ({ 'Bocage-Secret': secret })
  const photo = await sendPhoto(app, await aPhoto())
  const department = await bodyOf(app, { kind: 'departement' })
  await app.database.write((tx) => tx.update(body).set({ email: 'voirie@departement.example' }))
  const [one, two, three] = [
    await report(app, {
      contact: { email: 'r@exemple.fr' },
      photos: [{ id: photo.id, uploadToken: photo.uploadToken }],
    }),
    await report(app, { contact: { email: 's@exemple.fr', phone: '0612345678' } }),
    await report(app, { category: 'nid-de-poule' }),
  ]
  const entry = () => systemIds.next()
  for (const { id } of [one, two, three]) await admin.edit(id, { published: true, publicWords: 'Pneus' })
  await admin.get(photo.url)
  await app.request(photo.url)
  await app.call(`/api/incidents/${one.id}/followers`, { body: { id: entry(), email: 'voisin@exemple.fr' } })
  await app.call(`/api/incidents/${one.id}/me-too`, { body: { id: entry(), deviceId: entry() } })
  await app.worker.runOnce()
  const confirm = /confirmer#(\S+)/.exec((await waitForMail(app, 'voisin@exemple.fr')).text)?.[1] ?? ''
  for (const path of ['confirm', 'stop'])
    await app.call(`/api/followers/${path}`, { method: 'POST', headers: headersOf(confirm) })
  await app.call('/api/reporter/incident', { headers: headersOf(one.secret) })
  const own = (path: string, body: unknown) =>
    app.call(`/api/reporter/incident/${path}`, { body, headers: headersOf(one.secret) })
  await own('updates', { id: entry(), words: 'Encore' })
  await own('devices', { id: entry(), deviceId: entry() })
  await admin.post(`/api/desk/incidents/${one.id}/read`)
  await admin.edit(one.id, { assigneeId: admin.userId })
  await admin.move(one.id, { to: 'scheduled', plannedOn: '2026-12-01' })
  await admin.move(one.id, { to: 'resolved', words: 'Fait' })
  await app.call(`/api/incidents/${one.id}/still-there`, { body: { id: entry(), words: 'Non' } })
  await own('answer', { id: entry(), mended: false })
  await admin.move(one.id, { to: 'resolved', words: 'Fait' })
  await own('reopen', { id: entry(), words: 'Toujours là' })
  await admin.move(one.id, { to: 'declined', reason: 'other', words: 'Non' })
  const { version } = await admin.ticket(two.id)
  await admin.post(
    `/api/desk/incidents/${two.id}/merge`,
    { id: entry(), intoReference: one.reference },
    { version },
  )
  await admin.post(`/api/desk/incidents/${two.id}/notes`, { id: entry(), words: 'Vu' })
  await admin.move(three.id, { to: 'forwarded', bodyId: department.id, words: 'À vous' })
  await app.worker.runOnce()
  const reply = /reponse#(\S+)/.exec(
    (await waitForMail(app, 'voirie@departement.example', three.reference)).text,
  )?.[1]
  await app.call('/api/forwarded', { headers: headersOf(reply ?? '') })
  await app.call('/api/forwarded/replies', {
    body: { id: entry(), words: 'Vu' },
    headers: headersOf(reply ?? ''),
  })
  await admin.edit(three.id, { bodyId: (await bodyOf(app, { commune: 'Bavay' })).id })
  const last = { id: three.id, version: (await admin.ticket(three.id)).version, updateId: entry() }
  await admin.post('/api/desk/bulk', { items: [last], to: 'acknowledged' })
  await admin.put(`/api/desk/views/${entry()}`, { name: 'Mienne', query: 'queue=late', position: 0 })
  await app.call('/api/reporter/incident/contact', { method: 'DELETE', headers: headersOf(two.secret) })
  await app.call(`/api/territories/${demoSiren}`)
  await app.worker.runOnce()
  return one.id
}
