import { and, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { retryAfter } from '../../../api/agenda/sources-refresh.usecases.ts'
import { findPendingRevision } from '../../../api/agenda/revisions.repository.ts'
import { systemIds } from '../../../api/platform/ids.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import {
  event,
  eventAddress,
  eventEntry,
  eventFollower,
  eventSource,
  occurrence,
  outbox,
} from '../../../db/schema/index.ts'
import { asAuthor, publish } from '../../support/agenda.ts'
import { anAgent, useDesk } from '../../support/desk.ts'
import { aCalendar, useFeeds } from '../../support/feeds.ts'
import { anImporter, anOrganizerImporter, eventsOf, itemsOf } from '../../support/imports.ts'
import { communeOf } from '../../support/incidents.ts'

const house = useDesk()
const feeds = useFeeds()
const app = () => house.current
const read = () => app().database.read

/** A title and a day of its own: the same in two tests would be one event that came by two ways. */
let told = 0
const aTitle = () => `Rendez-vous ${++told}`
const sourceRow = async (id: string) =>
  (await read().select().from(eventSource).where(eq(eventSource.id, id)))[0]
const pathFor = () => `/${systemIds.next()}.ics`
const byTitle = async (organizerId: string | undefined) =>
  Object.fromEntries((await eventsOf(app(), organizerId)).map((row) => [row.title, row]))

/** A feed that a trusted organizer follows, read once. */
async function followed(
  events: Parameters<typeof aCalendar>[0],
  { trusted = true }: { trusted?: boolean } = {},
) {
  const me = await anOrganizerImporter(app(), { trusted })
  const path = pathFor()
  feeds.current.serve(path, { body: aCalendar(events) })
  const { id } = await me.follow(feeds.current.url(path))
  const source = await me.refresh(id)
  return {
    me,
    id,
    path,
    source,
    change: (next: Parameters<typeof aCalendar>[0]) => feeds.current.serve(path, { body: aCalendar(next) }),
  }
}

