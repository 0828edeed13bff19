import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { findEventByAddress } from '../../../api/agenda/events.repository.ts'
import { acceptRevision, ask, declineRevision } from '../../../api/agenda/moderation.usecases.ts'
import type { AuthorEvent } from '../../../api/agenda/proposals.schemas.ts'
import { event, eventRevision, eventViews, media, occurrence } from '../../../db/schema/index.ts'
import {
  actOn,
  agendaDeps,
  approveEvent,
  asAuthor,
  propose,
  publish,
  type EventDraft,
} from '../../support/agenda.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { aPhoto } from '../../support/photos.ts'
import { anOrganizer, signInAs } from '../../support/organizers.ts'
import { sendPhoto } from '../media/uploads.ts'

const house = useDemoApp()
const app = () => house.current
const read = () => app().database.read

const rowOf = async (id: string) => (await read().select().from(event).where(eq(event.id, id)))[0]
const datesOf = async (id: string) => {
  const row = await rowOf(id)
  const dates = await read()
    .select()
    .from(occurrence)
    .where(eq(occurrence.eventSeq, row?.seq ?? 0))
  return dates
    .map(({ start, cancelled, listed }) => ({ start, cancelled, listed }))
    .sort((a, b) => (a.start < b.start ? -1 : 1))
}
/** An event that a moderator published, with its author. */
async function published(draft: EventDraft) {
  const sent = await propose(app(), draft)
  await approveEvent(app(), sent.id)
  return { sent, own: asAuthor(app(), sent.id, sent) }
}
/** A published event of a trusted organizer, with the session of its member. */
async function trusted(draft: EventDraft) {
  const organizer = await anOrganizer(app(), { trusted: true })
  const row = await publish(app(), draft, { organizerId: organizer.id, organizerName: null })
  const cookie = await signInAs(app(), organizer.email)
  return { row, organizer, own: asAuthor(app(), row.id, { cookie }) }
}
const seen = async (answer: Response) => {
  expect(answer.status, await answer.clone().text()).toBe(200)
  return (await answer.json()) as AuthorEvent
}
const refused = async (answer: Response) => {
  const { type, ...rest } = (await answer.json()) as { type: string; current?: AuthorEvent }
  return { status: answer.status, slug: type.replace('/problems/', ''), ...rest }
}

