import type { Tx } from '../../db/client.ts'
import type { EventContent, EventStatus } from '../../db/schema/index.ts'
import { recordOutbox } from '../alerts/alerts.usecases.ts'
import { attachMedia, discardMedia } from '../media/media.usecases.ts'
import { noteForWishes } from '../wishes/wish-causes.usecases.ts'
import { recordPlace, type Prepared } from './content.usecases.ts'
import { eventProblems } from './events.problems.ts'
import {
  appendEntry,
  deleteSearchTexts,
  findAddressOwner,
  findEntry,
  findSearchNames,
  insertAddress,
  insertEvent,
  insertSearchTexts,
  updateEvent,
  type EntryRow,
  type EventRow,
  type NewEventRow,
} from './events.repository.ts'
import { datesOf, insertDates, replaceDates } from './events-dates.usecases.ts'
import { newsOf } from './events-news.rules.ts'
import { addressOf, isPublic, sameKeyOf, slugFor } from './events.rules.ts'
import { listingOf } from './listing.rules.ts'
import { findPlace } from './places.repository.ts'
import { findPendingRevision } from './revisions.repository.ts'
import { rewriteDate } from './schedule-edit.rules.ts'

/** One entry of an event's history, as the use cases say it. */
export type Entry = {
  id: string
  authorKind: EntryRow['authorKind']
  authorId?: string | null
  kind: string
  words?: string | null
  data?: Record<string, unknown>
  /** Somebody is told of this entry: `event.<kind>` in the outbox. */
  tell: boolean
}

/** Whose event it is and where it came from: what no edit of its content changes. */
export type NewEvent = Pick<
  NewEventRow,
  'id' | 'territorySiren' | 'organizerId' | 'organizerName' | 'status' | 'secretHash' | 'locale'
> &
  Partial<
    Pick<
      NewEventRow,
      | 'origin'
      | 'sourceId'
      | 'sourceUid'
      | 'sourceUrl'
      | 'imageChecked'
      | 'submittedAt'
      | 'publishedAt'
      | 'decidedAt'
    >
  >

/** What an edit writes beside the content. */
export type EventChange = Partial<
  Pick<
    NewEventRow,
    | 'status'
    | 'statusWords'
    | 'declineReason'
    | 'replacedById'
    | 'organizerId'
    | 'organizerName'
    | 'imageId'
    | 'imageDescription'
    | 'imageCredit'
    | 'imageChecked'
    | 'submittedAt'
    | 'publishedAt'
    | 'decidedAt'
    | 'sourceUrl'
  >
>

/** The columns that content fills. */
export function columnsOf(content: EventContent) {
  const { image, ...written } = content
  return {
    ...written,
    imageId: image?.mediaId ?? null,
    imageDescription: image?.description ?? null,
    imageCredit: image?.credit ?? null,
  }
}

/** What is written of an event, as its author or a moderator would write it again. */
export function contentOf(row: EventRow): EventContent {
  return {
    title: row.title,
    description: row.description,
    schedule: row.schedule,
    attendanceMode: row.attendanceMode,
    onlineUrl: row.onlineUrl,
    communeCode: row.communeCode,
    placeId: row.placeId,
    categoryIds: row.categoryIds,
    setting: row.setting,
    free: row.free,
    price: row.price,
    ageMin: row.ageMin,
    ageMax: row.ageMax,
    accessibility: row.accessibility,
    keywords: row.keywords,
    bookingUrl: row.bookingUrl,
    bookingPhone: row.bookingPhone,
    bookingEmail: row.bookingEmail,
    image: row.imageId
      ? { mediaId: row.imageId, description: row.imageDescription ?? '', credit: row.imageCredit ?? '' }
      : null,
  }
}

/** When a status begins. */
function stampsOf(status: EventStatus, at: number): Partial<NewEventRow> {
  return {
    ...(status === 'submitted' ? { submittedAt: at } : {}),
    ...(status === 'published' ? { publishedAt: at } : {}),
  }
}

/**
 * Writes a new event: its row, its dates within the horizon, its place and image when new, its full text, its address
 * when anyone may see it, its first entry of history and the outbox row. All in the caller's transaction.
 * A draft has neither history nor full text: it is its author's alone, and can be erased without a trace.
 * Throws `photo-not-found`.
 */
