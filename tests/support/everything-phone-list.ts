import { systemIds } from '../../api/platform/ids.ts'
import { demoSiren } from '../../api/territory/territory.demo.ts'
import { publish } from './agenda.ts'
import type { DemoApp } from './demo-app.ts'
import type { Agent } from './desk.ts'

/** People who gave their number are entered, corrected, called about an alert until its end, and erased. */
export async function usePhoneList(app: DemoApp, admin: Agent): Promise<void> {
  const done = async (answer: Response) => {
    if (!answer.ok) throw new Error(`${answer.url}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as { items: { version: number }[]; nextCursor: string; version: number }
  }
  const path = '/api/desk/phone-list'
  const said = { firstName: 'Simone', phone: '03 27 63 06 74' }
  const ids = [systemIds.next(), systemIds.next()]
  for (const id of ids) {
    const person = { id, territory: demoSiren, commune: '59053', lastName: id, consent: true, ...said }
    await done(await admin.post(path, person))
  }
  const lists = `${path}?territory=${demoSiren}&commune=59053&limit=1`
  const { nextCursor } = await done(await admin.get(lists))
  await done(await admin.get(`${lists}&cursor=${nextCursor}`))
  await done(await admin.put(`${path}/${ids[0]}`, { ...said, lastName: 'Lefebvre' }, { version: 1 }))
  const now = app.clock.now()
  const alertId = systemIds.next()
  const alert = {
    id: alertId,
    territory: demoSiren,
    kind: 'danger',
    title: 'Crue',
    words: 'Montez à l’étage.',
    communes: ['59053'],
    startsAt: now,
    endsAt: now + 3_600_000,
    send: true,
  }
  const sent = await done(await admin.post('/api/desk/alerts', alert))
  const calls = `/api/desk/alerts/${alertId}/calls`
  const first = await done(await admin.get(`${calls}?limit=1`))
  await done(await admin.get(`${calls}?limit=1&commune=59053&cursor=${first.nextCursor}`))
  await done(await admin.post(`${calls}/${ids[0]}`, { outcome: 'called' }, { version: 1 }))
  const end = { act: 'end', words: 'C’est fini.' }
  await done(await admin.post(`/api/desk/alerts/${alertId}/acts`, end, { version: sent.version }))
  await done(await admin.get(calls))
  await useFollows(app, admin, ids[0]!, done)
  await done(await admin.remove(`${path}/${ids[1]}`, { version: 1 }))
}

/** One of them asks to be called about an event, a search and the week, is called, and asks no more. */
async function useFollows(
  app: DemoApp,
  admin: Agent,
  personId: string,
  done: (answer: Response) => Promise<{ nextCursor: string }>,
): Promise<void> {
  const { id: eventId } = await publish(app, { title: 'Loto', on: '2027-02-05' })
  const ids = [systemIds.next(), systemIds.next(), systemIds.next()]
  const asked = [
    { kind: 'event', eventId },
    { kind: 'week' },
    { kind: 'search', query: { q: 'loto', commune: '59053' } },
  ]
  for (const [n, about] of asked.entries())
    await done(await admin.post(`/api/desk/phone-list/${personId}/follows`, { id: ids[n], about }))
  const calls = `/api/desk/calls?territory=${demoSiren}&commune=59053&limit=1`
  const { nextCursor } = await done(await admin.get(calls))
  await done(await admin.get(`${calls.replace('limit=1', 'limit=100')}&cursor=${nextCursor}`))
  await done(await admin.post(`/api/desk/calls/${ids[0]}`, { outcome: 'called' }, { version: 1 }))
  await done(await admin.remove(`/api/desk/calls/${ids[1]}`, { version: 1 }))
}