describe('An address that is followed', () => {
  it('brings its events, and is asked again only for what changed', async () => {
    const title = aTitle()
    const { me, id, path, source } = await followed([{ uid: '1', title }])
    expect(source).toMatchObject({
      state: 'ok',
      problem: null,
      failures: 0,
      report: { counts: { created: 1 } },
    })
    expect(source.nextAt).toBe(app().clock.now() + 3 * 3_600_000)
    expect(await byTitle(me.organizerId)).toMatchObject({
      [title]: { status: 'published', origin: 'ical', sourceUid: '1' },
    })
    await me.refresh(id)
    expect(feeds.current.asked.filter((asked) => asked.startsWith(path))[1]).toContain('"')
    const [one] = await eventsOf(app(), me.organizerId)
    expect(one?.version).toBe(1)
  })

  it('that gives no ETag and did not change is not read again into anything', async () => {
    const { me, id, path } = await followed([{ uid: '1', title: aTitle() }])
    const body = aCalendar([{ uid: '1', title: aTitle() }])
    feeds.current.serve(path, (_, response) => void response.writeHead(200).end(body))
    await me.refresh(id)
    const [before] = await eventsOf(app(), me.organizerId)
    await me.refresh(id)
    expect(await eventsOf(app(), me.organizerId)).toEqual([before])
  })

  it('changes what it changes, in place: its address, its followers and its dates stay', async () => {
    const title = aTitle()
    const { me, id, change } = await followed([
      { uid: '1', title, start: '20270105T190000', end: '20270105T210000' },
    ])
    const before = (await byTitle(me.organizerId))[title]
    if (!before) throw new Error('nothing came')
    await app().database.write((tx) =>
      tx.insert(eventFollower).values({
        id: systemIds.next(),
        eventId: before.id,
        email: 'ada@exemple.fr',
        locale: 'fr',
        stopHash: systemIds.next(),
        confirmedAt: 1,
        createdAt: 1,
      }),
    )
    change([{ uid: '1', title, start: '20270106T190000', end: '20270106T210000', where: 'Kiosque\\, Bavay' }])
    expect((await me.refresh(id)).report?.counts).toMatchObject({ updated: 1, created: 0 })
    const [after, ...others] = await eventsOf(app(), me.organizerId)
    expect(others).toEqual([])
    expect(after).toMatchObject({
      id: before.id,
      sequence: 1,
      schedule: { spans: [{ start: '2027-01-06T19:00' }] },
    })
    expect(after?.placeId).not.toBe(before.placeId)
    const [sent] = await read()
      .select()
      .from(outbox)
      .where(and(eq(outbox.subject, `event:${before.id}`), eq(outbox.topic, 'event.revised')))
    expect(sent).toBeDefined()
    expect(after?.slug).toBe(before.slug)
    const addresses = await read().select().from(eventAddress).where(eq(eventAddress.eventSeq, before.seq))
    expect(addresses.map(({ address }) => address).sort()).toEqual([
      `2027-01-05-${before.slug}`,
      `2027-01-06-${before.slug}`,
    ])
    const dates = await read().select().from(occurrence).where(eq(occurrence.eventSeq, before.seq))
    expect(dates.map(({ start }) => start)).toEqual(['2027-01-06T19:00'])
    const followers = await read().select().from(eventFollower).where(eq(eventFollower.eventId, before.id))
    expect(followers.map(({ email }) => email)).toEqual(['ada@exemple.fr'])
  })

  it('withdraws what it no longer holds, if it is still to come, and says who did', async () => {
    const [stays, goes, past] = [aTitle(), aTitle(), aTitle()]
    const { me, id, change, source } = await followed([
      { uid: '1', title: stays },
      { uid: '2', title: goes },
      { uid: '3', title: past, start: '20261127T100000', end: '20261127T110000' },
    ])
    const now = app().clock.now()
    app().clock.set(Date.parse('2026-11-28T12:00:00Z'))
    change([{ uid: '1', title: stays }])
    expect((await me.refresh(id)).report?.counts).toMatchObject({ withdrawn: 1, unchanged: 1 })
    app().clock.set(now)
    const events = await byTitle(me.organizerId)
    expect(events[stays]?.status).toBe('published')
    expect(events[past]?.status).toBe('published')
    expect(events[goes]).toMatchObject({
      status: 'cancelled',
      statusWords: `N’est plus annoncé par ${source.name}.`,
    })
    const [date] = await read()
      .select()
      .from(occurrence)
      .where(eq(occurrence.eventSeq, events[goes]?.seq ?? 0))
    expect(date?.listed).toBe(true)
    const [entry] = await read()
      .select()
      .from(eventEntry)
      .where(and(eq(eventEntry.eventId, events[goes]?.id ?? ''), eq(eventEntry.kind, 'cancelled')))
    expect(entry).toMatchObject({ authorKind: 'source', authorId: id })

    change([
      { uid: '1', title: stays },
      { uid: '2', title: goes },
    ])
    expect((await me.refresh(id)).report?.counts).toMatchObject({ restored: 1 })
    expect((await byTitle(me.organizerId))[goes]).toMatchObject({ status: 'published', statusWords: null })
  })

  it('that says an event is cancelled cancels it, and never brings one cancelled before', async () => {
    const title = aTitle()
    const { me, id, change } = await followed([
      { uid: '1', title },
      { uid: '2', title: aTitle(), lines: ['STATUS:CANCELLED'] },
    ])
    expect(await eventsOf(app(), me.organizerId)).toHaveLength(1)
    change([{ uid: '1', title, lines: ['STATUS:CANCELLED', 'COMMENT:Tempête'] }])
    expect((await me.refresh(id)).report?.counts).toMatchObject({ cancelled: 1 })
    expect((await byTitle(me.organizerId))[title]).toMatchObject({
      status: 'cancelled',
      statusWords: 'Tempête',
    })
    expect((await me.refresh(id)).report?.counts['cancelled']).toBe(1)
    const [, , ...more] = await read()
      .select()
      .from(eventEntry)
      .where(eq(eventEntry.eventId, (await byTitle(me.organizerId))[title]?.id ?? ''))
    expect(more).toEqual([])
  })

  it('is read by the worker when its time comes, by one of them', async () => {
    const { id, path, change } = await followed([{ uid: '1', title: aTitle() }])
    const title = aTitle()
    change([{ uid: '1', title }])
    const asked = () => feeds.current.asked.filter((one) => one.startsWith(path)).length
    const before = asked()
    await app().worker.runOnce()
    expect(asked()).toBe(before)
    app().clock.advance({ hours: 4 })
    await app().worker.runOnce()
    expect(asked()).toBe(before + 1)
    expect(await read().select().from(event).where(eq(event.title, title))).toHaveLength(1)
    expect((await sourceRow(id))?.nextAt).toBe(app().clock.now() + 3 * 3_600_000)
  })
})

