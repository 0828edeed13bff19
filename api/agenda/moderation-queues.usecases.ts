import { privateMediaUrls } from '../media/media.usecases.ts'
import type { Deps } from '../platform/http.ts'
import { startOfDay, dayOf } from '../platform/open-days.ts'
import { decodeCursor, toPage } from '../platform/pagination.ts'
import { may, type Actor } from '../platform/policy.ts'
import { listCommunes, readTerritory } from '../territory/territory.usecases.ts'
import { readSettings } from './agenda-settings.repository.ts'
import { findAllCategories } from './categories.repository.ts'
import { contentOf } from './events-changes.usecases.ts'
import { forbiddenWordsOf } from './events.rules.ts'
import { answerDue, answerOpenDays, lateBefore, timesByMonth } from './moderation-delay.rules.ts'
import { findDecisions } from './moderation-page.repository.ts'
import {
  countWaiting,
  findLatestTalk,
  listDecided,
  listFlagged,
  listRevised,
  listUnchecked,
  listWaiting,
  type QueueFilters,
  type QueueKey,
  type QueueLine,
} from './moderation-queues.repository.ts'
import { isDecided, type Queue } from './moderation-queues.rules.ts'
import { reachOf, type Reach } from './moderation-scope.usecases.ts'
import type {
  AgendaSetup,
  ModeratedItem,
  ModeratedList,
  QueueCounts,
  QueueQuery,
  ResponseTimes,
} from './moderation.schemas.ts'
import { matchExpression } from './occurrences.repository.ts'
import { countUnseenPlaces } from './places.repository.ts'

type Given = Pick<Deps, 'database' | 'clock' | 'config'> & { actor: Actor }

function readPage(
  { database: { read }, clock }: Given,
  queue: Queue,
  filters: QueueFilters,
  page: { after: QueueKey | undefined; limit: number },
): Promise<QueueLine[]> {
  if (isDecided(queue)) return listDecided(read, filters, { ...page, status: queue })
  switch (queue) {
    case 'waiting':
      return listWaiting(read, filters, { ...page, before: undefined })
    case 'late':
      return listWaiting(read, filters, { ...page, before: lateBefore(clock.now()) })
    case 'revisions':
      return listRevised(read, filters, page)
    case 'flagged':
      return listFlagged(read, filters, page)
    case 'images':
      return listUnchecked(read, filters, page)
  }
}

/** A page of a queue, of what the actor moderates: what waits, the oldest first; what was decided, the newest first. */
export async function listQueue(
  given: Given,
  { queue, commune, q, cursor, limit }: QueueQuery,
): Promise<ModeratedList> {
  const { read } = given.database
  const reaches = await reachOf(read, given.actor)
  if (reaches.length === 0) return { items: [], nextCursor: null }
  const [at, id] = cursor ? (decodeCursor(cursor, ['number', 'string']) as [number, string]) : []
  const rows = await readPage(
    given,
    queue,
    { reaches, communeCode: commune, match: q ? matchExpression(q) : null },
    { after: at !== undefined && id !== undefined ? { at, id } : undefined, limit: limit + 1 },
  )
  const page = toPage(rows, limit, (row) => [row.at, row.event.id])
  const talk = await findLatestTalk(
    read,
    page.items.map(({ event }) => event.id),
  )
  const forbidden = await forbiddenBy(given, reaches)
  return {
    nextCursor: page.nextCursor,
    items: page.items.map((row) => toItem(given, queue, row, { talk, forbidden })),
  }
}

async function forbiddenBy({ database }: Given, reaches: Reach[]): Promise<Map<string, string[]>> {
  const words = new Map<string, string[]>()
  for (const { territorySiren } of reaches)
    words.set(territorySiren, (await readSettings(database.read, territorySiren)).forbiddenWords)
  return words
}