export async function recordEvent(
  tx: Tx,
  {
    event,
    prepared,
    organizer = null,
    entry,
    at,
  }: {
    event: NewEvent
    prepared: Prepared
    /** Name of the organizer that has an account, for full text. */
    organizer?: string | null
    /** Null for a draft. */
    entry: Entry | null
    at: number
  },
): Promise<EventRow> {
  const { content } = prepared
  await recordPlace(tx, prepared)
  await attachImage(tx, prepared, null)
  const dates = datesOf({ schedule: content.schedule, status: event.status }, at)
  const row = {
    ...untold,
    ...columnsOf(content),
    ...stampsOf(event.status, at),
    ...event,
    ...dates.derived,
    slug: slugFor(content.title, prepared.communeName),
    sameKey: sameKeyOf(content),
    createdAt: at,
    updatedAt: at,
  } satisfies NewEventRow
  const where = prepared.place?.row ?? null
  const kept = { ...row, slug: await freeSlug(tx, row, null), ...listingOf(row, where) }
  const seq = await insertEvent(tx, kept)
  const written: EventRow = { ...kept, seq }
  if (isPublic(written)) await insertAddress(tx, addressOf(written), seq)
  await insertDates(tx, { event: written, seq, where, dates })
  if (written.status !== 'draft')
    await insertSearchTexts(tx, written, {
      place: prepared.place?.row.name ?? '',
      commune: prepared.communeName ?? '',
      organizer: organizer ?? written.organizerName ?? '',
    })
  if (entry) await recordEntry(tx, { event: written, entry, at })
  await noteNew(tx, null, written, at)
  return written
}

/** Notes for wishes that an event is in the agenda: the first time that anyone may read it. */
async function noteNew(
  tx: Tx,
  before: Pick<EventRow, 'publishedAt'> | null,
  { id, territorySiren, status }: EventRow,
  at: number,
): Promise<void> {
  if (status !== 'published' || typeof before?.publishedAt === 'number') return
  await noteForWishes(tx, { id: `events:${id}`, territorySiren, kind: 'events', at })
}

/** What a new event has of its own only when its writer says so. */
const untold = {
  organizerId: null,
  organizerName: null,
  imageChecked: false,
  declineReason: null,
  statusWords: null,
  replacedById: null,
  origin: 'web',
  sourceId: null,
  sourceUid: null,
  sourceUrl: null,
  submittedAt: null,
  publishedAt: null,
  decidedAt: null,
  sequence: 0,
  version: 1,
} as const

/**
 * The one way an existing event changes: its content, its status, what replaces it. The row, its dates, its full text,
 * its address, its image, its history and the outbox, all in the caller's transaction. Answers the event as it is now.
 * An image that is no longer the event's is given up. Throws `photo-not-found`.
 */
export async function recordEventChange(
  tx: Tx,
  {
    before,
    change = {},
    prepared,
    entries,
    at,
  }: {
    before: EventRow
    change?: EventChange
    /** Absent: the content stays. */
    prepared?: Prepared
    entries: Entry[]
    at: number
  },
): Promise<EventRow> {
  const status = change.status ?? before.status
  const draft: EventRow = {
    ...before,
    ...(prepared ? contentChange(before, prepared) : {}),
    ...(status === before.status ? {} : stampsOf(status, at)),
    // One that is published again keeps the day it was first seen.
    ...(before.publishedAt === null ? {} : { publishedAt: before.publishedAt }),
    // Withdrawn while it waited, after it was taken out of sight: nobody looked at what it became since.
    ...(status === 'cancelled' && !isPublic(before) ? { publishedAt: null } : {}),
    ...change,
    // What others read of it is as new as before while an edit only waits.
    updatedAt: prepared || Object.keys(change).length > 0 ? at : before.updatedAt,
  }
  if (prepared) {
    await recordPlace(tx, prepared)
    await attachImage(tx, prepared, before.imageId)
    await giveUpImage(tx, before, draft.imageId)
  }
  const begins = before.status === 'draft' && status !== 'draft'
  const dates = prepared || begins || isPublic(before) !== isPublic(draft) ? datesOf(draft, at) : undefined
  Object.assign(draft, dates?.derived)
  draft.slug = await freeSlug(tx, draft, before.seq)
  draft.sequence = before.sequence + (isResaid(before, draft) ? 1 : 0)
  if (isPublic(draft)) await insertAddress(tx, addressOf(draft), draft.seq)
  const where =
    (prepared ? prepared.place?.row : draft.placeId ? await findPlace(tx, draft.placeId) : null) ?? null
  const { seq: _, version: __, ...columns } = { ...draft, ...listingOf(draft, where) }
  const after = await updateEvent(tx, before.id, columns)
  if (dates) await replaceDates(tx, { event: after, where, dates })
  if (prepared || before.status === 'draft' || before.organizerId !== after.organizerId)
    await rewriteSearchTexts(tx, before, after)
  // Kept with what it explains: whoever is told later is told of this change, and not of the next.
  const news = prepared && isPublic(before) && isPublic(after) ? newsOf(before, after, at) : null
  for (const entry of entries)
    await recordEntry(tx, {
      event: after,
      entry: news ? { ...entry, data: { ...entry.data, news } } : entry,
      at,
    })
  await noteNew(tx, before, after, at)
  return after
}

