import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'
import { MailError } from '../platform/mailer.ts'

export type Background = {
  /** Starts `work` after the answer to the request; a mail server that is down for a moment is tried again. */
  run: (name: string, work: () => Promise<void>) => void
  /** Resolves when nothing is under way: for a graceful stop. */
  settle: () => Promise<void>
}

const retryAfterMs = [1_000, 5_000, 20_000]

/** Work a request starts and does not wait for. What fails is logged by code, never with an address. */
export function createBackground({ logger }: { logger: Logger }): Background {
  const underWay = new Set<Promise<void>>()
  const stop = new AbortController()

  async function attempt(name: string, work: () => Promise<void>): Promise<void> {
    for (let tries = 0; ; tries++) {
      try {
        return await work()
      } catch (error) {
        const delay = retryAfterMs[tries]
        if (!(error instanceof MailError && error.temporary) || delay === undefined || stop.signal.aborted) {
          logger.error(error instanceof MailError ? { code: error.code } : { err: error }, `${name} failed`)
          return
        }
        // A stop ends the wait, and leaves one last try.
        await wait(delay, undefined, { signal: stop.signal }).catch(() => {})
      }
    }
  }

  return {
    run: (name, work) => {
      const running = new Promise<void>((resolve) => setImmediate(resolve))
        .then(() => attempt(name, work))
        .finally(() => underWay.delete(running))
      underWay.add(running)
    },
    settle: async () => {
      stop.abort()
      await Promise.all(underWay)
    },
  }
}
