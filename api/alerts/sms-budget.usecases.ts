import type { Reader, Tx } from '../../db/client.ts'
import { recordAudit } from '../platform/audit.ts'
import type { Deps } from '../platform/http.ts'
import { wallOfInstant } from '../platform/paris-time.ts'
import { authorize, type Actor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import { readTerritory } from '../territory/territory.usecases.ts'
import {
  findBudget,
  findReserved,
  findSpent,
  insertReserved,
  saveBudget,
  spendWithin,
} from './sms-budget.repository.ts'
import type { SmsBudgetChange, SmsBudgetView } from './sms-budget.schemas.ts'
import { segmentsOf } from './sms-text.rules.ts'

/** The month that pays, in Europe/Paris: `2026-11`. */
const monthOf = (at: number) => wallOfInstant(at).day.slice(0, 7)

/**
 * Sets aside, before the operator is called, what a message costs: once for all its tries. False when it does not fit
 * in what is left of the month, or nobody said what it may cost. Strangers ask for codes: these have half of it at most.
 */
export async function reserve(
  tx: Tx,
  {
    notificationId,
    territorySiren,
    text,
    isCode,
    at,
  }: { notificationId: string; territorySiren: string; text: string; isCode: boolean; at: number },
): Promise<boolean> {
  if (await findReserved(tx, notificationId)) return true
  const budget = await findBudget(tx, territorySiren)
  if (!budget) return false
  const month = monthOf(at)
  const cost = budget.price * segmentsOf(text)
  const limit = isCode ? Math.floor(budget.monthLimit / 2) : budget.monthLimit
  if (!(await spendWithin(tx, { territorySiren, month, cost, limit }))) return false
  await insertReserved(tx, { notificationId, territorySiren, month, cost, createdAt: at })
  return true
}

/** True when a territory sends text messages: there is a gateway, and somebody said what they may cost. */
export async function sendsSms(
  handle: Reader | Tx,
  { config, territorySiren }: Pick<Deps, 'config'> & { territorySiren: string },
): Promise<boolean> {
  return config.sms !== null && ((await findBudget(handle, territorySiren))?.monthLimit ?? 0) > 0
}

type Given = Pick<Deps, 'database' | 'clock' | 'ids' | 'config'>
type Asking<T = object> = { actor: Actor; siren: string } & T

async function viewIn(handle: Reader | Tx, { clock, config }: Given, siren: string): Promise<SmsBudgetView> {
  const budget = await findBudget(handle, siren)
  return {
    configured: config.sms !== null,
    price: budget?.price ?? null,
    monthLimit: budget?.monthLimit ?? 0,
    spent: await findSpent(handle, { territorySiren: siren, month: monthOf(clock.now()) }),
    version: budget?.version ?? 0,
  }
}

/** What text messages may cost, and what they cost this month. Throws `forbidden`, `not-found`. */
export async function readSmsBudget(deps: Given, { actor, siren }: Asking): Promise<SmsBudgetView> {
  authorize(actor, 'territory.administer', { territorySiren: siren })
  await readTerritory({ database: deps.database, siren })
  return viewIn(deps.database.read, deps, siren)
}

/** Throws `forbidden`, `not-found`, `stale-version` with the budget as it is. */
export async function changeSmsBudget(
  deps: Given,
  { change, version, actor, siren }: Asking<{ change: SmsBudgetChange; version: number }>,
): Promise<SmsBudgetView> {
  await readSmsBudget(deps, { actor, siren })
  return deps.database.write(async (tx) => {
    const current = await viewIn(tx, deps, siren)
    if (current.version !== version) throw commonProblems['stale-version']({}, { current })
    await saveBudget(tx, { territorySiren: siren, ...change, version: version + 1 })
    await recordAudit(tx, {
      id: deps.ids.next(),
      territorySiren: siren,
      at: deps.clock.now(),
      userId: actor?.userId ?? null,
      action: 'sms-budget.change',
      subject: siren,
      change,
    })
    return viewIn(tx, deps, siren)
  })
}
