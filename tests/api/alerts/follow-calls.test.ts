import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { eraseOldAgenda } from '../../../api/agenda/agenda-retention.usecases.ts'
import { systemIds } from '../../../api/platform/ids.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import type { FollowCall, FollowCallList } from '../../../api/wishes/follow-calls.schemas.ts'
import {
  audit,
  eventCategory,
  idempotency,
  phoneListed,
  phoneListedFollow,
} from '../../../db/schema/index.ts'
import { anEvent, publish, type EventDraft } from '../../support/agenda.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { anAgent, type Agent } from '../../support/desk.ts'
import { communeOf } from '../../support/incidents.ts'
import { atTheDesk, type Desk } from '../../support/moderation.ts'

// Who has neither mail nor phone of their own is called about an event, new events of a search, or the week: the real
// database, and the moderators' own acts.

const house = useDemoApp()
const app = () => house.current
let clerk: Agent
let neighbour: Agent
let desk: Desk
let bavay: string
let simone: string

const list = '/api/desk/phone-list'
const enter = async (firstName = 'Simone', lastName: string = systemIds.next()) => {
  const id = systemIds.next()
  const said = { firstName, lastName, phone: '03 27 63 06 74', consent: true }
  const answer = await clerk.post(list, { id, territory: demoSiren, commune: bavay, ...said })
  expect(answer.status, await answer.clone().text()).toBe(201)
  return id
}
beforeEach(async () => {
  // A Tuesday, at nine.
  app().clock.set('2026-11-24T08:00:00Z')
  bavay = (await communeOf(app(), 'Bavay')).code
  const { code: leQuesnoy } = await communeOf(app(), 'Le Quesnoy')
  clerk = await anAgent(app(), { scope: { kind: 'commune', id: bavay }, name: 'Sacha Petit' })
  neighbour = await anAgent(app(), { scope: { kind: 'commune', id: leQuesnoy } })
  desk = atTheDesk(await anAgent(app(), { role: 'moderator', scope: { kind: 'territory', id: demoSiren } }))
  await app().database.write((tx) => tx.delete(phoneListed))
  simone = await enter()
})

const send = (personId: string, about: object, agent = clerk, id: string = systemIds.next(), key?: string) =>
  agent.post(`${list}/${personId}/follows`, { id, about }, key ? { key } : {})
const noted = async (about: object, personId = simone): Promise<string> => {
  const answer = await send(personId, about)
  expect(answer.status, await answer.clone().text()).toBe(201)
  return ((await answer.json()) as { id: string }).id
}
const read = async (query = '', agent = clerk) => {
  const answer = await agent.get(`/api/desk/calls?territory=${demoSiren}&commune=${bavay}${query}`)
  return { status: answer.status, ...((await answer.json()) as FollowCallList) }
}
const one = async (id: string): Promise<FollowCall> => {
  const found = (await read('&limit=100')).items.find((item) => item.id === id)
  if (!found) throw new Error('not in the list')
  return found
}
const mark = async (
  id: string,
  outcome: string | null,
  {
    version,
    agent = clerk,
    ...more
  }: { version?: number; agent?: Agent; readAt?: number; key?: string } = {},
) => {
  const { key, ...body } = more
  return agent.post(
    `/api/desk/calls/${id}`,
    { outcome, ...body },
    { version: version ?? (await one(id)).version, ...(key ? { key } : {}) },
  )
}
const called = async (id: string) => {
  app().clock.advance({ minutes: 1 })
  const answer = await mark(id, 'called')
  expect(answer.status, await answer.clone().text()).toBe(200)
  app().clock.advance({ minutes: 1 })
}
const typeOf = async (answer: Response) => ((await answer.json()) as { type: string }).type.split('/').at(-1)

const loto = (draft: EventDraft = {}) => publish(app(), { title: 'Loto', on: '2026-12-05', ...draft })
const move = async (id: string, draft: EventDraft) => {
  app().clock.advance({ minutes: 1 })
  const content = await anEvent(app(), { title: 'Loto', on: '2026-12-05', ...draft })
  expect((await desk.correct(id, content)).status).toBe(200)
}
const act = async (id: string, to: string, body: object) => {
  app().clock.advance({ minutes: 1 })
  const answer = await desk.act(id, to, body)
  expect(answer.status, await answer.clone().text()).toBe(200)
}

