import type { Deps } from '../platform/http.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import { hashSecret } from '../platform/ids.ts'
import { privateMediaUrls } from '../media/media.usecases.ts'
import type { Caller, RateRule } from '../platform/rate-limits.ts'
import { buildPage } from './incidents-public.usecases.ts'
import { recordAddition, recordAnswer, recordReopening, requireIncident } from './incidents-said.usecases.ts'
import { incidentProblems } from './incidents.problems.ts'
import {
  deleteContact,
  findContact,
  findIncidentBySecret,
  findIncidentInContext,
  type IncidentRow,
} from './incidents.repository.ts'
import { legalMoves } from './incidents.rules.ts'
import type { AdditionRequest, MendedAnswer, ReopenRequest, ReporterIncident } from './incidents.schemas.ts'

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

/** The reporter adds words or photos: staff are told, others see them only once approved. */
export async function addToIncident(
  { database, clock, ids, rateLimiter }: ReporterDeps,
  { secret, request, write, caller }: Writing<AdditionRequest> & { secret: string },
): Promise<Answer<{ id: string }>> {
  const { id } = await findOwn(database, secret)
  return writeOnce({ database, clock, write }, async (tx) => {
    await rateLimiter.spend(tx, additionRate, caller)
    await recordAddition(tx, { clock, ids }, { before: await requireIncident(tx, id), request, by: null })
    return { status: 201, body: { id: request.id } }
  })
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
    return { status: 201, body: { id: await recordAnswer(tx, { clock }, { before, request, by: null }) } }
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
    await recordReopening(tx, { clock }, { before: await requireIncident(tx, id), request, by: null })
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
