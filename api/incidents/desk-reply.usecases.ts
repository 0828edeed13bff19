import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import { hashSecret } from '../platform/ids.ts'
import { privateMediaUrls } from '../media/media.usecases.ts'
import { readBody } from '../territory/territory.usecases.ts'
import { requireWritable, withPhotos, type DeskDeps, type Written } from './desk-entries.usecases.ts'
import type { ForwardedReply, ForwardedTicket } from './desk-forward.schemas.ts'
import { findForwardByReply, type ForwardRow } from './desk-links.repository.ts'
import { recordMove } from './desk-moves.usecases.ts'
import { recordChange, type Entry } from './incidents-changes.usecases.ts'
import { photoLinks, readPublicHistory } from './incidents-public.usecases.ts'
import { incidentProblems } from './incidents.problems.ts'
import { findIncident, findIncidentInContext, readPhotos, type IncidentRow } from './incidents.repository.ts'
import { isOpen, legalMoves } from './incidents.rules.ts'

/** The forward that a reply link opens, while it works. Throws `link-not-valid`. */
async function openForward(
  handle: Parameters<typeof findForwardByReply>[0],
  { secret, now }: { secret: string; now: number },
): Promise<{ forward: ForwardRow; row: IncidentRow }> {
  const forward = await findForwardByReply(handle, hashSecret(secret))
  const row = forward && (await findIncident(handle, forward.incidentId))
  if (!forward || !row || forward.expiresAt <= now || row.bodyId !== forward.bodyId || row.mergedIntoId)
    throw incidentProblems['link-not-valid']()
  return { forward, row }
}

/** What a body outside Bocage reads by its link: the report, never who made it. */
export async function readForwarded(
  { database, clock, config }: Pick<DeskDeps, 'database' | 'clock' | 'config'>,
  { secret }: { secret: string },
): Promise<ForwardedTicket> {
  // Photos not approved are shown to whoever holds the link, by addresses of their own.
  const link = (id: string) => privateMediaUrls({ id, secret: config.secret, now: clock.now() })
  const { forward, row } = await openForward(database.read, { secret, now: clock.now() })
  const found = await findIncidentInContext(database.read, row.id)
  if (!found) throw incidentProblems['link-not-valid']()
  const [photos, history, from] = await Promise.all([
    readPhotos(database.read, row.id),
    readPublicHistory({ database }, row.id, {}),
    forward.fromBodyId ? readBody({ database, id: forward.fromBodyId }) : null,
  ])
  return {
    reference: row.reference,
    status: row.status,
    open: row.open,
    category: { name: found.categoryName, icon: found.categoryIcon },
    commune: { code: row.communeCode, name: found.communeName },
    body: { id: row.bodyId, name: found.bodyName },
    from: from ? { id: from.id, name: from.name, email: from.email, phone: from.phone } : null,
    position: { lat: row.lat, lon: row.lon, approximate: row.positionApproximate },
    place: row.place,
    roadRef: row.roadRef,
    words: row.words,
    photos: photos.map((photo) => photoLinks(photo.mediaId, photo.kind, link)),
    plannedOn: row.plannedOn,
    createdAt: row.createdAt,
    dueAt: row.dueAt,
    expiresAt: forward.expiresAt,
    moves: [...legalMoves(row.status, 'body')],
    history,
  }
}

/** A body outside Bocage answers: a move of its own table, or words alone. Throws `link-not-valid`, `illegal-move`. */
export function replyToForward(
  deps: DeskDeps,
  { secret, request, write }: { secret: string; request: ForwardedReply; write: WriteKey },
): Promise<Answer<Written>> {
  return writeOnce({ ...deps, write }, async (tx) => {
    const now = deps.clock.now()
    const { forward, row } = await openForward(tx, { secret, now })
    const { to, after, ...rest } = request
    const author = { kind: 'body' as const, id: forward.bodyId, mover: 'body' as const }
    if (to) {
      const moved = await recordMove(tx, deps, { row, request: { ...rest, to, before: [], after }, author })
      return { status: 201, body: { id: row.id, version: moved.version } }
    }
    await requireWritable(tx, row, request.id)
    if (!isOpen(row.status)) throw incidentProblems['illegal-move']()
    const entry: Entry = {
      id: request.id,
      authorKind: 'body',
      authorId: forward.bodyId,
      public: true,
      kind: 'message',
      words: request.words || null,
      tell: true,
    }
    const written = await recordChange(tx, {
      before: row,
      change: { readAt: null },
      at: now,
      entries: withPhotos(entry, { before: [], after }, deps.ids.next),
    })
    return { status: 201, body: { id: row.id, version: written.version } }
  })
}