function contentChange(before: EventRow, { content, communeName }: Prepared) {
  // What comes from elsewhere is compared with what was read there: it stays as it was read.
  const isAnnounced = before.status === 'published' && before.sourceId === null
  const schedule = isAnnounced ? rewriteDate(before.schedule, content.schedule) : content.schedule
  const columns = columnsOf({ ...content, schedule })
  return {
    ...columns,
    sameKey: sameKeyOf(content),
    // An address that anyone has seen keeps its words, whatever the title becomes.
    ...(before.publishedAt === null ? { slug: slugFor(content.title, communeName) } : {}),
    ...(columns.imageId === before.imageId ? {} : { imageChecked: false }),
  }
}

/** RFC 5545 §3.8.7.4: calendars take an event anew only when its SEQUENCE grew: dates, place or status changed. */
function isResaid(before: EventRow, after: EventRow): boolean {
  const said = ({ schedule, placeId, onlineUrl, status }: EventRow) =>
    JSON.stringify([schedule, placeId, onlineUrl, status])
  return before.publishedAt !== null && said(before) !== said(after)
}

/** A feed may hold thousands of one name on one day: then the end of the id tells them apart, without counting. */
const counted = 20

/** The slug that makes the address of an event its own: `-2` and so on when another event has, or had, it. */
async function freeSlug(
  tx: Tx,
  event: Pick<EventRow, 'id' | 'slug' | 'schedule' | 'status' | 'publishedAt'>,
  seq: number | null,
): Promise<string> {
  if (!isPublic(event)) return event.slug
  for (let next = 1; next <= counted; next++) {
    const slug = next === 1 ? event.slug : `${event.slug}-${next}`
    const owner = await findAddressOwner(tx, addressOf({ schedule: event.schedule, slug }))
    if (owner === undefined || owner === seq) return slug
  }
  return `${event.slug}-${event.id.slice(-12)}`
}

async function rewriteSearchTexts(tx: Tx, before: EventRow, after: EventRow): Promise<void> {
  if (before.status !== 'draft') await deleteSearchTexts(tx, after.seq)
  if (after.status !== 'draft') await insertSearchTexts(tx, after, await findSearchNames(tx, after))
}

/** Takes the image that content brings from whoever uploaded it. Throws `photo-not-found`. */
export async function attachImage(tx: Tx, prepared: Prepared, current: string | null): Promise<void> {
  const id = prepared.content.image?.mediaId
  if (!id || id === current || prepared.kept) return
  await attachMedia(tx, { photos: [{ id, uploadToken: prepared.uploadToken ?? '' }] })
}

async function giveUpImage(tx: Tx, before: EventRow, next: string | null): Promise<void> {
  if (!before.imageId || before.imageId === next) return
  // An edit that waits may still hold it.
  const waiting = await findPendingRevision(tx, before.id)
  if (waiting?.content.image?.mediaId === before.imageId) return
  await discardMedia(tx, { ids: [before.imageId] })
}

/** Refuses an id that another entry of a history has: clients make them. Throws `event-entry-exists`. */
export async function requireNewEntry(tx: Tx, id: string): Promise<void> {
  if (await findEntry(tx, id)) throw eventProblems['event-entry-exists']()
}

/** Writes one entry of an event's history, and the outbox row when somebody is told. */
export async function recordEntry(
  tx: Tx,
  { event, entry, at }: { event: Pick<EventRow, 'id' | 'territorySiren'>; entry: Entry; at: number },
): Promise<void> {
  await appendEntry(tx, {
    id: entry.id,
    eventId: event.id,
    at,
    authorKind: entry.authorKind,
    authorId: entry.authorId ?? null,
    kind: entry.kind,
    words: entry.words ?? null,
    data: entry.data ?? {},
  })
  if (entry.tell)
    await recordOutbox(tx, {
      id: entry.id,
      territorySiren: event.territorySiren,
      topic: `event.${entry.kind}`,
      subject: `event:${event.id}`,
      payload: { eventId: event.id, entryId: entry.id },
      at,
    })
}