describe('The author of an event', () => {
  it('edits at once what nobody has seen yet', async () => {
    const sent = await propose(app(), { title: 'Brouillon' })
    const own = asAuthor(app(), sent.id, sent)
    const after = await seen(await own.edit({ content: await own.rewritten({ title: 'Au propre' }) }))
    expect(after).toMatchObject({ status: 'submitted', revision: null, content: { title: 'Au propre' } })
    expect((await rowOf(sent.id))?.slug).toBe('au-propre-bavay')
  })

  it('edits a published event: the edit waits, the published version stays up until it is accepted', async () => {
    const { sent, own } = await published({ title: 'Randonnée' })
    const content = await own.rewritten({ title: 'Grande randonnée', description: 'Deux parcours.' })
    const waiting = await seen(await own.edit({ content }))
    expect(waiting).toMatchObject({
      status: 'published',
      content: { title: 'Randonnée' },
      revision: { content: { title: 'Grande randonnée' } },
    })
    // Another thought: the edit that waits is the latest.
    await own.edit({ content: { ...content, title: 'Très grande randonnée' } })
    const all = await read().select().from(eventRevision).where(eq(eventRevision.eventId, sent.id))
    expect(all).toHaveLength(1)
    expect((await rowOf(sent.id))?.title).toBe('Randonnée')

    await acceptRevision(agendaDeps(app()), await actOn(app(), sent.id))
    expect(await own.read()).toMatchObject({
      content: { title: 'Très grande randonnée' },
      revision: null,
      path: '/agenda/2026-12-05-randonnee-bavay',
    })
  })

  it('is told by whom an edit was declined, and may withdraw one', async () => {
    const { sent, own } = await published({ title: 'Tournoi' })
    await own.edit({ content: await own.rewritten({ title: 'Tournoi payant' }) })
    await declineRevision(agendaDeps(app()), { ...(await actOn(app(), sent.id)), words: 'Le titre trompe.' })
    const after = await own.read()
    expect(after).toMatchObject({ content: { title: 'Tournoi' }, revision: null })
    expect(after.history.at(-1)).toMatchObject({ kind: 'revision-declined', words: 'Le titre trompe.' })

    await own.edit({ content: await own.rewritten({ title: 'Tournoi bis' }) })
    const withdrawn = await seen(await own.withdraw())
    expect(withdrawn).toMatchObject({ status: 'published', revision: null, content: { title: 'Tournoi' } })
  })

  it('never overwrites what changed meanwhile: the present state comes with the refusal', async () => {
    const sent = await propose(app(), { title: 'Deux onglets' })
    const own = asAuthor(app(), sent.id, sent)
    const { version } = await own.read()
    const content = await own.rewritten({ title: 'Premier onglet' })
    expect((await own.edit({ content }, { version })).status).toBe(200)
    const late = await refused(await own.edit({ content: { ...content, title: 'Second' } }, { version }))
    expect(late).toMatchObject({
      status: 412,
      slug: 'stale-version',
      current: { content: { title: 'Premier onglet' } },
    })
    expect((await rowOf(sent.id))?.title).toBe('Premier onglet')
  })

  it('sends a declined event again once corrected', async () => {
    const { sent, own } = await published({ title: 'À revoir' })
    await app().database.write((tx) =>
      tx
        .update(event)
        .set({ status: 'declined', declineReason: 'not-enough', statusWords: 'Où ?' })
        .where(eq(event.id, sent.id)),
    )
    expect(await own.read()).toMatchObject({ declineReason: 'not-enough', statusWords: 'Où ?' })
    const after = await seen(await own.edit({ content: await own.rewritten({ title: 'Revu' }) }))
    expect(after).toMatchObject({ status: 'submitted', declineReason: null, statusWords: null })
  })

  it('withdraws what waits: a draft is erased, a submitted event is out of sight for good', async () => {
    const draft = await propose(app(), { title: 'Oubliez-moi' }, { confirmed: false })
    expect((await asAuthor(app(), draft.id, draft).withdraw()).status).toBe(204)
    expect(await rowOf(draft.id)).toBeUndefined()

    const sent = await propose(app(), { title: 'Finalement non' })
    const own = asAuthor(app(), sent.id, sent)
    expect(await seen(await own.withdraw())).toMatchObject({ status: 'cancelled', path: null })
    expect((await datesOf(sent.id)).every(({ listed }) => !listed)).toBe(true)
    expect(await refused(await own.edit({ content: await own.rewritten({}) }))).toMatchObject({
      slug: 'illegal-event-move',
    })
  })

  it('cancels with a reason and names what takes its place; it stays in sight as cancelled', async () => {
    const { sent, own } = await published({ title: 'Feu de la Saint-Jean' })
    const other = await published({ title: 'Bal de la Saint-Jean' })
    expect((await own.cancel({ words: '' })).status).toBe(422)
    expect(await refused(await own.cancel({ words: 'Vent', replacedById: sent.id }))).toMatchObject({
      slug: 'unknown-replacement',
    })
    const hidden = await propose(app(), { title: 'Pas encore public' })
    expect(await refused(await own.cancel({ words: 'Vent', replacedById: hidden.id }))).toMatchObject({
      slug: 'unknown-replacement',
    })
    const after = await seen(await own.cancel({ words: 'Vent fort.', replacedById: other.sent.id }))
    expect(after).toMatchObject({
      status: 'cancelled',
      statusWords: 'Vent fort.',
      path: '/agenda/2026-12-05-feu-de-la-saint-jean-bavay',
      replacedBy: { title: 'Bal de la Saint-Jean' },
      may: { edit: false, cancel: false, publish: false },
    })
    expect((await datesOf(sent.id)).map(({ listed }) => listed)).toEqual([true])
    expect(await refused(await own.publish())).toMatchObject({ slug: 'illegal-event-move' })
  })

  it('answers a moderator’s question, once', async () => {
    const sent = await propose(app(), { title: 'Question' })
    const own = asAuthor(app(), sent.id, sent)
    expect(await refused(await own.answer('Rien à dire'))).toMatchObject({ status: 409, slug: 'no-question' })
    await ask(agendaDeps(app()), { ...(await actOn(app(), sent.id)), words: 'À quelle heure finit-il ?' })
    expect((await own.read()).question).toMatchObject({ words: 'À quelle heure finit-il ?' })
    const after = await seen(await own.answer('À minuit.'))
    expect(after.question).toBeNull()
    expect(after.history.map(({ kind, words }) => [kind, words]).slice(-2)).toEqual([
      ['question', 'À quelle heure finit-il ?'],
      ['answer', 'À minuit.'],
    ])
  })

  it('sees how often it was looked at and followed, and nobody’s name', async () => {
    const { sent, own } = await published({ title: 'Vues' })
    await app().database.write((tx) =>
      tx.insert(eventViews).values([
        { eventId: sent.id, day: '2026-11-23', count: 3 },
        { eventId: sent.id, day: '2026-11-24', count: 4 },
      ]),
    )
    expect(await own.read()).toMatchObject({ views: 7, followers: 0 })
  })
})

