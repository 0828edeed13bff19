import { uuidv7 } from 'uuidv7'
import { accountHere } from '../account/account-here.ts'
import { forget } from '../offline/remembered.ts'
import { digestOf } from './digest.ts'
import { isWorthRetrying, NotSent, ProblemError } from './errors.ts'
import { pressedPlace, recallTried, rememberTried } from './kept-names.ts'

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
 * How long what is pressed again means the same, where others may have undone or refused it meanwhile, or a mail may be lost:
 * later, it is asked anew.
 */
export const meanwhileMs = 15 * 60_000

/**
 * Where names that may have served outlive the page. `about`: of what they are, for names that are of one content each: read
 * again and pressed again, the same is the same write, and another content is another. `as`: a place of their own, whatever is
 * written, asked each time since whose they are may be learned after. `forMs`: how long they mean the same.
 */
type Kept = { about?: string; as?: () => string; forMs?: number }

/**
 * Where names are that are of one content: pressed again by the same person, it finds them. Of what was written, only a print
 * is there. Empty where none can be made: they live with their page.
 */
async function placeOf(about: string, says: unknown): Promise<string> {
  const print = await digestOf([accountHere(), about, says])
  return print ? pressedPlace + print : ''
}

/**
 * What a form sends, and its names. Once a try was not answered, it may have been done: no refusal of a later one (signed
 * out, other words that do not fit) makes new names then, only one that says that they served. Names that outlive the page
 * do so from the press: it may be left, or killed, before anything is answered.
 */
export function namedWrite<N>(make: () => N, { about, as, forMs = Infinity }: Kept = {}) {
  const before = as ? recallTried<N>(as()) : null
  /** The first try that was not answered. */
  let tried = before
  let names = tried?.names ?? make()
  /** Where they are on the device: one for each content that left under them. */
  let places: string[] = []

  /** Something else is begun: what left before keeps its names, wherever they outlive the page. */
  function beginAnother(): void {
    places = []
    tried = null
    names = make()
  }
  function renew(): void {
    for (const place of as ? [as()] : places) forget(place)
    beginAnother()
  }
  function failed(error: unknown): void {
    if (isSpent(error) || (isRefused(error) && !tried)) renew()
    else if (!isRefused(error)) tried ??= { names, at: Date.now() }
  }
  async function keep(says: unknown): Promise<void> {
    if (as) {
      if (!tried) rememberTried(as(), { names, at: Date.now(), says: await digestOf(says) })
      return
    }
    const place = about === undefined ? '' : await placeOf(about, says)
    if (!place) return
    if (!tried) {
      const there = recallTried<N>(place)
      if (there && Date.now() - there.at <= forMs) tried = there
    }
    names = tried?.names ?? names
    rememberTried(place, { names, at: tried?.at ?? Date.now() })
    places.push(place)
  }
  return {
    /** Accepted, what is sent next is another write. `says`: all that is written, but what is new at each try. */
    async send<T>(work: (names: N) => Promise<T>, says: unknown = ''): Promise<T> {
      if (tried && Date.now() - tried.at > forMs) renew()
      await keep(says)
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
    beginAnother,
    /** Its fate is known: what is sent next is another write. */
    renew,
  }
}

const pressed = new Map<string, { said: string; write: ReturnType<typeof namedWrite<string>> }>()

function writeOf(subject: string, content: unknown, kept: Kept = {}) {
  const said = JSON.stringify(content)
  const before = pressed.get(subject)
  const { write } = before?.said === said ? before : { write: namedWrite(uuidv7, kept) }
  pressed.set(subject, { said, write })
  return write
}

/**
 * Does what one press asks, under a key made for it: `once(trip.id, ['pause'], (key) => …)`. Pressed again when nothing
 * was answered, the same leaves under the same key. Anything else asked of the same `subject` is another write, and ends
 * the former: what is done and undone by turns is done each time.
 */
export const once = <T>(subject: string, content: unknown, work: (key: string) => Promise<T>): Promise<T> =>
  writeOf(subject, content).send(work)

/** The same, also where the page was read again in between: for what would be there twice, or reach somebody twice. */
export const onceKept = <T>(
  subject: string,
  content: unknown,
  work: (key: string) => Promise<T>,
): Promise<T> => writeOf(subject, content, { about: subject, forMs: meanwhileMs }).send(work, content)
