import { asc, eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { prepareContent } from '../../../api/agenda/content.usecases.ts'
import {
  contentOf,
  recordEventChange,
  type EventChange,
} from '../../../api/agenda/events-changes.usecases.ts'
import { extendOccurrences, horizonMs } from '../../../api/agenda/events-dates.usecases.ts'
import {
  findEvent,
  findEventByAddress,
  readEntries,
  type EventRow,
} from '../../../api/agenda/events.repository.ts'
import { pathOf } from '../../../api/agenda/events.rules.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { eventEntry, occurrence, outbox, place } from '../../../db/schema/index.ts'
import { anEvent, publish, type EventDraft } from '../../support/agenda.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { communeOf } from '../../support/incidents.ts'

const house = useDemoApp()
const app = () => house.current
const read = () => app().database.read

const datesOf = ({ seq }: Pick<EventRow, 'seq'>) =>
  read().select().from(occurrence).where(eq(occurrence.eventSeq, seq)).orderBy(asc(occurrence.startAt))
const starts = async (event: Pick<EventRow, 'seq'>) => (await datesOf(event)).map(({ start }) => start)
const found = async (words: string) => {
  const rows = await read().all<{ rowid: number }>(
    sql`select rowid from event_fts where event_fts match ${words}`,
  )
  return rows.map(({ rowid }) => rowid)
}

/** Writes other content, or another status, as a moderator's correction would. */
async function change(before: EventRow, { draft, ...rest }: { draft?: EventDraft; change?: EventChange }) {
  const { database, clock, ids } = app().deps
  const prepared = draft
    ? await prepareContent(
        { database, clock, directory: app().directory },
        { territorySiren: demoSiren, request: await anEvent(app(), draft) },
      )
    : undefined
  return database.write((tx) =>
    recordEventChange(tx, {
      before,
      ...(prepared ? { prepared } : {}),
      ...rest,
      entries: [{ id: ids.next(), authorKind: 'staff', kind: 'corrected', tell: true }],
      at: clock.now(),
    }),
  )
}

describe('An event written', () => {
  it('has its place, its commune, its readable address, and reads back as it was written', async () => {
    const event = await publish(app(), { price: '5 €', free: false, keywords: ['noël'], commune: 'Bavay' })
    expect(await findEvent(read(), event.id)).toEqual(event)
    expect(pathOf(event)).toBe('/agenda/2026-12-05-marche-de-noel-bavay')
    expect((await findEventByAddress(read(), '2026-12-05-marche-de-noel-bavay'))?.id).toBe(event.id)
    const [date] = await datesOf(event)
    expect(date).toMatchObject({
      recurrence: '2026-12-05T19:00',
      start: '2026-12-05T19:00',
      startAt: Date.UTC(2026, 11, 5, 18),
      endAt: Date.UTC(2026, 11, 5, 21),
      listed: true,
      cancelled: false,
      territorySiren: demoSiren,
      communeCode: event.communeCode,
    })
    expect(event).toMatchObject({ firstStartAt: date?.startAt, lastEndAt: date?.endAt, expandedUntil: null })
    expect(contentOf(event).title).toBe('Marché de Noël')
  })

  it('takes a place of the same name in the commune for the one that is known', async () => {
    const draft = { placeName: 'Foyer rural', commune: 'Le Quesnoy' }
    const one = await publish(app(), draft)
    const two = await publish(app(), { ...draft, placeName: 'FOYER  RURAL', title: 'Loto' })
    expect(two.placeId).toBe(one.placeId)
    const elsewhere = await publish(app(), { ...draft, commune: 'Bavay' })
    expect(elsewhere.placeId).not.toBe(one.placeId)
    expect(await read().select().from(place).where(eq(place.foldedName, 'foyer rural'))).toHaveLength(2)
  })

  it('is of the commune where its place lies, whatever was said', async () => {
    const { lat, lon } = await communeOf(app(), 'Le Quesnoy')
    const event = await publish(app(), { commune: 'Bavay', placeName: 'Remparts', position: { lat, lon } })
    expect(event.communeCode).toBe((await communeOf(app(), 'Le Quesnoy')).code)
  })

  it('is refused when its place is not of the territory, unknown, or its category another’s', async () => {
    const beyond = { placeName: 'Grand-Place', position: { lat: 50.6366, lon: 3.0635 } }
    await expect(publish(app(), beyond)).rejects.toMatchObject({ slug: 'event-outside-every-commune' })
    const unknown = app().deps.ids.next()
    await expect(publish(app(), { placeId: unknown })).rejects.toMatchObject({ slug: 'unknown-place' })
    await expect(publish(app(), { categoryIds: [unknown] })).rejects.toMatchObject({
      slug: 'unknown-event-category',
    })
  })

  it('online only has neither place nor commune', async () => {
    const event = await publish(app(), { attendanceMode: 'online', onlineUrl: 'https://visio.example/ag' })
    expect(event).toMatchObject({ placeId: null, communeCode: null, slug: 'marche-de-noel' })
    expect((await datesOf(event))[0]).toMatchObject({ lon: null, communeCode: null })
  })

  it('is found by its title, place, commune, organizer and keywords, accents aside', async () => {
    const event = await publish(
      app(),
      { title: 'Veillée chantée', placeName: 'Église', commune: 'Maroilles', keywords: ['crèche'] },
      { organizerName: 'Orphéon du Bocage' },
    )
    for (const words of ['veillee', 'eglise', 'maroilles', 'orpheon', 'creche'])
      expect(await found(words), words).toEqual([event.seq])
  })
})

describe('Dates of a rule', () => {
  it('are written over the horizon, at the same hour through both changes of hour, and go on as days pass', async () => {
    const event = await publish(app(), { title: 'Chorale', on: '2026-11-28', rule: 'FREQ=WEEKLY' })
    const dates = await datesOf(event)
    expect(new Set(dates.map(({ start }) => start.slice(11)))).toEqual(new Set(['19:00']))
    expect(dates.length).toBeGreaterThan(77)
    expect(dates.at(-1)?.startAt).toBeLessThan(app().clock.now() + horizonMs)
    expect(event.expandedUntil).toBe(app().clock.now() + horizonMs)

    const before = app().clock.now()
    app().clock.advance({ days: 30 })
    expect((await extendOccurrences(app().deps)).written).toBeGreaterThanOrEqual(4)
    expect((await extendOccurrences(app().deps)).written).toBe(0)
    const all = await starts(event)
    expect(new Set(all).size).toBe(all.length)
    expect(all.length).toBeGreaterThan(dates.length)
    const now = await findEvent(read(), event.id)
    expect(now).toMatchObject({ expandedUntil: app().clock.now() + horizonMs, version: event.version })
    expect(now?.lastEndAt).toBeGreaterThan(event.lastEndAt ?? 0)
    app().clock.set(before)
  })

  it('that end are all written, and the worker leaves them alone', async () => {
    const event = await publish(app(), { title: 'Yoga', on: '2026-11-28', rule: 'FREQ=WEEKLY;COUNT=5' })
    expect(await starts(event)).toHaveLength(5)
    expect(event.expandedUntil).toBeNull()
  })

  it('keep their row when the series changes, so that no list jumps', async () => {
    const event = await publish(app(), { title: 'Bourse', on: '2026-12-01', rule: 'FREQ=DAILY;COUNT=5' })
    const before = await datesOf(event)
    const after = await change(event, {
      draft: { title: 'Bourse', on: '2026-12-01', rule: 'FREQ=DAILY;COUNT=3' },
    })
    expect((await datesOf(after)).map(({ id }) => id)).toEqual(before.slice(0, 3).map(({ id }) => id))
    expect(after.lastEndAt).toBe(before[2]?.endAt)
  })

  it('keep the year that is past, and what was written of it before', async () => {
    const old = await publish(app(), { title: 'Depuis toujours', on: '2015-01-03', rule: 'FREQ=WEEKLY' })
    const all = await starts(old)
    expect(all[0]?.slice(0, 7)).toBe('2025-11')
    expect(pathOf(old)).toContain('/agenda/2015-01-03-')
  })
})

describe('An event that changes', () => {
  it('is found by its new words and no longer by the old', async () => {
    const event = await publish(app(), { title: 'Brocante zinnia' })
    await change(event, { draft: { title: 'Braderie tagète' } })
    expect(await found('zinnia')).toEqual([])
    expect(await found('tagete')).toEqual([event.seq])
  })

  it('keeps every address it had, and the words of the first', async () => {
    const event = await publish(app(), { title: 'Concert d’automne', on: '2026-12-06' })
    const moved = await change(event, { draft: { title: 'Concert d’hiver', on: '2026-12-20' } })
    expect(pathOf(moved), 'the day that was announced').toBe('/agenda/2026-12-06-concert-d-automne-bavay')
    const weekly = { title: 'Concerts', on: '2026-12-20', rule: 'FREQ=WEEKLY;COUNT=3' }
    expect(pathOf(await change(moved, { draft: weekly }))).toBe('/agenda/2026-12-20-concert-d-automne-bavay')
    for (const day of ['2026-12-06', '2026-12-20'])
      expect((await findEventByAddress(read(), `${day}-concert-d-automne-bavay`))?.id).toBe(event.id)
  })

  it('never takes the address of another, even one that has moved away', async () => {
    const draft = { title: 'Repas des aînés', on: '2027-01-10' }
    const one = await publish(app(), draft)
    await change(one, { draft: { ...draft, on: '2027-01-17', rule: 'FREQ=WEEKLY;COUNT=3' } })
    const two = await publish(app(), draft)
    const three = await publish(app(), { ...draft, on: '2027-01-17' })
    expect([two.slug, three.slug]).toEqual(['repas-des-aines-bavay-2', 'repas-des-aines-bavay-2'])
    expect((await findEventByAddress(read(), '2027-01-10-repas-des-aines-bavay'))?.id).toBe(one.id)
    expect((await findEventByAddress(read(), '2027-01-10-repas-des-aines-bavay-2'))?.id).toBe(two.id)
  })

  it('has an address of its own among any number of the same name and day', async () => {
    const draft = { title: 'Fermeture', on: '2027-01-02' }
    const slugs = []
    for (let i = 0; i < 23; i++) slugs.push((await publish(app(), draft)).slug)
    expect(new Set(slugs).size).toBe(23)
    expect(slugs[19]).toBe('fermeture-bavay-20')
    expect(slugs[22]).toMatch(/^fermeture-bavay-[0-9a-f]{12}$/)
    expect((await findEventByAddress(read(), `2027-01-02-${slugs[22]}`))?.slug).toBe(slugs[22])
  })

  it('has no address before anyone may see it', async () => {
    const event = await publish(app(), { title: 'Secret' }, { status: 'submitted' })
    expect(await findEventByAddress(read(), '2026-12-05-secret-bavay')).toBeUndefined()
    expect((await datesOf(event))[0]?.listed).toBe(false)
    const seen = await change(event, { change: { status: 'published' } })
    expect((await datesOf(event))[0]?.listed).toBe(true)
    expect((await findEventByAddress(read(), '2026-12-05-secret-bavay'))?.id).toBe(event.id)
    expect(seen).toMatchObject({ status: 'published', publishedAt: app().clock.now() })
  })

  it('grows its SEQUENCE for its dates, place or status, and for no word of it', async () => {
    const draft = { title: 'Séquence' }
    const event = await publish(app(), draft)
    const reworded = await change(event, {
      draft: { ...draft, placeId: event.placeId, description: 'Autres mots.' },
    })
    expect([reworded.sequence, reworded.version]).toEqual([0, 2])
    const moved = await change(reworded, { draft: { ...draft, placeId: event.placeId, on: '2026-12-08' } })
    expect(moved.sequence).toBe(1)
    const rehoused = await change(moved, { draft: { ...draft, on: '2026-12-08', placeName: 'Kiosque' } })
    expect(rehoused.sequence).toBe(2)
    const cancelled = await change(rehoused, { change: { status: 'cancelled', statusWords: 'Tempête' } })
    expect(cancelled.sequence).toBe(3)
    expect((await datesOf(cancelled))[0]?.listed).toBe(true)
  })

  it('declined leaves the lists, its dates stay', async () => {
    const event = await publish(app(), { title: 'Refusé' })
    await change(event, { change: { status: 'declined', declineReason: 'not-here' } })
    expect((await datesOf(event)).map(({ listed }) => listed)).toEqual([false])
  })

  it('writes who did what and who is to be told with it, or nothing at all', async () => {
    const event = await publish(app(), { title: 'Tout ou rien' })
    await change(event, { draft: { title: 'Tout ou rien, suite' } })
    const entries = await readEntries(read(), event.id)
    expect(entries.map(({ kind }) => kind)).toEqual(['approved', 'corrected'])
    const [told] = await read()
      .select()
      .from(outbox)
      .where(eq(outbox.subject, `event:${event.id}`))
    expect(told).toMatchObject({ topic: 'event.corrected', payload: { entryId: entries[1]?.id } })

    const image = {
      mediaId: app().deps.ids.next(),
      description: 'Affiche',
      credit: '',
      uploadToken: 'x'.repeat(20),
    }
    const before = await findEvent(read(), event.id)
    await expect(
      change(before as EventRow, { draft: { title: 'Jamais écrit', image } }),
    ).rejects.toMatchObject({
      slug: 'photo-not-found',
    })
    expect(await findEvent(read(), event.id)).toEqual(before)
    expect(await readEntries(read(), event.id)).toHaveLength(2)
  })

  it('keeps a history that nobody rewrites', async () => {
    const event = await publish(app(), { title: 'Histoire' })
    const mine = eq(eventEntry.eventId, event.id)
    const { database } = app().deps
    await expect(
      database.write((tx) => tx.update(eventEntry).set({ words: 'non' }).where(mine)),
    ).rejects.toThrow()
    await expect(database.write((tx) => tx.delete(eventEntry).where(mine))).rejects.toThrow()
  })
})
