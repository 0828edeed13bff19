import type { Reader } from '../../db/client.ts'
import type { EventContent } from '../../db/schema/index.ts'
import { privateMediaUrls } from '../media/media.usecases.ts'
import type { Deps } from '../platform/http.ts'
import type { Actor } from '../platform/policy.ts'
import { communeByCode, readTerritory } from '../territory/territory.usecases.ts'
import { findEventCategories } from './agenda-list.repository.ts'
import { readSettings } from './agenda-settings.repository.ts'
import type { PublicEvent } from './agenda.schemas.ts'
import { describeContent, openQuestion, questionKinds } from './author.usecases.ts'
import { differingFields, textDifference, type ContentField } from './content-diff.rules.ts'
import { columnsOf, contentOf } from './events-changes.usecases.ts'
import { datesWithin } from './events-dates.usecases.ts'
import { authorLetters, languageOf, sayToAuthor } from './events-notifications.words.ts'
import { findEventInContext, type EventInContext } from './events-page.repository.ts'
import { toPublicEvent } from './events-page.usecases.ts'
import {
  countFollowers,
  countViews,
  findContact,
  findLatestEntry,
  readEntries,
  type EntryRow,
  type EventRow,
} from './events.repository.ts'
import { firstDay, forbiddenWordsOf, legalMoves, titleLikeness } from './events.rules.ts'
import { answerDue } from './moderation-delay.rules.ts'
import { findImageSize, findNames, findOpenFlags, findOthersWaiting } from './moderation-page.repository.ts'
import { openModerated } from './moderation.usecases.ts'
import type { ModeratedEvent } from './moderation.schemas.ts'
import { readySentences } from './moderation.words.ts'
import { countEvents, findOrganizer } from './organizers.repository.ts'
import { findPlace } from './places.repository.ts'
import { findSimilarEvents } from './proposing.usecases.ts'
import { findPendingRevision, type RevisionRow } from './revisions.repository.ts'

export type ModerationPageDeps = Pick<Deps, 'database' | 'clock' | 'config'>

const shownDates = 60

/** The page of an event as it would be with this content, seen or not yet. */
async function pageWith(
  { database: { read }, clock, config }: ModerationPageDeps,
  found: EventInContext,
  content: EventContent,
): Promise<PublicEvent> {
  const at = clock.now()
  const place = content.placeId ? ((await findPlace(read, content.placeId)) ?? null) : null
  const communeOf = async (code: string | null | undefined) => {
    const commune = code ? await communeByCode({ database: { read }, code }) : null
    return commune && { code: commune.code, name: commune.name }
  }
  const { occurrences } = datesWithin(content.schedule, at)
  const next = occurrences.filter(({ endAt }) => endAt > at)
  const shown = next.length > 0 ? next.slice(0, shownDates) : occurrences.slice(-shownDates)
  const page = toPublicEvent(
    {
      ...found,
      event: { ...found.event, ...columnsOf(content) },
      place,
      placeCommune: await communeOf(place?.communeCode),
      commune: await communeOf(content.communeCode),
    },
    {
      dates: shown,
      moreDates: Math.max(next.length, occurrences.length - next.length) > shownDates,
      followers: 0,
      categories: await findEventCategories(read, found.event.territorySiren),
      at,
      language: 'fr',
    },
  )
  const { image } = content
  const size = image && (await findImageSize(read, image.mediaId))
  return {
    ...page,
    image:
      image && size
        ? {
            ...privateMediaUrls({ id: image.mediaId, secret: config.secret, now: at }),
            ...size,
            description: image.description,
            credit: image.credit,
          }
        : null,
  }
}

const textOf: Partial<Record<ContentField, (content: EventContent) => string>> = {
  title: ({ title }) => title,
  description: ({ description }) => description,
}

/** Field by field, what an edit changes of the published version. */
function differencesOf(before: EventContent, after: EventContent) {
  return differingFields(before, after).map((field) => {
    const text = textOf[field]
    return { field, parts: text ? textDifference(text(before), text(after)) : null }
  })
}

const mostWaiting = 200
const shownSimilar = 6
const alike = 0.6

/** Other events that may be this one: in sight on that day, or waiting as it does. */
async function similarTo(
  database: ModerationPageDeps['database'],
  row: EventRow,
): Promise<ModeratedEvent['similar']> {
  const day = firstDay(row)
  const [{ items }, waiting] = await Promise.all([
    findSimilarEvents(
      { database },
      {
        territory: row.territorySiren,
        title: row.title,
        commune: row.communeCode ?? undefined,
        place: row.placeId ?? undefined,
        day,
      },
    ),
    findOthersWaiting(database.read, { territorySiren: row.territorySiren, id: row.id, limit: mostWaiting }),
  ])
  const others = waiting
    .filter(({ event }) => firstDay(event) === day && titleLikeness(event.title, row.title) >= alike)
    .map(({ event, placeName, communeName, accountName }) => ({
      id: event.id,
      status: event.status,
      title: event.title,
      start: event.schedule.spans[0]?.start ?? day,
      place: placeName,
      commune: communeName,
      organizer: accountName ?? event.organizerName,
    }))
  const seen = items
    .filter(({ id }) => id !== row.id)
    .map(({ id, title, start, place, commune, organizer }) => ({
      id,
      status: 'published' as const,
      title,
      start,
      place,
      commune,
      organizer,
    }))
  return [...others, ...seen].slice(0, shownSimilar)
}