describe('A feed that breaks', () => {
  it.each([
    ['is gone', { status: 404 }, 'Il n’y a plus rien à cette adresse.'],
    ['is out of order', { status: 503 }, 'en panne'],
    ['became a page', { body: '<!DOCTYPE html><title>Connexion</title>' }, 'pas un tableau'],
    [
      'became another calendar program’s error',
      { body: 'BEGIN:VCALENDAR\r\nEND:VCALENDAR' },
      'plus aucun événement',
    ],
    [
      'leads to a private network',
      { status: 302, headers: { Location: 'http://192.168.1.1/' } },
      'réseau privé',
    ],
  ])('because it %s says so to its owner and spoils nothing', async (_, served, words) => {
    const title = aTitle()
    const { me, id, path, change } = await followed([{ uid: '1', title }])
    feeds.current.serve(path, served)
    const broken = await me.refresh(id)
    expect(broken.state).toBe('broken')
    expect(broken.problem).toContain(words)
    expect(broken.report?.counts).toMatchObject({ created: 1 })
    expect((await byTitle(me.organizerId))[title]?.status).toBe('published')
    expect(broken.nextAt).toBe(app().clock.now() + 15 * 60_000)
    expect((await me.refresh(id)).nextAt).toBe(app().clock.now() + 30 * 60_000)
    change([{ uid: '1', title }])
    expect(await me.refresh(id)).toMatchObject({ state: 'ok', problem: null, failures: 0 })
  })

  it('is tried later and later, up to a day', () => {
    expect([1, 2, 3, 7, 8, 100].map(retryAfter)).toEqual(
      [15, 30, 60, 960, 1440, 1440].map((minutes) => minutes * 60_000),
    )
  })

  it('by losing most of what it had at once is doubted, and believed when it says so again', async () => {
    const events = Array.from({ length: 8 }, (_, at) => ({ uid: String(at), title: aTitle() }))
    const { me, id, change } = await followed(events)
    change(events.slice(0, 1))
    const doubted = await me.refresh(id)
    expect(doubted.report).toMatchObject({ missing: 7, counts: { withdrawn: 0 } })
    expect((await eventsOf(app(), me.organizerId)).every(({ status }) => status === 'published')).toBe(true)
    expect((await me.refresh(id)).report).toMatchObject({ missing: 0, counts: { withdrawn: 7 } })
  })

  it('cut in the middle withdraws nothing', async () => {
    const events = [
      { uid: '1', title: aTitle() },
      { uid: '2', title: aTitle() },
      { uid: '3', title: aTitle() },
    ]
    const { me, id, path } = await followed(events)
    const whole = aCalendar(events)
    feeds.current.serve(path, { body: whole.slice(0, whole.indexOf('UID:3') + 4) })
    const cut = await me.refresh(id)
    expect(cut.report?.counts).toMatchObject({ withdrawn: 0, unchanged: 2 })
    expect(cut.report?.faults).toMatchObject([{ code: 'cut-short' }])
  })

  it('for one of its events only leaves that one out', async () => {
    const [good, bad] = [aTitle(), aTitle()]
    const { me, id, change } = await followed([
      { uid: '1', title: good },
      { uid: '2', title: bad },
    ])
    change([
      { uid: '1', title: good },
      { uid: '2', title: bad, start: '20261399T000000' },
    ])
    const after = await me.refresh(id)
    expect(after.report?.counts).toMatchObject({ refused: 1, withdrawn: 0 })
    expect((await byTitle(me.organizerId))[bad]?.status).toBe('published')
  })
})