describe('One date of a series', () => {
  const weekly = { on: '2026-12-05', rule: 'FREQ=WEEKLY;COUNT=3' }
  const second = '2026-12-12T19:00'
  const span = { start: '2026-12-13T15:00', end: '2026-12-13T18:00' }

  it('is cancelled at once, whoever the author is, in what waits as well', async () => {
    const { sent, own } = await published({ title: 'Ciné-club', ...weekly })
    await own.edit({ content: await own.rewritten({ description: 'Un autre film.' }) })
    const after = await seen(await own.date({ act: 'cancel', recurrence: second, reason: 'Panne' }))
    expect(after.dates.map(({ cancelled }) => cancelled)).toEqual([false, true, false])
    expect(after.dates[1]?.reason).toBe('Panne')
    await acceptRevision(agendaDeps(app()), await actOn(app(), sent.id))
    expect((await datesOf(sent.id)).map(({ cancelled }) => cancelled)).toEqual([false, true, false])
  })

  it('moved by an untrusted author waits; by a trusted organizer it is seen at once', async () => {
    const { sent, own } = await published({ title: 'Jeux', ...weekly })
    const waiting = await seen(await own.date({ act: 'move', recurrence: second, span }))
    expect(waiting.revision?.content.schedule.changes).toEqual([{ recurrence: second, span }])
    expect((await datesOf(sent.id)).map(({ start }) => start)).toContain(second)
    // A second one goes on from the first.
    const third = '2026-12-19T19:00'
    const both = await seen(
      await own.date({
        act: 'move',
        recurrence: third,
        span: { start: '2026-12-20T15:00', end: '2026-12-20T18:00' },
      }),
    )
    expect(both.revision?.content.schedule.changes).toHaveLength(2)

    const theirs = await trusted({ title: 'Jeux de société', ...weekly })
    const moved = await seen(await theirs.own.date({ act: 'move', recurrence: second, span }))
    expect(moved.revision).toBeNull()
    expect(moved.dates.map(({ start, moved }) => [start, moved])).toEqual([
      ['2026-12-05T19:00', false],
      ['2026-12-13T15:00', true],
      ['2026-12-19T19:00', false],
    ])
    const restored = await seen(await theirs.own.date({ act: 'restore', recurrence: second }))
    expect(restored.dates.map(({ start }) => start)).toContain(second)
  })

  it('that does not exist, or ends before it begins, is refused', async () => {
    const { own } = await trusted({ title: 'Fausses dates', ...weekly })
    const never = '2026-12-06T19:00'
    expect(await refused(await own.date({ act: 'cancel', recurrence: never }))).toMatchObject({
      slug: 'unknown-date',
    })
    const backwards = { start: '2026-12-13T18:00', end: '2026-12-13T15:00' }
    expect(await refused(await own.date({ act: 'move', recurrence: second, span: backwards }))).toMatchObject(
      {
        slug: 'date-span-wrong',
      },
    )
  })
})