async function historyOf(read: Reader, entries: EntryRow[], contact: string | null) {
  const ids = [...new Set(entries.flatMap(({ authorId }) => authorId ?? []))]
  const names = await findNames(read, ids)
  return entries.map(({ id, at, authorKind, authorId, kind, words }) => ({
    id,
    at,
    author: authorKind,
    authorName: authorKind === 'author' ? contact : (names.get(authorId ?? '') ?? null),
    kind,
    words,
  }))
}

async function organizerOf(read: Reader, row: EventRow): Promise<ModeratedEvent['organizer']> {
  const account = row.organizerId ? await findOrganizer(read, row.organizerId) : undefined
  if (account) {
    const counts = await countEvents(read, account.id)
    return {
      id: account.id,
      name: account.name,
      slug: account.slug,
      trusted: account.trusted,
      version: account.version,
      published: counts.find(({ status }) => status === 'published')?.count ?? 0,
    }
  }
  if (!row.organizerName) return null
  return { id: null, name: row.organizerName, slug: null, trusted: false, version: null, published: 0 }
}

function waitingOf(row: EventRow, revision: RevisionRow | undefined, now: number): ModeratedEvent['waiting'] {
  const since = row.status === 'submitted' ? row.submittedAt : (revision?.createdAt ?? null)
  if (since === null) return null
  const due = answerDue(since)
  return { since, due, late: due < now }
}

/** All that a moderator decides with. Throws `event-not-found` outside the actor's queue. */
export async function readModerated(
  deps: ModerationPageDeps,
  { actor, id }: { actor: Actor; id: string },
): Promise<ModeratedEvent> {
  const { database, clock, config } = deps
  const { read } = database
  const row = await openModerated(read, actor, id)
  const found = await findEventInContext(read, row.id)
  if (!found) throw new Error(`event ${id} vanished`)
  const content = contentOf(row)
  const [territory, settings, contact, revision, entries, flags, similar, organizer, latest] =
    await Promise.all([
      readTerritory({ database, siren: row.territorySiren }),
      readSettings(read, row.territorySiren),
      findContact(read, id),
      findPendingRevision(read, id),
      readEntries(read, id),
      findOpenFlags(read, id),
      similarTo(database, row),
      organizerOf(read, row),
      findLatestEntry(read, { eventId: id, kinds: questionKinds }),
    ])
  const links = { config, clock }
  const names = [found.place?.name ?? null, organizer?.name ?? null]
  const written = revision ? [content, revision.content] : [content]
  const language = languageOf(row.locale)
  const reachable = contact?.email && contact.confirmedAt !== null
  const moves = legalMoves(row.status, 'moderator')
  return {
    id: row.id,
    version: row.version,
    status: row.status,
    territory: { siren: territory.siren, name: territory.name },
    content: await describeContent(read, links, content),
    page: await pageWith(deps, found, content),
    imageChecked: row.imageChecked,
    revision: revision
      ? {
          id: revision.id,
          content: await describeContent(read, links, revision.content),
          baseVersion: revision.baseVersion,
          createdAt: revision.createdAt,
          differences: differencesOf(content, revision.content),
          page: await pageWith(deps, found, revision.content),
        }
      : null,
    organizer,
    contact: contact
      ? {
          name: contact.name,
          email: contact.email,
          phone: contact.phone,
          shown: contact.shown,
          confirmed: contact.confirmedAt !== null,
        }
      : null,
    locale: row.locale,
    origin: row.origin,
    question: openQuestion(latest),
    declineReason: row.status === 'declined' ? row.declineReason : null,
    statusWords: row.statusWords,
    forbiddenWords: [
      ...new Set(written.flatMap((one) => forbiddenWordsOf(one, names, settings.forbiddenWords))),
    ],
    flags: flags.map(({ id: flagId, reason, words, createdAt }) => ({
      id: flagId,
      reason,
      words,
      createdAt,
    })),
    similar,
    history: await historyOf(read, entries, contact?.name ?? null),
    waiting: waitingOf(row, revision, clock.now()),
    followers: await countFollowers(read, id),
    views: await countViews(read, id),
    may: {
      approve: moves.includes('published'),
      decline: moves.includes('declined'),
      cancel: moves.includes('cancelled'),
      correct: row.status !== 'cancelled',
    },
    letters: reachable
      ? Object.fromEntries(
          authorLetters.flatMap((kind) => {
            const letter = sayToAuthor(language, kind, row.title)
            return letter ? [[kind, letter]] : []
          }),
        )
      : null,
    sentences: readySentences(language),
  }
}
