import { uuidv7 } from 'uuidv7'
import { idempotencyDays } from '../../api/platform/kept-answers.rules.ts'
import { recall, remember } from '../offline/remembered.ts'
import { isWorthRetrying, NotSent, ProblemError } from './errors.ts'

// What names a write (its ids, its key) is made with it and stays as long as it may have been done: the server knows a
// write that comes again by its names alone, and under new ones it does it a second time. So they are made anew in two
// cases only: it was accepted, or it was refused and nothing sent under them before can have arrived.

/**
 * The server said no, and nothing was written. Not so of a proxy's « 504 », of a fault, or of too many requests: what is
 * behind may have been done, as when no answer comes.
 */
export const isRefused = (error: unknown): error is ProblemError =>
  error instanceof ProblemError && !isWorthRetrying(error)

const spent = /^(already-written|id-taken|.+-(reused|exists))$/
/**
 * An error that says that the names served before: what was first sent under them is there, or leaves by another window.
 * The person is told to look at it; their next press sends this as well.
 */
export const isSpent = (error: unknown): boolean =>
  error instanceof NotSent ? error.why === 'other-words' : isRefused(error) && spent.test(error.slug)

export const newNames = () => ({ id: uuidv7(), key: uuidv7() })

/**
 * `as`: where names that may have served outlive the page, with what is written, asked each time since whose they are may be
 * learned after; `forMs`: how long they mean the same.
 */
type Kept = { as?: () => string; forMs?: number }
/** `says`: what was sent, as its author would know it. */
type Tried<N> = { names: N; at: number; says?: string }

/** As long as the server keeps the answer to a key. */
const keptMs = idempotencyDays * 86_400_000

function recallTried<N>(as: string): Tried<N> | null {
  try {
    const tried = JSON.parse(recall(as) || 'null') as Tried<N> | null
    if (!tried || Math.abs(Date.now() - tried.at) < keptMs) return tried
    remember(as, '')
    return null
  } catch {
    return null
  }
}

/**
 * What a form sends, and its names. Once a try was not answered, it may have been done: no refusal of a later one (signed
 * out, other words that do not fit) makes new names then, only one that says that they served. Names that outlive the page
 * do so from the press: it may be left, or killed, before anything is answered.
 */
export function namedWrite<N>(make: () => N, { as, forMs = Infinity }: Kept = {}) {
  const before = as ? recallTried<N>(as()) : null
  /** The first try that was not answered. */
  let tried = before
  let names = tried?.names ?? make()

  function renew(): void {
    if (as) remember(as(), '')
    tried = null
    names = make()
  }
  function failed(error: unknown): void {
    if (isSpent(error) || (isRefused(error) && !tried)) renew()
    else if (!isRefused(error)) tried ??= { names, at: Date.now() }
  }
  return {
    /** Accepted, what is sent next is another write. */
    async send<T>(work: (names: N) => Promise<T>, says = ''): Promise<T> {
      if (tried && Date.now() - tried.at > forMs) renew()
      if (as && !tried) remember(as(), JSON.stringify({ names, at: Date.now(), says } satisfies Tried<N>))
      try {
        const done = await work(names)
        renew()
        return done
      } catch (error) {
        failed(error)
        throw error
      }
    },
    /** What was pressed on a page that closed before its fate was known. */
    before,
    /** Its fate is known: what is sent next is another write. */
    renew,
  }
}

const pressed = new Map<string, { said: string; write: ReturnType<typeof namedWrite<string>> }>()

/**
 * Does what one press asks, under a key made for it: `once(trip.id, ['pause'], (key) => …)`. Pressed again when nothing
 * was answered, the same leaves under the same key. Anything else asked of the same `subject` is another write, and ends
 * the former: what is done and undone by turns is done each time.
 */
export function once<T>(subject: string, content: unknown, work: (key: string) => Promise<T>): Promise<T> {
  const said = JSON.stringify(content)
  const before = pressed.get(subject)
  const { write } = before?.said === said ? before : { write: namedWrite(uuidv7) }
  pressed.set(subject, { said, write })
  return write.send(work)
}
