import type { OutgoingHttpHeaders } from 'node:http'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import webPush, { type PushSubscription, type RequestOptions } from 'web-push'

export type CipherJob = {
  number: number
  subscription: PushSubscription
  content: string
  options: RequestOptions
}
export type CipherResult =
  { number: number; headers: OutgoingHttpHeaders; body: Uint8Array } | { number: number; error: string }
export type Ciphered = { headers: OutgoingHttpHeaders; body: Buffer }
type Waiting = CipherJob & { done: (ciphered: Ciphered) => void; fail: (error: unknown) => void }

/** With fewer in hand, a thread costs more than it gains: a single push leaves at once. */
const worthAThread = 8
/** Kept that long after the last message, milliseconds. */
const idleMs = 10_000
const threadsAtMost = 3

function cipherHere({ subscription, content, options }: CipherJob): Ciphered {
  const { headers, body } = webPush.generateRequestDetails(subscription, content, options)
  return { headers, body: body as Buffer }
}

/**
 * Encrypts pushes (RFC 8291). One costs the processor more than all else that is done for it, so a danger told to
 * thousands would hold up every page: beyond a handful in hand it is done in threads, begun then and ended when idle.
 * A thread that dies loses nothing: what it held is encrypted here.
 */
export function createPushCipher() {
  const count = Math.min(threadsAtMost, Math.max(1, availableParallelism() - 1))
  const waiting = new Map<number, Waiting>()
  let threads: { worker: Worker; held: Set<number> }[] = []
  let collected: Waiting[] = []
  let next = 0
  let idle: NodeJS.Timeout | undefined

  function end(job: Waiting, result: Ciphered | { error: unknown }): void {
    waiting.delete(job.number)
    if ('error' in result) job.fail(result.error)
    else job.done(result)
    if (waiting.size > 0) return
    for (const { worker } of threads) worker.unref()
    idle = setTimeout(() => {
      for (const { worker } of threads) void worker.terminate()
      threads = []
    }, idleMs).unref()
  }

  function begin() {
    const worker = new Worker(new URL('./push-cipher.worker.ts', import.meta.url))
    const thread = { worker, held: new Set<number>() }
    worker.on('message', (result: CipherResult) => {
      thread.held.delete(result.number)
      const job = waiting.get(result.number)
      if (!job) return
      if ('error' in result) end(job, { error: new Error(result.error) })
      // A view of what crossed over, not a copy.
      else
        end(job, {
          headers: result.headers,
          body: Buffer.from(result.body.buffer, result.body.byteOffset, result.body.byteLength),
        })
    })
    const lost = () => {
      threads = threads.filter((one) => one !== thread)
      for (const number of thread.held) {
        const job = waiting.get(number)
        if (job) finishHere(job)
      }
      thread.held.clear()
    }
    worker.on('error', lost)
    worker.on('exit', lost)
    return thread
  }

  function finishHere(job: Waiting): void {
    try {
      end(job, cipherHere(job))
    } catch (error) {
      end(job, { error })
    }
  }

  /** What came in one turn of the loop crosses over in one message to each thread. */
  function flush(): void {
    const jobs = collected
    collected = []
    if (threads.length === 0 && jobs.length < worthAThread) {
      for (const job of jobs) finishHere(job)
      return
    }
    while (threads.length < count) threads.push(begin())
    const share = Math.ceil(jobs.length / count)
    for (const [n, { worker, held }] of [...threads].entries()) {
      const part = jobs.slice(n * share, (n + 1) * share)
      if (part.length === 0) break
      for (const { number } of part) held.add(number)
      worker.ref()
      worker.postMessage(
        part.map(({ number, subscription, content, options }) => ({
          number,
          subscription,
          content,
          options,
        })),
      )
    }
  }

  /** Headers and body of a push, without our signature. Throws what the library does for keys that are none. */
  return (subscription: PushSubscription, content: string, options: RequestOptions): Promise<Ciphered> =>
    new Promise((done, fail) => {
      clearTimeout(idle)
      const job = { number: next++, subscription, content, options, done, fail }
      waiting.set(job.number, job)
      collected.push(job)
      if (collected.length === 1) setImmediate(flush)
    })
}
