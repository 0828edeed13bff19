import type { Reader, Tx } from '../../db/client.ts'
import { may, type Action, type Actor, type Target } from '../platform/policy.ts'
import { commonProblems, Problem } from '../platform/problems.ts'
import { findForwarders } from './desk.repository.ts'
import { incidentProblems } from './incidents.problems.ts'
import { findIncident, type IncidentRow } from './incidents.repository.ts'

export type Staff = NonNullable<Actor>

/** An incident that the actor may see, and what they may do with it. */
export type Opened = {
  row: IncidentRow
  allows: (action: Action) => boolean
  /** Throws `forbidden`. */
  require: (action: Action) => void
}

/** The person at the desk. Throws `signed-out`. */
export function requireStaff(actor: Actor): Staff {
  if (!actor) throw commonProblems['signed-out']()
  return actor
}

function targetsOf(row: IncidentRow, forwarders: string[]): Target[] {
  return [row.bodyId, ...forwarders].map((bodyId) => ({
    territorySiren: row.territorySiren,
    communeCode: row.communeCode,
    bodyId,
  }))
}

/**
 * Opens an incident for a member of staff. Throws `incident-not-found` outside their scope, as if it did not exist.
 * A body that forwarded it still acts on it: it is still followed there.
 */
export async function openIncident(handle: Reader | Tx, actor: Actor, id: string): Promise<Opened> {
  const row = await findIncident(handle, id)
  if (!row) throw incidentProblems['incident-not-found']()
  const targets = targetsOf(row, await findForwarders(handle, id))
  const allows = (action: Action) => targets.some((target) => may(actor, action, target))
  if (!allows('incident.read-staff')) throw incidentProblems['incident-not-found']()
  return {
    row,
    allows,
    require: (action) => {
      if (!allows(action)) throw commonProblems.forbidden()
    },
  }
}

/** Opens an incident to change it. Throws `stale-version` when it is no longer the version the agent saw. */
export async function openVersion(tx: Tx, actor: Actor, id: string, version: number): Promise<Opened> {
  const opened = await openIncident(tx, actor, id)
  if (opened.row.version !== version) throw commonProblems['stale-version']({}, { id })
  return opened
}

/** Adds the present state to a `stale-version`, for the screen that shows both side by side. */
export async function withCurrent<T>(work: () => Promise<T>, current: () => Promise<unknown>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Problem && error.slug === 'stale-version')
      throw commonProblems['stale-version']({}, { current: await current() })
    throw error
  }
}
