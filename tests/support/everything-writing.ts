import {
  acceptRevision,
  ask,
  cancel,
  checkImage,
  correct,
  decline,
  declineRevision,
  settleFlag,
  trust,
} from '../../api/agenda/moderation.usecases.ts'
import { queues } from '../../api/agenda/moderation-queues.rules.ts'
import { hashSecret, systemIds } from '../../api/platform/ids.ts'
import { demoSiren } from '../../api/territory/territory.demo.ts'
import { agendaSettings, eventFlag, eventFollower, eventViews } from '../../db/schema/index.ts'
import { actOn, agendaDeps, aModerator, anEvent, approveEvent, asAuthor, propose } from './agenda.ts'
import type { DemoApp } from './demo-app.ts'
import { anAgent, type Agent } from './desk.ts'
import { communeOf } from './incidents.ts'
import { anOrganizer, signInAs } from './organizers.ts'

/** Uses all that writes events: proposals, edits, organizers and decisions, by every way there is. */
export async function useAgendaWriting(app: DemoApp): Promise<void> {
  const deps = agendaDeps(app)
  const { code } = await communeOf(app, 'Bavay')
  const weekly = { rule: 'FREQ=WEEKLY', on: '2026-12-05' }
  await app.database.write((tx) =>
    tx
      .insert(agendaSettings)
      .values({ territorySiren: demoSiren, moderation: 'commune', forbiddenWords: ['crédit'] }),
  )
  const sent = await propose(app, { title: 'Marché de tout', ...weekly })
  await propose(app, { title: 'Jamais confirmé' }, { confirmed: false })
  const own = asAuthor(app, sent.id, sent)
  await ask(deps, { ...(await actOn(app, sent.id)), words: 'Où ?' })
  await own.answer('Ici')
  await approveEvent(app, sent.id)
  for (const follower of [{ email: 'suit@exemple.fr' }, { deviceId: systemIds.next() }])
    await app.database.write((tx) =>
      tx.insert(eventFollower).values({
        id: systemIds.next(),
        eventId: sent.id,
        ...follower,
        locale: 'fr',
        stopHash: hashSecret(systemIds.secret()),
        confirmedAt: app.clock.now(),
        createdAt: app.clock.now(),
      }),
    )
  await own.edit({ content: await own.rewritten({ title: 'Marché de rien' }) })
  await own.date({ act: 'cancel', recurrence: '2026-12-12T19:00' })
  await acceptRevision(deps, await actOn(app, sent.id))
  await own.edit({ content: await own.rewritten({ title: 'Marché' }) })
  await declineRevision(deps, { ...(await actOn(app, sent.id)), words: 'Non' })
  await correct(deps, {
    ...(await actOn(app, sent.id)),
    content: await anEvent(app, { title: 'Corrigé', ...weekly }),
  })
  await checkImage(deps, { ...(await actOn(app, sent.id)), allowed: true })
  const flagId = systemIds.next()
  await app.database.write((tx) =>
    tx.insert(eventFlag).values({
      id: flagId,
      eventId: sent.id,
      territorySiren: demoSiren,
      reason: 'wrong',
      createdAt: app.clock.now(),
    }),
  )
  await app.database.write((tx) =>
    tx.insert(eventViews).values({ eventId: sent.id, day: '2026-11-24', count: 1 }),
  )
  await settleFlag(deps, { actor: aModerator(), id: sent.id, flagId })
  const other = await propose(app, { title: 'Autre' })
  await decline(deps, { ...(await actOn(app, other.id)), reason: 'other', words: 'Non' })
  await cancel(deps, { ...(await actOn(app, sent.id)), words: 'Vent' })

  const organizer = await anOrganizer(app)
  await trust(deps, { actor: aModerator(), organizerId: organizer.id, trusted: true, version: 1 })
  const cookie = await signInAs(app, organizer.email)
  const headers = { cookie }
  await app.call('/api/events', {
    headers,
    body: {
      id: systemIds.next(),
      territory: demoSiren,
      content: await anEvent(app, { title: 'Le nôtre' }),
      organizerId: organizer.id,
    },
  })
  await app.call('/api/organizers', {
    body: {
      id: systemIds.next(),
      territory: demoSiren,
      kind: 'association',
      name: 'Sans suite',
      member: { name: 'Ada', email: 'ada@sans-suite.example' },
    },
  })
  const path = `/api/organizers/${organizer.id}`
  await app.call(`${path}/confirm`, { method: 'POST', headers })
  await app.call(path, {
    method: 'PATCH',
    headers: { ...headers, 'If-Match': '"2"' },
    body: { name: 'Nouveau nom' },
  })
  const member = { name: 'Bo', email: 'bo@exemple.fr' }
  const added = await app.call(`${path}/members`, { headers, body: member })
  const { userId } = (await added.json()) as { userId: string }
  await app.call(`${path}/members/${userId}`, { method: 'DELETE', headers })
  const similar = `/api/events/similar?territory=${demoSiren}&title=Le+nôtre&day=2026-12-05`
  for (const read of [
    `${path}/account`,
    '/api/account/organizers',
    `${path}/events?limit=1`,
    `${path}/events?status=published`,
    path,
    `/api/organizers/comite?territory=${demoSiren}`,
    `/api/organizers?territory=${demoSiren}&limit=1`,
    `/api/organizers?territory=${demoSiren}&q=nou`,
    `/api/places?territory=${demoSiren}&limit=1`,
    `/api/places?territory=${demoSiren}&commune=${code}&q=sal`,
    similar,
    `${similar}&commune=${code}`,
    `/api/events/foreseen?territory=${demoSiren}&commune=${code}`,
  ])
    await app.call(read, { headers })
  await own.eraseContact()
  await useModeration(app, { code, eventId: sent.id })
  await app.worker.runOnce()
}

