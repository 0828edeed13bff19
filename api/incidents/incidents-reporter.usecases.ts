import type { Tx } from '../../db/client.ts'
import type { Deps } from '../platform/http.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import { hashSecret } from '../platform/ids.ts'
import { privateMediaUrls } from '../media/media.usecases.ts'
import type { Caller, RateRule } from '../platform/rate-limits.ts'
import { requireWritable } from './desk-entries.usecases.ts'
import { recordChange, requireNewEntry, type Entry } from './incidents-changes.usecases.ts'
import { buildPage } from './incidents-public.usecases.ts'
import { incidentProblems } from './incidents.problems.ts'
import {
  deleteContact,
  findContact,
  findEntrySince,
  findIncident,
  findIncidentBySecret,
  findIncidentInContext,
  type IncidentRow,
} from './incidents.repository.ts'
import { legalMoves, refuseMove, stampsOf } from './incidents.rules.ts'
import type {
  AdditionRequest,
  MendedAnswer,
  PhotoReference,
  ReopenRequest,
  ReporterIncident,
} from './incidents.schemas.ts'

export type ReporterDeps = Pick<Deps, 'database' | 'clock' | 'ids' | 'config' | 'rateLimiter'>
type Writing<T> = { request: T; write: WriteKey; caller: Caller }

/** Words and photos sent after the report. */
export const additionRate: RateRule = {
  name: 'addition',
  windowSeconds: 3600,
  perDevice: 40,
  perAddress: 800,
}

async function findOwn(database: Pick<Deps['database'], 'read'>, secret: string): Promise<IncidentRow> {
  const row = await findIncidentBySecret(database.read, hashSecret(secret))
  if (!row) throw incidentProblems['link-not-valid']()
  return row
}

/** The private page: what the reporter sent, all that was answered, what they may do now. Throws `link-not-valid`. */
export async function readReporterIncident(
  { database, config, clock }: Pick<Deps, 'database' | 'config' | 'clock'>,
  { secret }: { secret: string },
): Promise<ReporterIncident> {
  const { id } = await findOwn(database, secret)
  const found = await findIncidentInContext(database.read, id)
  if (!found) throw incidentProblems['link-not-valid']()
  const { incident } = found
  const contact = await findContact(database.read, id)
  const own = (mediaId: string) => privateMediaUrls({ id: mediaId, secret: config.secret, now: clock.now() })
  return {
    ...(await buildPage({ database }, found, { own })),
    ownWords: incident.words,
    place: incident.place,
    routingReason: incident.routingReason as ReporterIncident['routingReason'],
    roadRef: incident.roadRef,
    hasEmail: Boolean(contact?.email),
    hasPhone: Boolean(contact?.phone),
    published: incident.published,
    mayReopen: !incident.mergedIntoId && legalMoves(incident.status, 'reporter').includes('reopened'),
    mayAnswer: !incident.mergedIntoId && incident.status === 'resolved',
  }
}

function photosOf(photos: PhotoReference[]): Pick<Entry, 'photos'> {
  return photos.length > 0 ? { photos: { references: photos, kind: 'follow-up', approved: false } } : {}
}

/** The reporter adds words or photos: staff are told, others see them only once approved. */
export async function addToIncident(
  { database, clock, ids, rateLimiter }: ReporterDeps,
  { secret, request, write, caller }: Writing<AdditionRequest> & { secret: string },
): Promise<Answer<{ id: string }>> {
  const { id } = await findOwn(database, secret)
  return writeOnce({ database, clock, write }, async (tx) => {
    await rateLimiter.spend(tx, additionRate, caller)
    const before = await requireIncident(tx, id)
    await requireNewEntry(tx, request.id)
    await recordChange(tx, {
      before,
      change: { readAt: null },
      at: clock.now(),
      entries: [
        {
          id: request.id,
          authorKind: 'reporter',
          public: true,
          kind: 'addition',
          words: request.words ?? null,
          ...photosOf(request.photos),
          tell: true,
        },
      ],
    })
    if (before.mergedIntoId) await passOn(tx, { clock, ids }, before, request)
    return { status: 201, body: { id: request.id } }
  })
}

