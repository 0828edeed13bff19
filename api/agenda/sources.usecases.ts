import { resumedKind } from './imports.repository.ts'
import type { Answer, WriteKey } from '../platform/idempotency.ts'
import { writeOnce } from '../platform/idempotency.ts'
import { decodeCursor, toPage } from '../platform/pagination.ts'
import type { Actor } from '../platform/policy.ts'
import { commonProblems, type Language } from '../platform/problems.ts'
import type { Caller } from '../platform/rate-limits.ts'
import { FetchError, readWebAddress } from '../platform/remote-file.ts'
import { recordEventChange } from './events-changes.usecases.ts'
import { eventProblems } from './events.problems.ts'
import { findEvent } from './events.repository.ts'
import { saySourceFault } from './import.words.ts'
import { openSource, requireImporter, termsOf } from './imports-access.usecases.ts'
import { withdrawSource } from './imports-run.usecases.ts'
import { importProblems } from './imports.problems.ts'
import {
  deleteSource,
  findItemOfEvent,
  findSource,
  findSourceByUrl,
  findSourcePage,
  insertSource,
  recordReading,
  updateItem,
  updateSource,
  type SourceRow,
} from './imports.repository.ts'
import type { EventSourceView, NewSource, SourceChange } from './imports.schemas.ts'
import { importRate, type ImportDeps } from './imports.usecases.ts'
import { toSourceView } from './imports.views.ts'
import { findOrganizer } from './organizers.repository.ts'
import { refreshSource } from './sources-refresh.usecases.ts'

// Addresses that events are taken from, again and again: what people do with them.

type Asked = { actor: Actor; language: Language }
type One = Asked & { id: string }

async function viewOf(
  { database }: Pick<ImportDeps, 'database'>,
  language: Language,
  source: SourceRow,
): Promise<EventSourceView> {
  const organizer = source.organizerId ? await findOrganizer(database.read, source.organizerId) : undefined
  return toSourceView(language, { source, organizer: organizer ?? null })
}

/** Where events of an organizer, or of a whole territory, come from, the newest first. Throws what `requireImporter` does, `bad-cursor`. */
export async function listSources(
  deps: ImportDeps,
  {
    actor,
    language,
    territory,
    organizer,
    commune,
    cursor,
    limit,
  }: Asked & {
    territory: string
    organizer?: string | undefined
    commune?: string | undefined
    cursor?: string | undefined
    limit: number
  },
): Promise<{ items: EventSourceView[]; nextCursor: string | null }> {
  const own = await requireImporter(deps, {
    actor,
    territorySiren: territory,
    organizerId: organizer,
    communeCode: commune,
  })
  const [createdAt, id] = cursor ? (decodeCursor(cursor, ['number', 'string']) as [number, string]) : []
  const rows = await findSourcePage(deps.database.read, {
    territorySiren: territory,
    organizerId: own.organizer?.id,
    communeCode: own.organizer ? undefined : commune,
    after: createdAt !== undefined && id !== undefined ? { createdAt, id } : undefined,
    limit: limit + 1,
  })
  const page = toPage(rows, limit, (row) => [row.createdAt, row.id])
  return { ...page, items: await Promise.all(page.items.map((row) => viewOf(deps, language, row))) }
}

/**
 * Follows an address from now on; it is read within a minute, or at once by `readNow`. Throws what `requireImporter`
 * does, `import-address-refused`, `source-exists`, `too-many-requests`.
 */
export async function createSource(
  deps: ImportDeps,
  {
    actor,
    language,
    request,
    write,
    caller,
  }: Asked & { request: NewSource; write: WriteKey; caller: Caller },
): Promise<Answer<EventSourceView>> {
  const { database, clock, rateLimiter, config } = deps
  const { id, kind, name, defaults, marginKm, territory: territorySiren, organizerId } = request
  await requireImporter(deps, { actor, territorySiren, organizerId, communeCode: defaults.communeCode, kind })
  const url = addressOf(request.url, config.fetchAllowLoopback)
  const answer = await writeOnce({ database, clock, write }, async (tx) => {
    await rateLimiter.spend(tx, importRate, caller)
    const same = await findSourceByUrl(tx, { territorySiren, organizerId: organizerId ?? null, url })
    if (same) throw importProblems['source-exists']({ name: same.name })
    if (await findSource(tx, id)) throw importProblems['source-exists']({ name })
    await insertSource(tx, {
      id,
      territorySiren,
      organizerId: organizerId ?? null,
      kind,
      name,
      url,
      defaults: definedOf(defaults),
      marginKm: kind === 'territory' ? (marginKm ?? 10) : null,
      nextAt: clock.now(),
      createdBy: actor?.userId ?? null,
      createdAt: clock.now(),
    })
    return { status: 201, body: { id } }
  })
  return { status: answer.status, body: await readSource(deps, { actor, language, id: answer.body.id }) }
}

