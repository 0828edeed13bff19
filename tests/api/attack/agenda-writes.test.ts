import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { confirmationSecret } from '../../../api/agenda/events.secrets.ts'
import { acceptRevision, approve, decline } from '../../../api/agenda/moderation.usecases.ts'
import { systemIds } from '../../../api/platform/ids.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import {
  event,
  eventEntry,
  eventFlag,
  eventFollower,
  eventRevision,
  occurrence,
  outbox,
} from '../../../db/schema/index.ts'
import { actOn, agendaDeps, anEvent, approveEvent, asAuthor, propose, publish } from '../../support/agenda.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { aModeratorAt, type Desk } from '../../support/moderation.ts'
import { anOrganizer, signInAs } from '../../support/organizers.ts'

// The same thing sent twice, two people at once, a version that is no more: nothing is lost, nothing is doubled.

const house = useDemoApp()
const app = () => house.current
const read = () => app().database.read
const statusesOf = (answers: Response[]) => answers.map(({ status }) => status).toSorted()
const times = <T>(count: number, work: (n: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, n) => work(n)))
let desk: Desk
let other: Desk
beforeAll(async () => {
  desk = await aModeratorAt(app())
  other = await aModeratorAt(app())
})

let told = 0
const aBody = async (draft: Parameters<typeof anEvent>[1] = {}) => ({
  id: systemIds.next(),
  territory: demoSiren,
  content: await anEvent(app(), { title: `Double ${++told}`, ...draft }),
  organizerName: 'Comité',
  contact: { email: `${systemIds.next()}@exemple.fr` },
})
const send = (body: object, key: string = systemIds.next()) =>
  app().call('/api/events', { body, headers: { 'Idempotency-Key': key } })
async function published(draft: Parameters<typeof propose>[1] = {}) {
  const sent = await propose(app(), { title: `Double ${++told}`, ...draft })
  await approveEvent(app(), sent.id)
  return { id: sent.id, own: asAuthor(app(), sent.id, sent) }
}
const kindsOf = async (id: string) =>
  (await read().select().from(eventEntry).where(eq(eventEntry.eventId, id))).map(({ kind }) => kind)

describe('A proposal', () => {
  it('sent twenty times at once with one key is one event, one mail', async () => {
    const body = await aBody()
    const key = systemIds.next()
    const answers = await times(20, () => send(body, key))
    expect(new Set(statusesOf(answers))).toEqual(new Set([201]))
    const secrets = new Set(
      await Promise.all(answers.map(async (one) => ((await one.json()) as { secret: string }).secret)),
    )
    expect(secrets.size).toBe(1)
    const asked = await read()
      .select()
      .from(outbox)
      .where(eq(outbox.subject, `event:${body.id}`))
    expect(asked).toHaveLength(1)
  })

  it('of one id and twenty keys is one, and nobody else is given its private link', async () => {
    const body = await aBody()
    const answers = await times(20, () => send(body))
    expect(statusesOf(answers).filter((status) => status === 201)).toHaveLength(1)
    for (const answer of answers.filter(({ status }) => status !== 201))
      expect(await answer.text()).not.toContain('secret')
  })

  it('with a key that served for another is refused, whoever sends it, and tells nothing of the first', async () => {
    const [body, another] = [await aBody(), await aBody()]
    const key = systemIds.next()
    expect((await send(body, key)).status).toBe(201)
    for (const sent of [another, { ...body, organizerName: 'Autre' }, { ...body, id: systemIds.next() }]) {
      const answer = await send(sent, key)
      expect(answer.status).toBe(422)
      expect(await answer.text()).not.toContain(body.id)
    }
    const cookie = await signInAs(app(), (await anOrganizer(app())).email)
    const signedIn = await app().call('/api/events', { body, headers: { 'Idempotency-Key': key, cookie } })
    expect(signedIn.status).toBe(422)
    expect(await read().select().from(event).where(eq(event.title, body.content.title))).toHaveLength(1)
  })

  it('confirmed ten times at once is submitted once', async () => {
    const sent = await propose(app(), { title: `Double ${++told}` }, { confirmed: false })
    const secret = confirmationSecret(app().config.secret, sent.id)
    const answers = await times(10, () =>
      app().call('/api/events/confirm', { method: 'POST', headers: { 'Bocage-Secret': secret } }),
    )
    expect(new Set(statusesOf(answers))).toEqual(new Set([200]))
    expect(await kindsOf(sent.id)).toEqual(['submitted'])
  })
})

