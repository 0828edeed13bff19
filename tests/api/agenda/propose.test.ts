import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import type { AcceptedEvent, PlaceList, SimilarEvents } from '../../../api/agenda/proposals.schemas.ts'
import { systemIds } from '../../../api/platform/ids.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { agendaSettings, event, eventContact, eventEntry, occurrence } from '../../../db/schema/index.ts'
import { anEvent, approveEvent, asAuthor, confirmationOf, propose, publish } from '../../support/agenda.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { anAgent, bodyOf } from '../../support/desk.ts'
import { communeOf } from '../../support/incidents.ts'
import { decideOfAgenda } from '../../support/moderation.ts'
import { anOrganizer, signInAs } from '../../support/organizers.ts'

const house = useDemoApp()
const app = () => house.current
const read = () => app().database.read

const aProposal = async (extra: object = {}, draft: Parameters<typeof anEvent>[1] = {}) => ({
  id: systemIds.next(),
  territory: demoSiren,
  content: await anEvent(app(), draft),
  organizerName: 'Comité des fêtes',
  contact: { email: 'ada@exemple.fr' },
  ...extra,
})
const send = (body: object, headers: Record<string, string> = {}) =>
  app().call('/api/events', { body, headers })
const statusOf = async (id: string) => (await read().select().from(event).where(eq(event.id, id)))[0]?.status
const problem = async (answer: Response) => {
  const { type, errors } = (await answer.json()) as {
    type: string
    errors?: { pointer: string; detail: string }[]
  }
  return { status: answer.status, slug: type.replace('/problems/', ''), errors }
}
describe('An event proposed without an account', () => {
  it('waits as a draft until its address is confirmed, then comes before the moderators, with a history', async () => {
    const email = 'camille@exemple.fr'
    const sent = await propose(
      app(),
      { title: 'Loto des pompiers', start: '20:13' },
      { confirmed: false, email },
    )
    expect(sent).toMatchObject({ status: 'draft', path: null })
    expect(sent.privateUrl).toBe(`http://bocage.test/agenda/ma-proposition#${sent.secret}`)
    expect(await read().select().from(eventEntry).where(eq(eventEntry.eventId, sent.id))).toEqual([])

    const own = asAuthor(app(), sent.id, sent)
    // Whoever sends thousands of dates fills nobody's lists before an address is confirmed.
    const dates = () => read().select().from(occurrence).where(eq(occurrence.recurrence, '2026-12-05T20:13'))
    expect((await own.read()).dates.map(({ start }) => start)).toEqual(['2026-12-05T20:13'])
    expect(await dates()).toEqual([])

    const secret = await confirmationOf(app(), email)
    const confirm = () =>
      app().call('/api/events/confirm', { method: 'POST', headers: { 'Bocage-Secret': secret } })
    expect(await (await confirm()).json()).toMatchObject({
      id: sent.id,
      status: 'submitted',
      secret: sent.secret,
    })
    expect((await confirm()).status).toBe(200)
    const entries = await read().select().from(eventEntry).where(eq(eventEntry.eventId, sent.id))
    expect(entries.map(({ kind }) => kind)).toEqual(['submitted'])
    expect(await dates()).toMatchObject([{ listed: false }])

    await approveEvent(app(), sent.id)
    expect(await dates()).toMatchObject([{ listed: true }])
    expect(await own.read()).toMatchObject({
      status: 'published',
      path: '/agenda/2026-12-05-loto-des-pompiers-bavay',
    })
  })

  it('is accepted once for one key, and its private link is kept nowhere', async () => {
    const body = await aProposal({ contact: { email: 'fois@exemple.fr' } })
    const key = { 'Idempotency-Key': systemIds.next() }
    const first = (await (await send(body, key)).json()) as AcceptedEvent
    const again = (await (await send(body, key)).json()) as AcceptedEvent
    expect(again).toEqual(first)
    expect(await problem(await send(body))).toMatchObject({ status: 409, slug: 'event-exists' })
    expect(await problem(await send({ ...body, locale: 'en' }, key))).toMatchObject({
      slug: 'idempotency-key-reused',
    })
    const kept = JSON.stringify(await read().query.idempotency.findMany())
    expect(kept).toContain(first.id)
    expect(kept).not.toContain(first.secret)
    expect(kept).not.toContain('fois@exemple.fr')
  })

  it('is refused without an address, and its mistakes are told field by field, in the reader’s language', async () => {
    expect(await problem(await send(await aProposal({ contact: { name: 'Ada' } })))).toMatchObject({
      status: 422,
      slug: 'event-email-needed',
    })
    const content = await anEvent(app())
    const schedule = {
      spans: [{ start: '2026-12-05T19:00', end: '2026-12-05T18:00' }],
      rule: 'FREQ=SECONDLY',
    }
    const answer = await send(await aProposal({ content: { ...content, title: 'x', schedule } }), {
      'Accept-Language': 'fr',
    })
    const { status, errors } = await problem(answer)
    expect(status).toBe(422)
    expect(errors).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ pointer: '/content/title' }),
        expect.objectContaining({
          pointer: '/content/schedule/spans/0/end',
          detail: 'La fin doit suivre le début.',
        }),
        expect.objectContaining({ pointer: '/content/schedule/rule' }),
      ]),
    )
    for (const one of errors ?? []) expect(one.detail).not.toContain('n’est pas acceptée.')
  })

  it('is refused when all its dates are over, as by a year typed wrong; one that goes on is not', async () => {
    const lately = { on: '2025-12-05' }
    for (const draft of [lately, { ...lately, rule: 'FREQ=WEEKLY;UNTIL=20260105' }])
      expect(await problem(await send(await aProposal({}, draft)))).toMatchObject({
        status: 422,
        slug: 'event-over',
      })
    const weekly = await send(await aProposal({}, { ...lately, rule: 'FREQ=WEEKLY' }))
    expect(weekly.status).toBe(201)
    const far = await send(await aProposal({}, { on: '2030-06-01', rule: 'FREQ=WEEKLY;COUNT=3' }))
    expect(far.status).toBe(201)
  })

  it('can’t be opened by a link made up, nor confirmed by the private link', async () => {
    const sent = await propose(app(), { title: 'Lien' }, { confirmed: false })
    const forged = asAuthor(app(), sent.id, { secret: `${sent.id}.${'A'.repeat(32)}` })
    expect(await problem(await forged.see())).toMatchObject({ status: 404, slug: 'event-link-not-valid' })
    const other = await propose(app(), { title: 'Autre lien' }, { confirmed: false })
    expect((await asAuthor(app(), sent.id, other).see()).status).toBe(404)
    const confirm = await app().call('/api/events/confirm', {
      method: 'POST',
      headers: { 'Bocage-Secret': sent.secret },
    })
    expect(await problem(confirm)).toMatchObject({ slug: 'event-link-not-valid' })
    expect(await statusOf(sent.id)).toBe('draft')
    expect(await problem(await app().call(`/api/author/events/${sent.id}`))).toMatchObject({ status: 401 })
  })
})