function definedOf({
  communeCode,
  placeId,
  categoryId,
}: NonNullable<SourceChange['defaults']>): SourceRow['defaults'] {
  return {
    ...(communeCode ? { communeCode } : {}),
    ...(placeId ? { placeId } : {}),
    ...(categoryId ? { categoryId } : {}),
  }
}

function addressOf(text: string, allowLoopback: boolean): string {
  try {
    return readWebAddress(text, { allowLoopback }).href
  } catch (error) {
    if (!(error instanceof FetchError)) throw error
    const { fault } = error
    throw importProblems['import-address-refused'](
      { why: { fr: saySourceFault('fr', fault), en: saySourceFault('en', fault) } },
      { fault },
    )
  }
}

/** Throws `source-not-found`, as the others below. */
export async function readSource(deps: ImportDeps, { actor, language, id }: One): Promise<EventSourceView> {
  return viewOf(deps, language, await openSource(deps, { actor, id }))
}

/** Renames, pauses, or says otherwise where its events take place: it is then read whole again. Throws `stale-version`. */
export async function changeSource(
  deps: ImportDeps,
  { version, change, ...one }: One & { version: number; change: SourceChange },
): Promise<EventSourceView> {
  const { database, clock } = deps
  const source = await openSource(deps, one)
  // Where it is for decides who may follow it: without a commune it would be the whole territory's.
  if (change.defaults)
    await requireImporter(deps, {
      actor: one.actor,
      territorySiren: source.territorySiren,
      organizerId: source.organizerId ?? undefined,
      communeCode: change.defaults.communeCode,
      kind: source.kind,
    })
  const { defaults, ...rest } = change
  const anew = defaults !== undefined || change.marginKm !== undefined || change.active === true
  const after = await database.write(async (tx) => {
    const now = await findSource(tx, source.id)
    if (now?.version !== version)
      throw commonProblems['stale-version']({}, { current: await readSource(deps, one) })
    return updateSource(tx, source.id, {
      ...rest,
      ...(defaults ? { defaults: definedOf(defaults) } : {}),
      ...(anew && source.url !== null
        ? { etag: null, lastModified: null, contentHash: null, nextAt: clock.now() }
        : {}),
    })
  })
  return viewOf(deps, one.language, after)
}

/** Reads a source now, whatever its time. Throws `too-many-requests`. */
export async function readNow(
  deps: ImportDeps,
  { caller, ...one }: One & { caller: Caller },
): Promise<EventSourceView> {
  const source = await openSource(deps, one)
  await deps.database.write((tx) => deps.rateLimiter.spend(tx, importRate, caller))
  if (source.url !== null) await refreshSource(deps, source)
  return readSource(deps, one)
}

/** Is followed no more. Its events stay, or with `withdraw` those to come are cancelled. */
export async function forgetSource(
  deps: ImportDeps,
  { withdraw, ...one }: One & { withdraw: boolean },
): Promise<void> {
  const source = await openSource(deps, one)
  if (withdraw) await withdrawSource(deps, await termsOf(deps, { source, actor: one.actor }))
  await deps.database.write((tx) => deleteSource(tx, source.id))
}

/**
 * Lets a source have its way again with an event that a person changed here: the next reading, at once, writes it.
 * Throws `event-not-found` when the event is not of this source.
 */
export async function resumeEvent(
  deps: ImportDeps,
  { eventId, caller, ...one }: One & { eventId: string; caller: Caller },
): Promise<EventSourceView> {
  const { database, clock, ids } = deps
  const source = await openSource(deps, one)
  await database.write(async (tx) => {
    const item = await findItemOfEvent(tx, { sourceId: source.id, eventId })
    const before = item?.owned ? await findEvent(tx, eventId) : undefined
    if (!item || !before) throw eventProblems['event-not-found']()
    const at = clock.now()
    await recordEventChange(tx, {
      before,
      entries: [
        {
          id: ids.next(),
          authorKind: before.organizerId ? 'organizer' : 'staff',
          authorId: one.actor?.userId ?? null,
          kind: resumedKind,
          tell: false,
        },
      ],
      at,
    })
    await updateItem(tx, { sourceId: source.id, uid: item.uid }, { contentHash: '' })
    await recordReading(tx, source.id, { etag: null, lastModified: null, contentHash: null, nextAt: at })
  })
  return readNow(deps, { ...one, caller })
}
