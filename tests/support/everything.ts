import { queues } from '../../api/incidents/desk.rules.ts'
import { statuses } from '../../api/incidents/incidents.rules.ts'
import { systemIds } from '../../api/platform/ids.ts'
import { demoSiren } from '../../api/territory/territory.demo.ts'
import { body } from '../../db/schema/index.ts'
import { append, beginIn } from '../api/media/pieces.ts'
import { anUpload, sendPhoto } from '../api/media/uploads.ts'
import type { DemoApp } from './demo-app.ts'
import { anAgent, bodyOf, waitForMail, type Agent } from './desk.ts'
import { useAid } from './everything-aid.ts'
import { usePhoneList } from './everything-phone-list.ts'
import { usePhones } from './everything-phones.ts'
import { useWishes } from './everything-wishes.ts'
import { useAgenda } from './everything-agenda.ts'
import { useAires } from './everything-aires.ts'
import { useDeskRides } from './everything-desk-rides.ts'
import { useImports } from './everything-imports.ts'
import { useOperators } from './everything-operators.ts'
import { useEventRides } from './everything-rides.ts'
import { useAgendaWriting } from './everything-writing.ts'
import { categoryOf, communeOf, report } from './incidents.ts'
import { aPhoto } from './photos.ts'

/**
 * Uses all of the application but what administrators change: reports that live through everything that can happen to
 * one, every list with every filter by every kind of scope, and fourteen months of what the worker forgets.
 */
export async function useEverything(app: DemoApp): Promise<void> {
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
  await useAires(app, admin)
  await useOperators(app, admin)
  await useDeskRides(app, admin)
  await useAid(app, admin)
  await useAgenda(app)
  await useImports(app, admin)
  await useAgendaWriting(app)
  await useEventRides(app)
  await useWishes(app)
  await usePhones(app)
  await usePhoneList(app, admin)
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
  const [piece, upload] = [await aPhoto(), anUpload()]
  await beginIn(app, upload, new Uint8Array(), piece.length)
  await append(app, upload, piece, 0, '?1')
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
  const forPerson = async (method: 'put' | 'post', path: string, body: Record<string, unknown>) => {
    const about = `/api/desk/incidents/${three.id}/${path}`
    await admin[method](about, { id: entry(), ...body }, { version: (await admin.ticket(three.id)).version })
  }
  await forPerson('put', 'contact', { contact: { email: 't@exemple.fr' } })
  await forPerson('post', 'said', { says: 'more', words: 'Plus large' })
  await forPerson('put', 'contact', { contact: null })
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