describe('An event that came by two ways', () => {
  it('entered by hand first is linked to its source, and left as it is', async () => {
    const title = aTitle()
    const mine = await publish(app(), { title, on: '2027-02-05', start: '19:00' })
    const { me, id, change } = await followed([
      { uid: '1', title: title.toUpperCase(), start: '20270205T190000', end: '20270205T230000' },
    ])
    expect(await eventsOf(app(), me.organizerId)).toEqual([])
    expect(await itemsOf(app(), id)).toMatchObject([{ uid: '1', eventId: mine.id, owned: false }])
    change([
      { uid: '1', title, start: '20270205T190000', end: '20270205T235900', lines: ['STATUS:CANCELLED'] },
    ])
    expect((await me.refresh(id)).state).toBe('ok')
    // Its source no longer holds it: not the source's to withdraw either.
    change([{ uid: '2', title: aTitle() }])
    expect((await me.refresh(id)).report?.counts).toMatchObject({ withdrawn: 0 })
    const [row] = await read().select().from(event).where(eq(event.id, mine.id))
    expect(row).toMatchObject({ status: 'published', version: mine.version })
  })

  it('by two feeds is one event, of the first', async () => {
    const title = aTitle()
    const one = await followed([{ uid: 'a', title, start: '20270206T190000', end: '20270206T210000' }])
    const two = await followed([
      {
        uid: 'b',
        title,
        start: '20270206T190000',
        end: '20270206T220000',
        where: 'Salle des Fêtes\\, place du marché\\, Bavay',
      },
    ])
    expect(await eventsOf(app(), one.me.organizerId)).toHaveLength(1)
    expect(await eventsOf(app(), two.me.organizerId)).toHaveLength(0)
    expect(two.source.report?.counts).toMatchObject({ known: 1, created: 0 })
  })

  it('at another hour, day or commune is another', async () => {
    const title = aTitle()
    const { me } = await followed([
      { uid: '1', title, start: '20270207T100000', end: '20270207T110000' },
      { uid: '2', title, start: '20270207T180000', end: '20270207T190000' },
      { uid: '3', title, start: '20270208T100000', end: '20270208T110000' },
      {
        uid: '4',
        title,
        start: '20270207T100000',
        end: '20270207T110000',
        where: 'Salle des fêtes\\, Maroilles',
      },
    ])
    expect(await eventsOf(app(), me.organizerId)).toHaveLength(4)
  })
})

describe('What a person changed here', () => {
  it('is never overwritten nor withdrawn by the source, until they let it', async () => {
    const title = aTitle()
    const { me, id, change } = await followed([
      { uid: '1', title },
      { uid: '2', title: aTitle() },
    ])
    const before = (await byTitle(me.organizerId))[title]
    const author = asAuthor(app(), before?.id ?? '', { cookie: me.cookie })
    const edited = await author.edit({ content: await author.rewritten({ title: `${title}, complet` }) })
    expect(edited.status).toBe(200)
    change([
      { uid: '1', title: `${title} vu par sa source` },
      { uid: '2', title: aTitle() },
    ])
    const held = await me.refresh(id)
    expect(held.report).toMatchObject({ counts: { held: 1, updated: 1 }, held: [{ eventId: before?.id }] })
    expect(await byTitle(me.organizerId)).toHaveProperty([`${title}, complet`])
    change([{ uid: '2', title: aTitle() }])
    expect((await me.refresh(id)).report?.counts).toMatchObject({ withdrawn: 0 })

    change([
      { uid: '1', title: `${title} vu par sa source` },
      { uid: '2', title: aTitle() },
    ])
    const resumed = await me.call('POST', `/api/event-sources/${id}/resume`, { eventId: before?.id })
    expect(resumed.status).toBe(200)
    const after = await byTitle(me.organizerId)
    expect(after).toHaveProperty([`${title} vu par sa source`])
    expect(after[`${title} vu par sa source`]?.id).toBe(before?.id)
  })

  it('and cancelled stays cancelled, whatever the source says', async () => {
    const title = aTitle()
    const { me, id, change } = await followed([{ uid: '1', title }])
    const author = asAuthor(app(), (await byTitle(me.organizerId))[title]?.id ?? '', { cookie: me.cookie })
    expect((await author.cancel({ words: 'Salle fermée' })).status).toBe(200)
    change([{ uid: '1', title, start: '20261206T190000', end: '20261206T200000' }])
    expect((await me.refresh(id)).report?.counts).toMatchObject({ held: 1, restored: 0 })
    expect((await byTitle(me.organizerId))[title]).toMatchObject({
      status: 'cancelled',
      statusWords: 'Salle fermée',
    })
  })
})