describe('An event proposed by who is known', () => {
  it('is submitted at once for a member of an organizer, published at once when it is trusted', async () => {
    for (const [trusted, status] of [
      [false, 'submitted'],
      [true, 'published'],
    ] as const) {
      const organizer = await anOrganizer(app(), { trusted })
      const cookie = await signInAs(app(), organizer.email)
      const body = await aProposal(
        { organizerId: organizer.id, contact: { shown: true } },
        { title: `Bal ${status}` },
      )
      const answer = (await (await send(body, { cookie })).json()) as AcceptedEvent
      expect(answer.status).toBe(status)
      const own = await asAuthor(app(), answer.id, { cookie }).read()
      expect(own).toMatchObject({ organizer: { id: organizer.id, name: organizer.name }, trusted })
      expect(own.contact).toMatchObject({ email: organizer.email, confirmed: true, shown: true })
    }
  })

  it('waits all the same when a word is forbidden, whoever says it', async () => {
    await app().database.write((tx) =>
      tx.insert(agendaSettings).values({ territorySiren: demoSiren, forbiddenWords: ['crédit'] }),
    )
    const organizer = await anOrganizer(app(), { trusted: true })
    const cookie = await signInAs(app(), organizer.email)
    const body = await aProposal(
      { organizerId: organizer.id, contact: undefined },
      { title: 'Soirée CREDIT facile' },
    )
    expect(await (await send(body, { cookie })).json()).toMatchObject({ status: 'submitted', path: null })
    await app().database.write((tx) => tx.delete(agendaSettings))
  })

  it('waits for another address than the one its member signed in by', async () => {
    const organizer = await anOrganizer(app(), { trusted: true })
    const cookie = await signInAs(app(), organizer.email)
    const body = await aProposal({ organizerId: organizer.id, contact: { email: 'autre@exemple.fr' } })
    expect(await (await send(body, { cookie })).json()).toMatchObject({ status: 'draft' })
  })

  it('in the name of an organizer is refused to who is not of it', async () => {
    const organizer = await anOrganizer(app(), { trusted: true })
    const other = await signInAs(app(), (await anOrganizer(app())).email)
    const body = await aProposal({ organizerId: organizer.id })
    expect((await send(body)).status).toBe(401)
    expect((await send(body, { cookie: other })).status).toBe(403)
    expect(await statusOf(body.id)).toBeUndefined()
    expect(await problem(await send(await aProposal({ organizerId: systemIds.next() })))).toMatchObject({
      slug: 'unknown-organizer',
    })
  })

  it('is published at once by a moderator, in their commune, where communes moderate', async () => {
    await decideOfAgenda(app(), { moderation: 'commune' })
    const { code } = await communeOf(app(), 'Bavay')
    const agent = await anAgent(app(), { role: 'moderator', scope: { kind: 'commune', id: code } })
    const here = await agent.post(
      '/api/events',
      await aProposal({ contact: undefined }, { title: 'Vœux du maire' }),
    )
    expect(await here.json()).toMatchObject({ status: 'published' })
    const elsewhere = await agent.post(
      '/api/events',
      await aProposal({}, { title: 'Ailleurs', commune: 'Maroilles' }),
    )
    expect(await elsewhere.json()).toMatchObject({ status: 'draft' })
  })

  it('is published by the people of the commune’s own body too, and waits where the territory moderates', async () => {
    const { id } = await bodyOf(app(), { commune: 'Bavay' })
    const clerk = await anAgent(app(), { role: 'clerk', scope: { kind: 'body', id } })
    const enter = async (title: string) =>
      (await clerk.post('/api/events', await aProposal({ contact: undefined }, { title }))).json()
    const { code } = await communeOf(app(), 'Bavay')
    const path = `/api/events/foreseen?territory=${demoSiren}&commune=${code}`
    const foreseen = async () => (await clerk.get(path)).json()
    await decideOfAgenda(app(), { moderation: 'commune' })
    expect(await foreseen()).toEqual({ status: 'published', moderates: true })
    expect(await enter('Repas des aînés')).toMatchObject({ status: 'published' })
    await decideOfAgenda(app(), { moderation: 'territory' })
    expect(await foreseen()).toEqual({ status: 'submitted', moderates: false })
    expect(await enter('Vœux aux habitants')).toMatchObject({ status: 'submitted' })
    expect(await (await app().call(path)).json()).toEqual({ status: 'draft', moderates: false })
  })
})