describe('Somebody who asked to be called about an event', () => {
  it('is called when its date or place changes, told once, and again at the next change', async () => {
    const { id: eventId } = await loto()
    const id = await noted({ kind: 'event', eventId })
    expect(await one(id)).toMatchObject({
      news: null,
      event: { title: 'Loto', start: '2026-12-05T19:00', place: 'Salle des fêtes, Bavay', isOver: false },
    })
    await move(eventId, { on: '2026-12-06' })
    expect((await one(id)).news?.lines).toEqual([
      'La date du samedi 5 décembre 2026 à 19:00 est déplacée : dimanche 6 décembre 2026 à 19:00.',
    ])
    expect((await one(id)).event?.start).toBe('2026-12-06T19:00')
    await called(id)
    expect(await one(id)).toMatchObject({ news: null, outcome: 'called', markedBy: 'Sacha Petit' })
    await move(eventId, { on: '2026-12-06', placeName: 'Gymnase' })
    const news = (await one(id)).news?.lines ?? []
    expect(news).toEqual(['Nouveau lieu : Gymnase.'])
  })

  it('hears where it ends up, not each step; and nothing of what was undone', async () => {
    const { id: eventId } = await loto({ placeName: 'Préau' })
    const id = await noted({ kind: 'event', eventId })
    await move(eventId, { on: '2026-12-06', placeName: 'Préau' })
    await move(eventId, { on: '2026-12-13', placeName: 'Préau' })
    expect((await one(id)).news?.lines[0]).toContain(
      'samedi 5 décembre 2026 à 19:00 est déplacée : dimanche 13',
    )
    await act(eventId, 'cancel', { words: 'Salle fermée.' })
    expect((await one(id)).news?.lines).toEqual(['« Loto » est annulé.', '« Salle fermée. »'])
    expect((await one(id)).event).toMatchObject({ isCancelled: true, start: '2026-12-13T19:00' })
    await called(id)
    await act(eventId, 'approve', {})
    expect((await one(id)).news?.lines).toEqual(['« Loto » aura bien lieu.'])
    await called(id)
    await act(eventId, 'cancel', { words: 'Pluie.' })
    await act(eventId, 'approve', {})
    expect((await one(id)).news).toBeNull()
  })

  it('hears that it is gone under the name it had, and nothing more of it; of what is over, nothing', async () => {
    const { id: eventId } = await loto()
    const id = await noted({ kind: 'event', eventId })
    await act(eventId, 'decline', { reason: 'other', words: 'Doublon.' })
    expect(await one(id)).toMatchObject({
      event: { title: 'Loto', start: null, place: null, path: null, isCancelled: false },
      news: { lines: ['« Loto » n’est plus dans l’agenda.'] },
    })
    app().clock.set('2026-12-06T08:00:00Z')
    clerk = await anAgent(app(), { scope: { kind: 'commune', id: bavay } })
    expect(await one(id)).toMatchObject({ event: { isOver: true }, news: null })
    expect(await typeOf(await send(simone, { kind: 'event', eventId }))).toBe('listed-follow-event')
  })

  it('is told at the next call of what changed after the caller had read', async () => {
    const { id: eventId } = await loto()
    const id = await noted({ kind: 'event', eventId })
    await move(eventId, { on: '2026-12-06' })
    const { at } = await read()
    await move(eventId, { on: '2026-12-06', placeName: 'Gymnase' })
    expect((await mark(id, 'called', { readAt: at })).status).toBe(200)
    expect((await one(id)).news?.lines).toEqual(['Nouveau lieu : Gymnase.'])
  })
})