/** Reads every queue of the agenda's desk with every filter, by each kind of scope. */
async function useModeration(app: DemoApp, { code, eventId }: { code: string; eventId: string }) {
  const waiting = await propose(app, { title: 'Attend à Bavay' })
  await propose(app, { title: 'Attend à Bavay aussi' })
  for (const scope of [
    { kind: 'territory', id: demoSiren },
    { kind: 'commune', id: code },
  ] as const) {
    const agent = await anAgent(app, { role: 'admin', scope })
    for (const queue of queues)
      for (const filter of ['', `commune=${code}`, 'q=bavay', `commune=${code}&q=bavay`]) {
        const path = `/api/desk/events?limit=1&queue=${queue}&${filter}`
        const { nextCursor } = (await (await agent.get(path)).json()) as { nextCursor: string | null }
        if (nextCursor) await agent.get(`${path}&cursor=${nextCursor}`)
      }
    const { items } = (await (await agent.get('/api/desk/places')).json()) as { items: { id: string }[] }
    for (const path of [
      ...['places', 'places?which=all', 'organizers', 'organizers?trusted=true'].flatMap((list) =>
        ['', '&q=s', `&commune=${code}`].map(
          (more) => `${list}${list.includes('?') ? '' : '?'}${more}&limit=1`,
        ),
      ),
      `places/${items[0]?.id}`,
      'agenda/setup',
      'agenda/counts',
      'agenda/times',
      `agenda/times?commune=${code}`,
      `events/${eventId}`,
      `events/${waiting.id}`,
    ])
      await nextToo(agent, `/api/desk/${path}`)
  }
  const agent = await anAgent(app, { role: 'admin', scope: { kind: 'territory', id: demoSiren } })
  const { items } = (await (await agent.get('/api/desk/places?which=all')).json()) as {
    items: { id: string; version: number }[]
  }
  const [one, two] = items
  await agent.patch(`/api/desk/places/${one?.id}`, { name: 'Ailleurs' }, { version: one?.version ?? 0 })
  await agent.post(`/api/desk/places/${two?.id}/merge`, { intoId: one?.id }, { version: two?.version ?? 0 })
  const territory = `/api/territories/${demoSiren}`
  for (const path of ['agenda-settings', 'event-categories']) await agent.get(`${territory}/${path}`)
  const category = { id: systemIds.next(), name: 'Braderie', icon: 'trees' }
  await agent.post(`${territory}/event-categories`, category)
  await agent.patch(`${territory}/event-categories/${category.id}`, { active: false }, { version: 1 })
}

/** A page, and the next one when there is one. */
async function nextToo(agent: Agent, path: string): Promise<void> {
  const { nextCursor } = (await (await agent.get(path)).json()) as { nextCursor?: string | null }
  if (nextCursor) await agent.get(`${path}&cursor=${nextCursor}`)
}