describe('Moderation', () => {
  it('sees what an untrusted organizer’s feed brings, and then each change of what it published', async () => {
    const title = aTitle()
    const { me, id, change } = await followed([{ uid: '1', title }], { trusted: false })
    const submitted = (await byTitle(me.organizerId))[title]
    expect(submitted?.status).toBe('submitted')
    await app().database.write((tx) =>
      tx
        .update(event)
        .set({ status: 'published', publishedAt: 1 })
        .where(eq(event.id, submitted?.id ?? '')),
    )
    change([{ uid: '1', title, where: 'Kiosque\\, Bavay', lines: ['DESCRIPTION:Nouveau texte'] }])
    expect((await me.refresh(id)).report?.counts).toMatchObject({ waiting: 1, updated: 0 })
    expect((await byTitle(me.organizerId))[title]?.description).toBe('')
    expect(await findPendingRevision(read(), submitted?.id ?? '')).toMatchObject({
      content: { description: 'Nouveau texte' },
    })
    change([{ uid: '1', title, lines: ['DESCRIPTION:Encore un autre'] }])
    await me.refresh(id)
    expect(await findPendingRevision(read(), submitted?.id ?? '')).toMatchObject({
      content: { description: 'Encore un autre' },
    })
  })

  it('that declined an event is not asked again', async () => {
    const title = aTitle()
    const { me, id, change } = await followed([{ uid: '1', title }], { trusted: false })
    await app().database.write((tx) =>
      tx.update(event).set({ status: 'declined', declineReason: 'commercial' }).where(eq(event.title, title)),
    )
    change([{ uid: '1', title, lines: ['DESCRIPTION:Insiste'] }])
    expect((await me.refresh(id)).report?.counts).toMatchObject({ declined: 1 })
    expect((await byTitle(me.organizerId))[title]?.status).toBe('declined')
  })

  it('is told once of a file that brings many', async () => {
    const events = Array.from({ length: 12 }, (_, at) => ({ uid: String(at), title: aTitle() }))
    const { me } = await followed(events, { trusted: false })
    const ids = (await eventsOf(app(), me.organizerId)).map(({ id }) => id)
    const rows = (await read().select().from(outbox)).filter(({ payload }) =>
      ids.includes(String(payload['eventId'])),
    )
    expect(rows.map(({ topic }) => topic)).toEqual(['event.submitted'])
  })
})

