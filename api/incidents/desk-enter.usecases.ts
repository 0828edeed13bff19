import { authorize, scopesFor, type Actor } from '../platform/policy.ts'
import type { Answer, WriteKey } from '../platform/idempotency.ts'
import type { Caller } from '../platform/rate-limits.ts'
import { readCategory } from '../territory/territory.usecases.ts'
import { requireStaff } from './desk-access.usecases.ts'
import type { EnteredIncident } from './desk.schemas.ts'
import { reportIncident, type ReportDeps } from './incidents-report.usecases.ts'
import { incidentProblems } from './incidents.problems.ts'
import type { AcceptedIncident } from './incidents.schemas.ts'

/**
 * A report that staff write for somebody on the phone or at the counter. A clerk answers whoever comes: the place may
 * be in any commune of a territory they work in. Throws `forbidden`, `unknown-category` and all that a report throws.
 */
export async function enterIncident(
  deps: ReportDeps,
  {
    actor,
    request: { channel, ...request },
    write,
    caller,
  }: { actor: Actor; request: EnteredIncident; write: WriteKey; caller: Caller },
): Promise<Answer<AcceptedIncident>> {
  const { userId } = requireStaff(actor)
  authorize(actor, 'incident.enter-on-behalf')
  const category = await readCategory({ database: deps.database, id: request.categoryId }).catch(() => null)
  const works = scopesFor(actor, 'incident.enter-on-behalf').some(
    ({ territorySiren }) => territorySiren === category?.territorySiren,
  )
  if (!works) throw incidentProblems['unknown-category']()
  return reportIncident(deps, { request, write, caller, channel, enteredBy: userId })
}
