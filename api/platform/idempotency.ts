import { and, eq, inArray, lt, sql } from 'drizzle-orm'
import { createHash } from 'node:crypto'
import type { Database, Reader, Tx } from '../../db/client.ts'
import { prepared, preparedInsert } from '../../db/prepared.ts'
import { idempotency } from '../../db/schema/index.ts'
import type { Clock } from './clock.ts'
import { idempotencyDays, mustBeKnown } from './kept-answers.rules.ts'
import { commonProblems } from './problems.ts'

export type Answer<T> = { status: number; body: T }
export type WriteKey = { key: string; route: string; requestHash: string }

/** JSON with sorted keys, so that the same content has the same hash whatever its order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}

export function hashRequest(content: unknown): string {
  return createHash('sha256').update(canonical(content)).digest('base64url')
}

const selectAnswer = prepared((db) =>
  db
    .select()
    .from(idempotency)
    .where(and(eq(idempotency.key, sql.placeholder('key')), eq(idempotency.route, sql.placeholder('route'))))
    .prepare(),
)
const insertAnswer = preparedInsert(idempotency)

/**
 * Does `work` once for a key: the answer is kept in the transaction of the change itself, so neither can exist
 * without the other. The same key with the same content gives the same answer for 7 days; with other content it
 * throws `idempotency-key-reused`.
 */
export function writeOnce<T>(
  { database, clock, write }: { database: Database; clock: Clock; write: WriteKey },
  work: (tx: Tx) => Promise<Answer<T>>,
): Promise<Answer<T>> {
  return database.write(async (tx) => {
    const [kept] = await selectAnswer(tx, { key: write.key, route: write.route })
    if (kept) {
      if (kept.requestHash !== write.requestHash) throw commonProblems['idempotency-key-reused']()
      return { status: kept.status, body: JSON.parse(kept.response) as T }
    }
    const answer = await work(tx)
    await insertAnswer(tx, {
      ...write,
      status: answer.status,
      response: JSON.stringify(answer.body),
      createdAt: clock.now(),
    })
    return answer
  })
}

/** The answer already given to this very write, if any. */
export async function findKeptAnswer<T>(
  handle: Reader | Tx,
  write: WriteKey,
): Promise<Answer<T> | undefined> {
  const [kept] = await selectAnswer(handle, { key: write.key, route: write.route })
  if (!kept || kept.requestHash !== write.requestHash) return undefined
  return { status: kept.status, body: JSON.parse(kept.response) as T }
}

/**
 * The answer already given to this write, for work too long for one transaction: asked before it begins. Throws
 * `idempotency-key-reused` when the key was used for other content.
 */
export async function findAnswer<T>(handle: Reader | Tx, write: WriteKey): Promise<Answer<T> | undefined> {
  const [kept] = await selectAnswer(handle, { key: write.key, route: write.route })
  if (!kept) return undefined
  if (kept.requestHash !== write.requestHash) throw commonProblems['idempotency-key-reused']()
  return { status: kept.status, body: JSON.parse(kept.response) as T }
}

/**
 * The keys of writes that this database knows nothing of, though it should: it was put back from a copy made before
 * them. `acceptedAt`, when the phone had its answer by our own clock: of a write so old that its answer may have been
 * deleted since, nothing is said.
 */
export async function findUnknownKeys(
  { database, clock }: { database: Pick<Database, 'read'>; clock: Clock },
  writes: readonly { key: string; acceptedAt: number }[],
): Promise<string[]> {
  const now = clock.now()
  const asked = writes.filter(({ acceptedAt }) => mustBeKnown(acceptedAt, now)).map(({ key }) => key)
  if (asked.length === 0) return []
  // By the primary key, which begins with the key.
  const kept = await database.read
    .select({ key: idempotency.key })
    .from(idempotency)
    .where(inArray(idempotency.key, asked))
  const known = new Set(kept.map(({ key }) => key))
  return asked.filter((key) => !known.has(key))
}

/** Deletes the answers older than 7 days. */
export function deleteOldAnswers({ database, clock }: { database: Database; clock: Clock }): Promise<void> {
  return database.write(async (tx) => {
    await tx.delete(idempotency).where(lt(idempotency.createdAt, clock.now() - idempotencyDays * 86_400_000))
  })
}