describe('Before proposing', () => {
  const similar = async (query: Record<string, string>) => {
    const given = new URLSearchParams({ territory: demoSiren, ...query })
    const answer = await app().call(`/api/events/similar?${given}`)
    return ((await answer.json()) as SimilarEvents).items.map(({ title }) => title)
  }

  it('one is shown published events of near title, that day, in the commune, and no proposal of others', async () => {
    const day = { on: '2027-02-14' }
    await publish(app(), { ...day, title: 'Grand carnaval des écoles' })
    await publish(app(), { ...day, title: 'Carnaval des aînés', commune: 'Le Quesnoy' })
    await publish(app(), { ...day, title: 'Tournoi de tarot' })
    await publish(app(), { ...day, title: 'Carnaval refusé' }, { status: 'declined' })
    await propose(app(), { ...day, title: 'Carnaval en attente' })
    const { code } = await communeOf(app(), 'Bavay')
    expect(await similar({ title: 'Carnaval des écoles', commune: code, day: '2027-02-14' })).toEqual([
      'Grand carnaval des écoles',
    ])
    expect(await similar({ title: 'Carnaval des écoles', commune: code, day: '2027-02-15' })).toEqual([])
  })

  it('one finds places that moderators have seen, by the beginning of their name, accents aside', async () => {
    const list = async (query: Record<string, string>) => {
      const given = new URLSearchParams({ territory: demoSiren, ...query })
      return (await (await app().call(`/api/places?${given}`)).json()) as PlaceList
    }
    const sent = await propose(app(), { title: 'Secret', placeName: 'Éclipse, salle du club' })
    expect((await list({ q: 'eclipse' })).items).toEqual([])
    await approveEvent(app(), sent.id)
    expect((await list({ q: 'ÉCL' })).items).toMatchObject([
      { name: 'Éclipse, salle du club', commune: { name: 'Bavay' } },
    ])
    expect((await list({ q: 'eclipse', commune: (await communeOf(app(), 'Maroilles')).code })).items).toEqual(
      [],
    )

    for (const name of ['Zénith A', 'Zénith B', 'Zénith C'])
      await approveEvent(app(), (await propose(app(), { title: name, placeName: name })).id)
    const first = await list({ q: 'zenith', limit: '2' })
    const second = await list({ q: 'zenith', limit: '2', cursor: first.nextCursor ?? '' })
    expect([...first.items, ...second.items].map(({ name }) => name)).toEqual([
      'Zénith A',
      'Zénith B',
      'Zénith C',
    ])
    expect(second.nextCursor).toBeNull()
  })
})

