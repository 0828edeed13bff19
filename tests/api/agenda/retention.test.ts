import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import {
  contactRetentionDays,
  eraseOldAgenda,
  viewsDays,
} from '../../../api/agenda/agenda-retention.usecases.ts'
import {
  event,
  eventAddress,
  eventContact,
  eventEntry,
  eventFollower,
  eventViews,
  media,
  occurrence,
} from '../../../db/schema/index.ts'
import { approveEvent, asAuthor, confirmationOf, propose, publish } from '../../support/agenda.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { aPhoto } from '../../support/photos.ts'
import { sendPhoto } from '../media/uploads.ts'

const house = useDemoApp()
const app = () => house.current
const read = () => app().database.read
const contactsOf = (id: string) => read().select().from(eventContact).where(eq(eventContact.eventId, id))
const erase = () => eraseOldAgenda(app().deps)

describe('What nobody confirms', () => {
  it('is erased after a week, with its dates, its contact and its image; the link of the mail opens nothing', async () => {
    const photo = await sendPhoto(app(), await aPhoto())
    const image = { mediaId: photo.id, uploadToken: photo.uploadToken, description: 'Affiche', credit: '' }
    const email = 'oubli@exemple.fr'
    const draft = await propose(app(), { title: 'Oublié', image }, { confirmed: false, email })
    const kept = await propose(app(), { title: 'Confirmé' })
    const secret = await confirmationOf(app(), email)
    const [row] = await read().select().from(event).where(eq(event.id, draft.id))

    app().clock.advance({ days: 6 })
    expect((await erase()).drafts).toBe(0)
    app().clock.advance({ days: 2 })
    expect((await erase()).drafts).toBe(1)
    expect(await read().select().from(event).where(eq(event.id, draft.id))).toEqual([])
    expect(await contactsOf(draft.id)).toEqual([])
    const seq = row?.seq ?? 0
    expect(await read().select().from(occurrence).where(eq(occurrence.eventSeq, seq))).toEqual([])
    const [given] = await read().select().from(media).where(eq(media.id, photo.id))
    expect(given?.state).toBe('discarded')
    const confirm = await app().call('/api/events/confirm', {
      method: 'POST',
      headers: { 'Bocage-Secret': secret },
    })
    expect(confirm.status).toBe(404)
    expect(await contactsOf(kept.id)).toHaveLength(1)
    expect((await erase()).drafts).toBe(0)
  })
})

describe('The people of an event that is over', () => {
  it('are forgotten 90 days after its last date; the event and its history stay', async () => {
    const over = await propose(app(), { title: 'Passé', on: '2026-12-20' })
    await approveEvent(app(), over.id)
    const running = await propose(app(), { title: 'Toujours', on: '2026-12-20', rule: 'FREQ=WEEKLY' })
    const at = app().clock.now()
    for (const [i, eventId] of [over.id, running.id].entries())
      await app().database.write((tx) =>
        tx.insert(eventFollower).values({
          id: app().deps.ids.next(),
          eventId,
          email: `suiveur${i}@exemple.fr`,
          locale: 'fr',
          stopHash: `stop-${i}`,
          confirmedAt: at,
          createdAt: at,
        }),
      )
    app().clock.set('2026-12-20T21:00:00Z')
    app().clock.advance({ days: contactRetentionDays - 1 })
    await erase()
    expect(await contactsOf(over.id)).toHaveLength(1)
    app().clock.advance({ days: 2 })
    expect((await erase()).people).toBe(1)
    expect(await contactsOf(over.id)).toEqual([])
    expect(await contactsOf(running.id)).toHaveLength(1)
    const followers = await read().select().from(eventFollower)
    expect(followers.map(({ eventId }) => eventId)).toEqual([running.id])
    expect(await read().select().from(eventEntry).where(eq(eventEntry.eventId, over.id))).toHaveLength(2)
    // Its author still sees it by the link, which names nobody any more.
    expect(await asAuthor(app(), over.id, over).read()).toMatchObject({ contact: null, status: 'published' })
    const [found] = await read()
      .select()
      .from(eventAddress)
      .where(eq(eventAddress.address, '2026-12-20-passe-bavay'))
    expect(found).toBeDefined()
    expect((await erase()).people).toBe(0)
  })

  it('who never confirmed their wish are forgotten after a week', async () => {
    const { id } = await publish(app(), { title: 'Suivi', on: '2027-06-01' })
    const at = app().clock.now()
    const follower = (name: string, confirmedAt: number | null) => ({
      id: app().deps.ids.next(),
      eventId: id,
      email: `${name}@exemple.fr`,
      locale: 'fr',
      stopHash: name,
      confirmedAt,
      createdAt: at,
    })
    await app().database.write((tx) =>
      tx.insert(eventFollower).values([follower('jamais', null), follower('toujours', at)]),
    )
    const left = async () =>
      (await read().select().from(eventFollower).where(eq(eventFollower.eventId, id)))
        .map(({ email }) => email)
        .sort()
    app().clock.advance({ days: 6 })
    await erase()
    expect(await left()).toEqual(['jamais@exemple.fr', 'toujours@exemple.fr'])
    app().clock.advance({ days: 2 })
    await erase()
    expect(await left()).toEqual(['toujours@exemple.fr'])
  })
})

it('how often a page was opened is forgotten after two seasons, and is a number from the start', async () => {
  const day = (ago: number) => new Date(app().clock.now() - ago * 86_400_000).toISOString().slice(0, 10)
  const { id } = await publish(app(), { title: 'Compté', on: '2027-06-02' })
  await app().database.write((tx) =>
    tx.insert(eventViews).values([
      { eventId: id, day: day(viewsDays + 1), count: 1 },
      { eventId: id, day: day(viewsDays - 1), count: 2 },
    ]),
  )
  await erase()
  const left = await read().select().from(eventViews).where(eq(eventViews.eventId, id))
  expect(left.map(({ count }) => count)).toEqual([2])
  const columns = await read().all<{ name: string }>(sql`select name from pragma_table_info('event_views')`)
  expect(columns.map(({ name }) => name)).toEqual(['event_id', 'day', 'count'])
})

it('the worker does it, and moves the horizon on, by itself', async () => {
  const draft = await propose(app(), { title: 'Par le travailleur', on: '2027-06-05' }, { confirmed: false })
  const running = await publish(app(), { title: 'Horizon', on: '2027-06-05', rule: 'FREQ=DAILY' })
  const last = async () =>
    (await read().select().from(event).where(eq(event.id, running.id)))[0]?.expandedUntil ?? 0
  const before = await last()
  app().clock.advance({ days: 8 })
  await app().worker.runOnce()
  expect(await read().select().from(event).where(eq(event.id, draft.id))).toEqual([])
  expect(await last()).toBeGreaterThan(before)
})
