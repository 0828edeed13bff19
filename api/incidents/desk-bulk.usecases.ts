import type { Actor } from '../platform/policy.ts'
import { Problem, type Language } from '../platform/problems.ts'
import { hashRequest, type WriteKey } from '../platform/idempotency.ts'
import { requireStaff } from './desk-access.usecases.ts'
import { editIncident, type EditDeps } from './desk-edit.usecases.ts'
import { moveIncident } from './desk-moves.usecases.ts'
import type { BulkAnswer, BulkRequest } from './desk.schemas.ts'

type Item = BulkRequest['items'][number]

/**
 * The same gesture on several incidents, each in a write of its own: one refusal stops no other, and each is told
 * apart. A repeated request does again only what was not done.
 */
export async function moveTogether(
  deps: EditDeps,
  {
    actor,
    request,
    write,
    language,
  }: { actor: Actor; request: BulkRequest; write: WriteKey; language: Language },
): Promise<BulkAnswer> {
  const { items, to, assigneeId, ...rest } = request
  const { userId } = requireStaff(actor)
  const results: BulkAnswer['results'] = []
  const one = ({ id, version, updateId }: Item) => {
    const shared = {
      actor,
      id,
      version,
      write: ownKey(write, { by: userId, id, updateId, request: { ...request, items: [] } }),
    }
    return to === undefined
      ? editIncident(deps, { ...shared, request: { id: updateId, assigneeId: assigneeId ?? null } })
      : moveIncident(deps, { ...shared, request: { ...rest, id: updateId, to, before: [], after: [] } })
  }
  for (const item of items) {
    try {
      const { body } = await one(item)
      results.push({ id: item.id, ok: true, version: body.version, problem: null })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      const { type, title, detail } = error.toJSON(language)
      results.push({ id: item.id, ok: false, version: null, problem: { type, title, detail } })
    }
  }
  return { results }
}

/** Each incident of a request is one write, named by the request's key and its own id. */
function ownKey(
  write: WriteKey,
  content: { by: string; id: string; updateId: string; request: object },
): WriteKey {
  return { ...write, key: `${write.key}:${content.id}`, requestHash: hashRequest(content) }
}