describe('A trusted organizer', () => {
  it('edits what is published at once, restores what it cancelled, and keeps the address it had', async () => {
    const { row, own } = await trusted({ title: 'Fête du lait', on: '2027-03-06' })
    const rewritten = await own.rewritten({ title: 'Fête du fromage' })
    expect(await seen(await own.edit({ content: rewritten }))).toMatchObject({
      revision: null,
      content: { title: 'Fête du fromage' },
      trusted: true,
    })
    expect((await findEventByAddress(read(), '2027-03-06-fete-du-lait-bavay'))?.id).toBe(row.id)
    expect(await seen(await own.cancel({ words: 'Épizootie.' }))).toMatchObject({
      status: 'cancelled',
      may: { publish: true },
    })
    expect(await seen(await own.publish())).toMatchObject({ status: 'published', statusWords: null })
  })

  it('shares its events between its people, by session, and with nobody else', async () => {
    const { row, organizer } = await trusted({ title: 'À nous' })
    const stranger = await anOrganizer(app())
    const other = asAuthor(app(), row.id, { cookie: await signInAs(app(), stranger.email) })
    expect(await refused(await other.see())).toMatchObject({ status: 404, slug: 'event-not-found' })
    expect(organizer.id).toBe(row.organizerId)
  })
})

describe('The image of an event', () => {
  const upload = async () => {
    const { id, uploadToken, url } = await sendPhoto(app(), await aPhoto())
    return { url, image: { mediaId: id, uploadToken, description: 'L’affiche', credit: 'Ada' } }
  }
  const stateOf = async (id: string) => (await read().select().from(media).where(eq(media.id, id)))[0]?.state

  it('is its author’s alone until a moderator publishes the event, then everyone’s', async () => {
    const { image, url } = await upload()
    const sent = await propose(app(), { title: 'Affiche', image })
    expect((await app().request(url)).status).toBe(404)
    const own = await asAuthor(app(), sent.id, sent).read()
    expect((await app().request(own.content.image?.url ?? '')).status).toBe(200)
    await approveEvent(app(), sent.id)
    expect((await app().request(url)).status).toBe(200)
  })

  it('is given up when another takes its place, and one that waits when it is declined', async () => {
    const first = await upload()
    const sent = await propose(app(), { title: 'Deux images', image: first.image })
    const own = asAuthor(app(), sent.id, sent)
    const second = await upload()
    await own.edit({ content: await own.rewritten({ image: second.image }) })
    expect(await stateOf(first.image.mediaId)).toBe('discarded')
    await approveEvent(app(), sent.id)

    const third = await upload()
    await own.edit({ content: await own.rewritten({ image: third.image }) })
    expect(await stateOf(third.image.mediaId)).toBe('attached')
    expect((await app().request(third.url)).status).toBe(404)
    await declineRevision(agendaDeps(app()), { ...(await actOn(app(), sent.id)), words: 'Non' })
    expect(await stateOf(third.image.mediaId)).toBe('discarded')
    expect(await stateOf(second.image.mediaId)).toBe('attached')
  })

  it('belongs to who uploaded it', async () => {
    const { image } = await upload()
    await expect(
      propose(app(), { title: 'Volée', image: { ...image, uploadToken: 'x'.repeat(24) } }),
    ).rejects.toThrow('photo-not-found')
  })
})
