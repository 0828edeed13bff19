type Work<Tx, T> = (tx: Tx) => Promise<T>
type Unit<Tx> = {
  work: Work<Tx, unknown>
  resolve: (value: unknown) => void
  reject: (error: unknown) => void
}
type Outcome = { ok: true; value: unknown } | { ok: false; error: unknown }

const groupLimit = 128
const busyRetries = 8

/** True when another process holds the write lock: worth trying again. */
function isBusy(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if ('code' in cause && String(cause.code).startsWith('SQLITE_BUSY')) return true
  return false
}

/** A unit of work threw, not the transaction around it. */
class UnitFailed extends Error {}

/**
 * One writer at a time, group commit: units that wait together run in one transaction and are answered only after the
 * commit. A durable commit costs an fsync whatever it holds, so sharing one is what lets a village report at once.
 * A group first runs bare, for a savepoint makes the full-text indexes write out all they hold, unit by unit. When one
 * of its units fails after it wrote, all is rolled back and the group runs again with a savepoint each: one failure
 * harms no other. So a unit may run more than once, and only its last run counts. What refuses before it writes costs
 * the others nothing.
 */
export function createWriteQueue<Tx>({
  transaction,
  written,
  savepoint,
}: {
  transaction: (work: (tx: Tx) => Promise<void>) => Promise<void>
  /** How many statements that write were run so far, in any transaction. */
  written: () => number
  savepoint: <T>(tx: Tx, work: Work<Tx, T>) => Promise<T>
}) {
  const waiting: Unit<Tx>[] = []
  let running: Promise<void> | undefined

  const runBare = (group: Unit<Tx>[]) => async (tx: Tx, outcomes: Outcome[]) => {
    for (const { work } of group) {
      const before = written()
      try {
        outcomes.push({ ok: true, value: await work(tx) })
      } catch (error) {
        if (isBusy(error)) throw error
        if (written() > before) throw new UnitFailed(undefined, { cause: error })
        outcomes.push({ ok: false, error })
      }
    }
  }
  const runApart = (group: Unit<Tx>[]) => async (tx: Tx, outcomes: Outcome[]) => {
    for (const { work } of group) {
      try {
        outcomes.push({ ok: true, value: await savepoint(tx, work) })
      } catch (error) {
        if (isBusy(error)) throw error
        outcomes.push({ ok: false, error })
      }
    }
  }

  /** What each unit came to, once committed. Tries again while another process holds the write lock. */
  async function commit(run: ReturnType<typeof runBare>): Promise<Outcome[]> {
    for (let attempt = 0; ; attempt++) {
      const outcomes: Outcome[] = []
      try {
        await transaction((tx) => run(tx, outcomes))
        return outcomes
      } catch (error) {
        if (!isBusy(error) || attempt >= busyRetries) throw error
        await new Promise((resolve) => setTimeout(resolve, 10 * 2 ** attempt * (0.5 + Math.random())))
      }
    }
  }

  async function settle(group: Unit<Tx>[]): Promise<Outcome[]> {
    try {
      return await commit(runBare(group))
    } catch (error) {
      if (!(error instanceof UnitFailed)) return group.map(() => ({ ok: false, error }))
      if (group.length === 1) return [{ ok: false, error: error.cause }]
    }
    return commit(runApart(group)).catch((error: unknown) => group.map(() => ({ ok: false, error })))
  }

  async function commitGroup(group: Unit<Tx>[]): Promise<void> {
    const outcomes = await settle(group)
    group.forEach((unit, i) => {
      const outcome = outcomes[i]
      if (outcome?.ok) unit.resolve(outcome.value)
      else unit.reject(outcome?.error)
    })
  }

  async function run(): Promise<void> {
    // A turn of the loop lets requests already read from their sockets join the first group.
    await new Promise((resolve) => setImmediate(resolve))
    while (waiting.length > 0) await commitGroup(waiting.splice(0, groupLimit))
    running = undefined
  }

  return {
    write<T>(work: Work<Tx, T>): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        waiting.push({ work, resolve: resolve as (value: unknown) => void, reject })
        running ??= run()
      })
    },
    /** Resolves when nothing is written or waiting. Writes asked for meanwhile are waited for too. */
    drain: (): Promise<void> => running ?? Promise.resolve(),
  }
}