describe('A call', () => {
  it('is noted once, tried again, taken back; and refused to who read it before another noted it', async () => {
    const { id: eventId } = await loto()
    const id = await noted({ kind: 'event', eventId })
    await move(eventId, { on: '2026-12-06' })
    const first = await mark(id, 'no-answer', { version: 1, key: 'the-same-call-twice' })
    const again = await mark(id, 'no-answer', { version: 1, key: 'the-same-call-twice' })
    expect(await again.json()).toEqual(await first.json())
    expect(await one(id)).toMatchObject({
      outcome: 'no-answer',
      version: 2,
      news: { lines: [expect.any(String)] },
    })
    const late = await mark(id, 'called', { version: 1 })
    expect(late.status).toBe(412)
    expect(await late.json()).toMatchObject({
      current: {
        id,
        outcome: 'no-answer',
        markedBy: 'Sacha Petit',
        version: 2,
        news: { lines: [expect.any(String)] },
      },
    })
    await called(id)
    expect((await one(id)).news).toBeNull()
    expect((await mark(id, null)).status).toBe(200)
    expect(await one(id)).toMatchObject({
      outcome: null,
      markedBy: null,
      news: { lines: [expect.any(String)] },
    })
  })

  it('is of the clerks of that commune alone', async () => {
    const { id: eventId } = await loto()
    const id = await noted({ kind: 'event', eventId })
    expect((await read('', neighbour)).status).toBe(403)
    expect(await typeOf(await send(simone, { kind: 'week' }, neighbour))).toBe('listed-person-not-found')
    expect(await typeOf(await mark(id, 'called', { agent: neighbour }))).toBe('listed-follow-not-found')
    expect(await typeOf(await neighbour.remove(`/api/desk/calls/${id}`, { version: 1 }))).toBe(
      'listed-follow-not-found',
    )
    expect((await clerk.remove(`/api/desk/calls/${id}`, { version: 1 })).status).toBe(200)
    expect((await read()).items).toEqual([])
  })
})