it('the contact of an author is apart, so that it can be erased', async () => {
  const sent = await propose(app(), { title: 'Effacer' })
  const own = asAuthor(app(), sent.id, sent)
  expect((await own.read()).contact).toMatchObject({ email: sent.email, confirmed: true, shown: false })
  expect((await own.eraseContact()).status).toBe(204)
  expect((await own.read()).contact).toBeNull()
  expect(await read().select().from(eventContact).where(eq(eventContact.eventId, sent.id))).toEqual([])
  const row = JSON.stringify(await read().select().from(event).where(eq(event.id, sent.id)))
  expect(row).not.toContain(sent.email)
})

describe('However many send', () => {
  const strict = useDemoApp({ env: { RATE_LIMIT_FACTOR: '1' } })

  it('one mailbox receives no more than one person would ask for, and nothing is written of the rest', async () => {
    const app = strict.current
    const answers = []
    for (let sent = 0; sent < 21; sent++) {
      const content = await anEvent(app, { title: `Envoi ${sent}` })
      const contact = { email: 'inondee@exemple.fr' }
      const body = { id: systemIds.next(), territory: demoSiren, content, contact }
      answers.push((await app.call('/api/events', { body })).status)
    }
    expect(answers.slice(0, 20).every((status) => status === 201)).toBe(true)
    expect(answers[20]).toBe(429)
    expect(await app.database.read.select({ id: event.id }).from(event)).toHaveLength(20)
  })
})