describe('The owner of a source', () => {
  it('renames it, pauses it, and forgets it with or without its events', async () => {
    const [one, two] = [aTitle(), aTitle()]
    const { me, id, source } = await followed([{ uid: '1', title: one }])
    const stale = await me.call('PATCH', `/api/event-sources/${id}`, { name: 'Agenda' }, { version: 9 })
    expect(stale.status).toBe(412)
    const paused = await me.call(
      'PATCH',
      `/api/event-sources/${id}`,
      { name: 'Agenda des fêtes', active: false },
      { version: source.version },
    )
    expect(await paused.json()).toMatchObject({
      name: 'Agenda des fêtes',
      state: 'paused',
      version: source.version + 1,
    })
    app().clock.advance({ hours: 30 })
    const asked = feeds.current.asked.length
    await app().worker.runOnce()
    expect(feeds.current.asked.slice(asked).filter((path) => path.includes(id))).toEqual([])
    expect((await me.call('DELETE', `/api/event-sources/${id}`)).status).toBe(204)
    expect((await me.call('GET', `/api/event-sources/${id}`)).status).toBe(404)
    expect((await byTitle(me.organizerId))[one]?.status).toBe('published')

    const other = await followed([{ uid: '1', title: two }])
    expect((await other.me.call('DELETE', `/api/event-sources/${other.id}?withdraw=true`)).status).toBe(204)
    expect((await byTitle(other.me.organizerId))[two]?.status).toBe('cancelled')
  })

  it('follows an address once; a retry of the request makes no second one', async () => {
    const { me, path, id } = await followed([{ uid: '1', title: aTitle() }])
    const again = await me.call('POST', '/api/event-sources', {
      id: systemIds.next(),
      territory: demoSiren,
      organizerId: me.organizerId,
      kind: 'ical',
      name: 'Encore',
      url: feeds.current.url(path),
    })
    expect(again.status).toBe(409)
    const body = {
      id: systemIds.next(),
      territory: demoSiren,
      organizerId: me.organizerId,
      kind: 'ical',
      name: 'Autre',
      url: feeds.current.url('/autre.ics'),
    }
    const [a, b] = [
      await me.call('POST', '/api/event-sources', body, { key: 'abonnement-1' }),
      await me.call('POST', '/api/event-sources', body, { key: 'abonnement-1' }),
    ]
    expect([a.status, b.status]).toEqual([201, 201])
    expect((await me.sources()).items.map((source) => source.id).sort()).toEqual([id, body.id].sort())
  })

  it('is told of an address that can’t be followed', async () => {
    const me = await anOrganizerImporter(app())
    for (const url of [
      'http://10.0.0.1/a.ics',
      'ftp://a.example/a.ics',
      'pas une adresse',
      'https://user:pass@a.example/',
    ]) {
      const answer = await me.call('POST', '/api/event-sources', {
        id: systemIds.next(),
        territory: demoSiren,
        organizerId: me.organizerId,
        kind: 'ical',
        name: 'Agenda',
        url,
      })
      expect(answer.status, url).toBe(422)
    }
  })

  it('is alone to see and change it', async () => {
    const { id } = await followed([{ uid: '1', title: aTitle() }])
    const other = await anOrganizerImporter(app())
    for (const [method, path, body] of [
      ['GET', '', undefined],
      ['PATCH', '', { active: false }],
      ['POST', '/refresh', undefined],
      ['POST', '/resume', { eventId: systemIds.next() }],
      ['DELETE', '', undefined],
    ] as const)
      expect(
        (await other.call(method, `/api/event-sources/${id}${path}`, body, { version: 1 })).status,
        `${method} ${path}`,
      ).toBe(404)
  })
})

describe('Staff', () => {
  it('follow a feed for the territory, published at once; for a commune, what happens there', async () => {
    const { code } = await communeOf(app(), 'Bavay')
    const admin = await anAgent(app(), { role: 'moderator', scope: { kind: 'territory', id: demoSiren } })
    const [here, there] = [aTitle(), aTitle()]
    const path = pathFor()
    feeds.current.serve(path, {
      body: aCalendar([
        { uid: '1', title: here },
        { uid: '2', title: there, where: 'Halle\\, Maroilles' },
      ]),
    })
    const url = feeds.current.url(path)
    const body = (more: object) => ({
      id: systemIds.next(),
      territory: demoSiren,
      kind: 'ical',
      name: 'Office de tourisme',
      url,
      ...more,
    })
    const created = (await (await admin.post('/api/event-sources', body({}))).json()) as { id: string }
    await admin.post(`/api/event-sources/${created.id}/refresh`)
    for (const title of [here, there]) {
      const [row] = await read().select().from(event).where(eq(event.title, title))
      expect(row, title).toMatchObject({
        status: 'published',
        organizerId: null,
        organizerName: 'Office de tourisme',
      })
    }
    const page = (await (
      await app().request(
        `/api/events/${(await read().select().from(event).where(eq(event.title, here)))[0]?.id}`,
      )
    ).json()) as { origin: unknown }
    expect(page.origin).toMatchObject({ name: 'Office de tourisme' })
    const clerk = await anAgent(app(), { role: 'clerk', scope: { kind: 'commune', id: code } })
    expect((await clerk.post('/api/event-sources', body({ url: `${url}?2` }))).status).toBe(403)
    expect(
      (await clerk.post('/api/event-sources', body({ url: `${url}?3`, defaults: { communeCode: code } })))
        .status,
    ).toBe(201)
    const list = (await (
      await clerk.get(`/api/event-sources?territory=${demoSiren}&commune=${code}`)
    ).json()) as { items: unknown[] }
    expect(list.items).toHaveLength(1)
  })
})

