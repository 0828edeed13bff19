import { ProblemError } from './errors.ts'

const most = 20

/**
 * Asks, one after the other, what became of the newest of what this phone keeps. One that is no more keeps what was known.
 * False when nobody answered: the others are not asked.
 */
export async function askNewest<T>(kept: readonly T[], ask: (one: T) => Promise<unknown>): Promise<boolean> {
  for (const one of kept.slice(0, most))
    try {
      await ask(one)
    } catch (error) {
      if (!(error instanceof ProblemError && error.status === 404)) return false
    }
  return true
}
