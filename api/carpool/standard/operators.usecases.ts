import type { OperatorScope } from '../../../db/schema/index.ts'
import type { Deps } from '../../platform/http.ts'
import { hashSecret } from '../../platform/ids.ts'
import type { RateRule } from '../../platform/rate-limits.ts'
import { findOperatorByKey, type OperatorRow } from './operators.repository.ts'
import { standardProblems } from './standard.problems.ts'

export type Operator = OperatorRow
export type { OperatorScope }

/** Ten calls a second for minutes on end: more than a village's people look for. */
const callRate: RateRule = { name: 'operator-call', windowSeconds: 60, perDevice: 600, perAddress: 600 }

/**
 * The operator that a key is of, when it may do what it asks. Each call counts, by operator. Throws `operator-unknown`,
 * `operator-disabled`, `operator-not-allowed`, `too-many-requests`.
 */
export async function requireOperator(
  { database, rateLimiter }: Pick<Deps, 'database' | 'rateLimiter'>,
  { key, scope }: { key: string | undefined; scope: OperatorScope },
): Promise<Operator> {
  const operator = key ? await findOperatorByKey(database.read, hashSecret(key)) : null
  if (!operator) throw standardProblems['operator-unknown']()
  if (!operator.enabled) throw standardProblems['operator-disabled']()
  await database.write((tx) => rateLimiter.spend(tx, callRate, { address: operator.id, device: null }))
  if (!operator.opens.includes(scope)) throw standardProblems['operator-not-allowed']()
  return operator
}