describe('Another territory’s agenda', () => {
  const theirs = (events: object[]) => JSON.stringify({ total: events.length, after: null, events })
  const near = (title: string, over: object = {}) => ({
    uid: title,
    title: { fr: title },
    description: { fr: 'Chez les voisins' },
    timings: [{ begin: '2027-03-05T19:00:00+01:00', end: '2027-03-05T22:00:00+01:00' }],
    location: { name: 'Théâtre', city: 'Caudry', insee: '59139', latitude: 50.25, longitude: 3.55 },
    links: [{ link: `https://voisin.example/agenda/${title.replaceAll(' ', '-')}` }],
    state: 2,
    ...over,
  })

  it('shows here what happens near the border, with its origin and a link to its page, page after page', async () => {
    const moderator = await anAgent(app(), { role: 'moderator', scope: { kind: 'territory', id: demoSiren } })
    const [one, two, far] = [aTitle(), aTitle(), aTitle()]
    const lille = {
      location: { name: 'Zénith', city: 'Lille', insee: '59350', latitude: 50.6292, longitude: 3.0573 },
    }
    const path = `/${systemIds.next()}/api/events.openagenda.json`
    const headers = { 'Content-Type': 'application/json' }
    feeds.current.serve(path, {
      body: theirs([near(one), near(far, lille)]),
      headers: { ...headers, Link: `<${path}?cursor=abc>; rel="next"` },
    })
    feeds.current.serve(`${path}?cursor=abc`, { body: theirs([near(two)]), headers })
    const importer = anImporter(app(), {})
    expect(importer.organizerId).toBeUndefined()
    const created = await moderator.post('/api/event-sources', {
      id: systemIds.next(),
      territory: demoSiren,
      kind: 'territory',
      name: 'Agenda du Caudrésis',
      url: feeds.current.url(path),
      marginKm: 20,
    })
    const { id } = (await created.json()) as { id: string }
    const source = (await (await moderator.post(`/api/event-sources/${id}/refresh`)).json()) as {
      report: unknown
    }
    expect(source.report).toMatchObject({ counts: { created: 2, refused: 0 } })
    const list = (await (
      await app().request(`/api/events?territory=${demoSiren}&from=2027-03-05&to=2027-03-05`)
    ).json()) as { items: { title: string; origin: string | null; eventId: string }[] }
    expect(list.items.map(({ title }) => title).sort()).toEqual([one, two].sort())
    expect(list.items.every(({ origin }) => origin === 'Agenda du Caudrésis')).toBe(true)
    const page = (await (await app().request(`/api/events/${list.items[0]?.eventId}`)).json()) as {
      origin: { name: string; url: string }
      description: string
    }
    expect(page.origin.url).toMatch(/^https:\/\/voisin\.example\/agenda\//)
    expect(page.description).toContain('Théâtre, Caudry')
    const [date] = await read().select().from(occurrence).where(eq(occurrence.start, '2027-03-05T19:00'))
    expect(date).toMatchObject({ lat: 50.25, lon: 3.55, communeCode: null })

    feeds.current.serve(path, { body: theirs([near(one)]), headers })
    await moderator.post(`/api/event-sources/${id}/refresh`)
    const [gone] = await read().select().from(event).where(eq(event.title, two))
    expect(gone?.status).toBe('cancelled')
  })
})