describe('Two people at once', () => {
  it('of whom one approves and one declines: one is heard, the other is shown what was decided', async () => {
    for (let round = 0; round < 5; round++) {
      const sent = await propose(app(), { title: `Double ${++told}` })
      const { version } = await desk.read(sent.id)
      const answers = await Promise.all([
        desk.act(sent.id, 'approve', {}, { version }),
        other.act(sent.id, 'decline', { reason: 'other', words: 'Non' }, { version }),
      ])
      expect(statusesOf(answers)).toEqual([200, 412])
      const decided = (await kindsOf(sent.id)).filter((kind) => kind === 'approved' || kind === 'declined')
      expect(decided).toHaveLength(1)
    }
  })

  it('one of whom accepts the edit that the other, its author, rewrites: what is published is what was seen', async () => {
    const { id, own } = await published()
    await own.edit({ content: await own.rewritten({ description: 'Vue' }) })
    const version = (await own.read()).version
    const content = await own.rewritten({ description: 'Jamais vue' })
    const [accepted, rewritten] = await Promise.all([
      desk.act(id, 'revision', { accepted: true }, { version }),
      own.edit({ content }, { version }),
    ])
    expect(statusesOf([accepted, rewritten])).toEqual([200, 412])
    const [row] = await read().select().from(event).where(eq(event.id, id))
    expect(row?.description).toBe(accepted.status === 200 ? 'Vue' : 'Artisans, vin chaud et chorale.')
  })

  it('one of whom cancels what the other moves: no date is lost, none is doubled', async () => {
    const { id, own } = await published({ rule: 'FREQ=WEEKLY;COUNT=6' })
    const { version } = await own.read()
    const answers = await Promise.all([
      own.date({ act: 'cancel', recurrence: '2026-12-12T19:00' }, { version }),
      own.cancel({ words: 'Neige' }, { version }),
      desk.act(id, 'cancel', { words: 'Verglas' }, { version }),
    ])
    expect(statusesOf(answers)).toEqual([200, 412, 412])
    const [row] = await read().select().from(event).where(eq(event.id, id))
    const dates = await read()
      .select()
      .from(occurrence)
      .where(eq(occurrence.eventSeq, row?.seq ?? 0))
    expect(dates).toHaveLength(6)
    expect(new Set(dates.map(({ recurrence }) => recurrence)).size).toBe(6)
  })

  it('who each send an edit that waits leave one edit waiting', async () => {
    const { id, own } = await published()
    const { version } = await own.read()
    const content = await own.rewritten({})
    const answers = await times(6, (n) =>
      own.edit({ content: { ...content, description: `${n}` } }, { version }),
    )
    expect(statusesOf(answers)).toEqual([200, 412, 412, 412, 412, 412])
    expect(await read().select().from(eventRevision).where(eq(eventRevision.eventId, id))).toHaveLength(1)
  })
})

describe('A version', () => {
  it('that is missing, of the past, of the future or no number writes nothing', async () => {
    const { id, own } = await published()
    const { version } = await own.read()
    const before = await kindsOf(id)
    const body = { id: systemIds.next(), words: 'Pluie' }
    for (const wrong of [version - 1, version + 1, 0])
      expect((await own.cancel(body, { version: wrong })).status).toBe(412)
    for (const wrong of [Number.NaN, -1, 1.5, 1e21])
      expect((await own.cancel(body, { version: wrong })).status).toBeGreaterThanOrEqual(400)
    expect(await kindsOf(id)).toEqual(before)
  })

  it('seen before is enough to repeat a write whose answer was lost, and not to write something else', async () => {
    const { id, own } = await published()
    const { version } = await own.read()
    const key = systemIds.next()
    const body = { id: systemIds.next(), words: 'Pluie' }
    const first = await own.cancel(body, { version, key })
    const again = await own.cancel(body, { version, key })
    expect(statusesOf([first, again])).toEqual([200, 200])
    expect((await own.cancel({ ...body, words: 'Autre' }, { version, key })).status).toBe(422)
    expect((await kindsOf(id)).filter((kind) => kind === 'cancelled')).toHaveLength(1)
  })
})

describe('Those who follow and those who flag', () => {
  it('are each counted once, however often they ask at once', async () => {
    const row = await publish(app(), { title: `Double ${++told}` })
    const body = { email: `${systemIds.next()}@exemple.fr`, locale: 'fr' }
    await times(15, () => app().call(`/api/events/${row.id}/followers`, { body }))
    expect(await read().select().from(eventFollower).where(eq(eventFollower.eventId, row.id))).toHaveLength(1)
    const flag = { id: systemIds.next(), reason: 'wrong', words: 'Date fausse' }
    const answers = await times(15, () => app().call(`/api/events/${row.id}/flags`, { body: flag }))
    expect(statusesOf(answers).filter((status) => status < 300)).toHaveLength(1)
    expect(await read().select().from(eventFlag).where(eq(eventFlag.eventId, row.id))).toHaveLength(1)
  })
})

describe('An edit accepted after its event was taken down', () => {
  it('puts nothing back into sight', async () => {
    const { id, own } = await published()
    await own.edit({ content: await own.rewritten({ description: 'Nouvelle' }) })
    await decline(agendaDeps(app()), { ...(await actOn(app(), id)), reason: 'other', words: 'Non' })
    await acceptRevision(agendaDeps(app()), await actOn(app(), id)).catch(() => null)
    expect((await app().call(`/api/events/${id}`)).status).toBe(410)
    await approve(agendaDeps(app()), await actOn(app(), id))
    expect((await app().call(`/api/events/${id}`)).status).toBe(200)
  })
})