function toItem(
  { clock, config }: Given,
  queue: Queue,
  row: QueueLine,
  { talk, forbidden }: { talk: Map<string, string>; forbidden: Map<string, string[]> },
): ModeratedItem {
  const { event } = row
  const now = clock.now()
  const since = isDecided(queue) ? (event.decidedAt ?? event.publishedAt ?? event.updatedAt) : row.at
  const name = row.organizerName ?? event.organizerName
  const latest = event.status === 'submitted' ? talk.get(event.id) : undefined
  return {
    id: event.id,
    version: event.version,
    status: event.status,
    title: event.title,
    start: event.schedule.spans[0]?.start ?? '',
    several: event.schedule.spans.length > 1 || event.schedule.rule !== undefined,
    place: row.placeName,
    commune:
      event.communeCode !== null && row.communeName !== null
        ? { code: event.communeCode, name: row.communeName }
        : null,
    organizer: name ? { name, trusted: row.organizerTrusted ?? false } : null,
    thumbUrl: event.imageId
      ? privateMediaUrls({ id: event.imageId, secret: config.secret, now }).thumbUrl
      : null,
    since,
    late: !isDecided(queue) && answerDue(since) < now,
    question: latest === 'question' ? 'asked' : latest === 'answer' ? 'answered' : null,
    forbiddenWords: forbiddenWordsOf(
      contentOf(event),
      [row.placeName, name],
      forbidden.get(event.territorySiren) ?? [],
    ),
  }
}

/** How many wait in each queue, and places that nobody looked at. */
export async function countQueues({ database, clock, actor }: Given): Promise<QueueCounts> {
  const { read } = database
  const reaches = await reachOf(read, actor)
  if (reaches.length === 0) return { counts: {}, places: 0 }
  return {
    counts: await countWaiting(read, reaches, lateBefore(clock.now())),
    places: await countUnseenPlaces(read, reaches),
  }
}

/** What the screens of moderation choose from, for each territory the actor moderates in. */
export async function readSetup({ database, actor }: Given): Promise<AgendaSetup> {
  const reaches = await reachOf(database.read, actor)
  const territories: AgendaSetup['territories'] = []
  for (const { territorySiren, communes } of reaches) {
    const [territory, settings, all, categories] = await Promise.all([
      readTerritory({ database, siren: territorySiren }),
      readSettings(database.read, territorySiren),
      listCommunes({ database, territorySiren }),
      findAllCategories(database.read, territorySiren),
    ])
    territories.push({
      siren: territorySiren,
      name: territory.name,
      moderation: settings.moderation,
      communes: all
        .filter(({ code }) => communes === null || communes.includes(code))
        .map(({ code, name }) => ({ code, name })),
      whole: communes === null,
      maySet: may(actor, 'territory.administer', { territorySiren }),
      categories: categories.map(({ id, name, icon, active }) => ({ id, name, icon, active })),
    })
  }
  return { territories }
}

const yearMs = 365 * 86_400_000

/** How long decisions took, month by month over a year, and what waits now. */
export async function readTimes(
  { database, clock, actor }: Given,
  { territory, commune }: { territory?: string | undefined; commune?: string | undefined },
): Promise<ResponseTimes> {
  const { read } = database
  const all = await reachOf(read, actor)
  const reaches = territory ? all.filter(({ territorySiren }) => territorySiren === territory) : all
  if (reaches.length === 0) return { months: [], waiting: { count: 0, late: 0 }, openDays: answerOpenDays }
  const now = clock.now()
  const from = startOfDay(`${dayOf(now - yearMs).slice(0, 7)}-01`)
  const [decisions, counts] = await Promise.all([
    findDecisions(read, { reaches, communeCode: commune, from, until: now + 1 }),
    countWaiting(read, reaches, lateBefore(now), commune),
  ])
  return {
    months: timesByMonth(decisions),
    waiting: { count: counts.waiting ?? 0, late: counts.late ?? 0 },
    openDays: answerOpenDays,
  }
}
