/** One field refused by the server; `pointer` is a JSON pointer into what was sent (RFC 6901). */
export type FieldProblem = { pointer: string; code: string; detail: string }

type ProblemBody = {
  type: string
  title: string
  detail: string
  status: number
  errors?: FieldProblem[]
  [member: string]: unknown
}

/** The server answered with problem details (RFC 9457): `detail` is a sentence for the person. */
export class ProblemError extends Error {
  readonly type: string
  readonly title: string
  readonly detail: string
  readonly status: number
  readonly errors: FieldProblem[]
  /** Members beside the standard ones, e.g. `current` of a 412 or `commune` of a refusal. */
  readonly members: Readonly<Record<string, unknown>>
  /** Milliseconds to wait before trying again, when the server gave Retry-After. */
  readonly retryAfter: number | null
  /** Of the answer, when there was one. */
  readonly headers: Headers | null

  constructor(body: ProblemBody, retryAfter: number | null = null, headers: Headers | null = null) {
    super(`${body.status} ${body.type}`)
    this.name = 'ProblemError'
    this.type = body.type
    this.title = body.title
    this.detail = body.detail
    this.status = body.status
    this.errors = body.errors ?? []
    this.members = body
    this.retryAfter = retryAfter
    this.headers = headers
  }

  /** The stable name of the problem, without its address: `stale-version`. */
  get slug(): string {
    return this.type.split('/').at(-1) ?? ''
  }

  /** The sentence for a field, e.g. `errorOf('/words')`. */
  errorOf(pointer: string): string | undefined {
    return this.errors.find((error) => error.pointer === pointer)?.detail
  }
}

/**
 * Why there was no answer of ours: no network; nobody there; too slow; someone else answered, as the sign-in page of a
 * wifi does (`intercepted`); the service has moved on and this app must be updated before it writes (`outdated`).
 */
export type Unanswered = 'offline' | 'unreachable' | 'timeout' | 'intercepted' | 'outdated'

/** No answer at all: what was asked may or may not have been done, so it is repeated with the same key. */
export class NetworkError extends Error {
  readonly reason: Unanswered

  constructor(reason: Unanswered, cause?: unknown) {
    super(reason, { cause })
    this.name = 'NetworkError'
    this.reason = reason
  }
}

/**
 * Of this app, not of the server: it did not send what was written, for a reason in the person's words (`detail`). The
 * form still holds it, and its ids: a try before may have arrived.
 */
export class NotSent extends Error {
  readonly why: 'no-room' | 'removed' | 'behind-refused' | 'other-words'
  readonly detail: string

  constructor(why: NotSent['why'], detail: string) {
    super(why)
    this.name = 'NotSent'
    this.why = why
    this.detail = detail
  }
}

/**
 * Whether trying again later, unchanged, can succeed: no answer, a fault of the server, or too many requests.
 */
export function isWorthRetrying(error: unknown): boolean {
  if (error instanceof NetworkError) return true
  return (
    error instanceof ProblemError && (error.status >= 500 || error.status === 429 || error.status === 408)
  )
}