/** What the reporter of a duplicate adds is read where the work is done: nobody opens a duplicate again. */
async function passOn(
  tx: Tx,
  { clock, ids }: Pick<ReporterDeps, 'clock' | 'ids'>,
  duplicate: IncidentRow,
  { words }: AdditionRequest,
): Promise<void> {
  const survivor = await requireIncident(tx, duplicate.mergedIntoId ?? '')
  await recordChange(tx, {
    before: survivor,
    change: { readAt: null },
    at: clock.now(),
    entries: [
      {
        id: ids.next(),
        authorKind: 'passer-by',
        public: false,
        kind: 'addition',
        words: words ?? null,
        data: { fromId: duplicate.id, fromReference: duplicate.reference },
        tell: false,
      },
    ],
  })
}

async function requireIncident(tx: Tx, id: string): Promise<IncidentRow> {
  const row = await findIncident(tx, id)
  if (!row) throw incidentProblems['incident-not-found']()
  return row
}

/** The answer that stands already, since it was said to be mended: pressed on two phones, it is one. */
function findAnswered(tx: Tx, { id, status, statusAt }: IncidentRow, { mended }: MendedAnswer) {
  if (status !== (mended ? 'resolved' : 'reopened')) return undefined
  const kind = mended ? 'confirmed-mended' : 'reopened'
  return findEntrySince(tx, { incidentId: id, kind, since: statusAt })
}

/**
 * "Is it mended?": yes is written down; no reopens. Said again with nothing to add, it is the answer there is. Throws
 * `illegal-move` when it is not resolved.
 */
export async function answerMended(
  deps: ReporterDeps,
  { secret, request, write, caller }: Writing<MendedAnswer> & { secret: string },
): Promise<Answer<{ id: string }>> {
  const { database, clock, rateLimiter } = deps
  const { id } = await findOwn(database, secret)
  return writeOnce({ database, clock, write }, async (tx) => {
    await rateLimiter.spend(tx, additionRate, caller)
    const before = await requireIncident(tx, id)
    await requireWritable(tx, before, request.id)
    const addsNothing = !request.words && request.photos.length === 0
    const answered = addsNothing ? await findAnswered(tx, before, request) : undefined
    if (answered) return { status: 201, body: { id: answered } }
    if (before.status !== 'resolved') throw incidentProblems['illegal-move']()
    const at = clock.now()
    const confirmed: Entry = {
      id: request.id,
      authorKind: 'reporter',
      public: true,
      kind: request.mended ? 'confirmed-mended' : 'reopened',
      fromStatus: request.mended ? null : before.status,
      toStatus: request.mended ? null : 'reopened',
      words: request.words ?? null,
      ...photosOf(request.photos),
      tell: true,
    }
    const change = request.mended
      ? {}
      : { ...stampsOf({ to: 'reopened', at, acknowledgedAt: before.acknowledgedAt }), readAt: null }
    await recordChange(tx, { before, change, at, entries: [confirmed] })
    return { status: 201, body: { id: request.id } }
  })
}

/** The reporter reopens a resolved or declined incident, with a reason. */
export async function reopenIncident(
  deps: ReporterDeps,
  { secret, request, write, caller }: Writing<ReopenRequest> & { secret: string },
): Promise<Answer<{ id: string }>> {
  const { database, clock, rateLimiter } = deps
  const { id } = await findOwn(database, secret)
  return writeOnce({ database, clock, write }, async (tx) => {
    await rateLimiter.spend(tx, additionRate, caller)
    const before = await requireIncident(tx, id)
    await requireWritable(tx, before, request.id)
    const refusal = refuseMove({
      from: before.status,
      to: 'reopened',
      mover: 'reporter',
      reason: request.words,
    })
    if (refusal) throw incidentProblems[refusal]()
    const at = clock.now()
    await recordChange(tx, {
      before,
      change: { ...stampsOf({ to: 'reopened', at, acknowledgedAt: before.acknowledgedAt }), readAt: null },
      at,
      entries: [
        {
          id: request.id,
          authorKind: 'reporter',
          public: true,
          kind: 'reopened',
          fromStatus: before.status,
          toStatus: 'reopened',
          words: request.words,
          ...photosOf(request.photos),
          tell: true,
        },
      ],
    })
    return { status: 201, body: { id: request.id } }
  })
}

/** Erases how to reach the reporter; the report itself stays. Doing it again changes nothing. */
export async function eraseContact(
  { database }: Pick<Deps, 'database'>,
  { secret }: { secret: string },
): Promise<void> {
  const { id } = await findOwn(database, secret)
  await database.write((tx) => deleteContact(tx, id))
}