describe('What is asked', () => {
  it('is new events of a search: five of them, and how many', async () => {
    const [category] = await app()
      .database.read.select()
      .from(eventCategory)
      .where(eq(eventCategory.territorySiren, demoSiren))
      .limit(1)
    const { id: categoryId, slug, name } = category!
    await loto({ title: 'Déjà là', categoryIds: [categoryId] })
    app().clock.advance({ minutes: 1 })
    const query = { category: slug, commune: bavay }
    const id = await noted({ kind: 'search', query })
    expect(await one(id)).toMatchObject({ news: null, search: { query, categories: [name] } })
    app().clock.advance({ minutes: 1 })
    await loto({ title: 'Sans rapport' })
    await loto({ title: 'Ailleurs', commune: 'Le Quesnoy', categoryIds: [categoryId] })
    for (let n = 6; n >= 1; n--)
      await loto({
        title: `Nouveau ${n}`,
        on: `2026-12-${String(4 + n).padStart(2, '0')}`,
        categoryIds: [categoryId],
      })
    const { news } = await one(id)
    expect(news?.total).toBe(6)
    expect(news?.events).toHaveLength(5)
    expect(news?.events[0]).toMatchObject({ start: '2026-12-05T19:00', place: 'Salle des fêtes, Bavay' })
    expect(news?.events.every(({ title }) => title.startsWith('Nouveau'))).toBe(true)
    expect(news?.events.map(({ start }) => start?.slice(0, 10))).toEqual([
      '2026-12-05',
      '2026-12-06',
      '2026-12-07',
      '2026-12-08',
      '2026-12-09',
    ])
    await called(id)
    expect((await one(id)).news).toBeNull()
    for (const [wrong, type] of [
      [{}, 'wish-too-wide'],
      [{ category: 'inconnue' }, 'wish-events'],
      [{ commune: '75056' }, 'wish-place'],
    ] as const)
      expect(await typeOf(await send(simone, { kind: 'search', query: wrong }))).toBe(type)
  })

  it('is the week of the commune: due from each Monday, once, and never when it is empty', async () => {
    await publish(app(), { title: 'Mercredi', on: '2026-11-25', commune: 'Bavay' })
    await publish(app(), { title: 'Samedi', on: '2026-12-05', commune: 'Bavay' })
    const id = await noted({ kind: 'week' })
    expect((await one(id)).news).toBeNull()
    // Monday, five past midnight in Paris.
    app().clock.set('2026-11-29T22:55:00Z')
    expect((await one(id)).news).toBeNull()
    app().clock.set('2026-11-29T23:05:00Z')
    const { news } = await one(id)
    expect(news?.events.map(({ title }) => title)).toContain('Samedi')
    expect(news?.events.map(({ title }) => title)).not.toContain('Mercredi')
    expect(news?.total).toBeGreaterThan(0)
    await called(id)
    expect((await one(id)).news).toBeNull()
    app().clock.set('2027-05-03T08:00:00Z')
    clerk = await anAgent(app(), { scope: { kind: 'commune', id: bavay } })
    expect((await one(id)).news).toBeNull()
  })

  it('is noted once however often it is sent, once for a person, and twenty at most', async () => {
    const { id: eventId } = await loto()
    const about = { kind: 'event', eventId }
    const id = systemIds.next()
    for (const key of ['one-key-of-a-request', 'one-key-of-a-request'])
      expect((await send(simone, about, clerk, id, key)).status).toBe(201)
    expect(await typeOf(await send(simone, { kind: 'week' }, clerk, id))).toBe('id-taken')
    expect(await typeOf(await send(simone, about))).toBe('listed-follow-known')
    const query = { category: 'concert', commune: bavay }
    await noted({ kind: 'search', query })
    const turned = { commune: bavay, category: 'concert' }
    expect(await typeOf(await send(simone, { kind: 'search', query: turned }))).toBe('listed-follow-known')
    for (let n = 0; n < 18; n++) await noted({ kind: 'search', query: { q: `fanfare ${n}` } })
    expect(await typeOf(await send(simone, { kind: 'week' }))).toBe('listed-follow-too-many')
  })

  it('is listed by name, page by page', async () => {
    const [zoe, abel] = [await enter('Zoé', 'Zola'), await enter('Abel', 'Aubert')]
    for (const who of [zoe, abel])
      for (const q of ['loto', 'bal']) await noted({ kind: 'search', query: { q } }, who)
    const seen: string[] = []
    let cursor = ''
    do {
      const page = await read(`&limit=1${cursor}`)
      seen.push(...page.items.map(({ person }) => person.lastName))
      cursor = page.nextCursor ? `&cursor=${page.nextCursor}` : ''
    } while (cursor)
    expect(seen).toEqual(['Aubert', 'Aubert', 'Zola', 'Zola'])
  })
})

describe('What is kept of it', () => {
  it('goes with the person, at once: nothing of them stays in the trail nor in kept answers', async () => {
    const marie = await enter('Marie', 'Unique-Delannoy')
    const id = await noted({ kind: 'search', query: { q: 'accordéon' } }, marie)
    await called(id)
    expect((await clerk.remove(`${list}/${marie}`, { version: 1 })).status).toBe(200)
    const { read: db } = app().database
    expect(await db.select().from(phoneListedFollow).where(eq(phoneListedFollow.id, id))).toEqual([])
    const trail = await db.select().from(audit).where(eq(audit.subject, marie))
    expect(trail.map(({ action }) => action)).toContain('phone-list.follow-noted')
    expect(JSON.stringify([trail, await db.select().from(idempotency)])).not.toMatch(/Delannoy|accordéon/)
  })

  it('ends 90 days after the last date of the event', async () => {
    const { id: eventId } = await loto()
    const id = await noted({ kind: 'event', eventId })
    const kept = async () =>
      (await app().database.read.select().from(phoneListedFollow).where(eq(phoneListedFollow.id, id))).length
    app().clock.set('2027-03-05T08:00:00Z')
    await eraseOldAgenda(app().deps)
    expect(await kept()).toBe(1)
    app().clock.set('2027-03-06T08:00:00Z')
    await eraseOldAgenda(app().deps)
    expect(await kept()).toBe(0)
  })
})
