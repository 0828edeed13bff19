import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { AppContext } from '../../platform/http.ts'
import { commonProblems, Problem, type FieldError } from '../../platform/problems.ts'

export const standardPath = '/api/standard-covoiturage'

/** True for the calls whose errors are told in the standard's form. */
export const isStandardCall = (path: string) => path.startsWith(`${standardPath}/`)

/** The standard knows 400 for what it does not fit, and for a booking or an event that cannot be; the rest of this API is finer. */
function statusOf(status: number, c: AppContext): number {
  if ([406, 412, 413, 415, 422, 428].includes(status)) return 400
  const coarse = /\/(?:bookings|booking_events)$/.test(c.req.path)
  return (coarse && (status === 404 || status === 409)) ||
    (status === 409 && c.req.path.endsWith('/messages'))
    ? 400
    : status
}

/**
 * An error as the Standard Covoiturage tells it: `{ error }`. Its own codes as it writes them (`missing_booking`,
 * `status_already_set`), ours alike, and `message` in words. Of parameters that do not fit, each is named.
 */
export function answerStandardError(error: Error, c: AppContext): Response {
  const problem =
    error instanceof Problem
      ? error
      : 'status' in error && typeof error.status === 'number' && error.status < 500
        ? commonProblems['malformed-json']()
        : commonProblems.unexpected({ requestId: c.get('requestId') ?? '' })
  if (problem.status >= 500) c.get('logger')?.error({ err: error })
  const { detail } = problem.toJSON(c.get('language') ?? 'fr')
  const fields = ((problem.extra['errors'] ?? []) as FieldError[]).map(
    ({ pointer, detail: words }) => `${pointer.replace(/^[#/]+/, '')}: ${words}`,
  )
  const { retryAfter } = problem.extra
  if (typeof retryAfter === 'number') c.header('Retry-After', String(retryAfter))
  const body = {
    error: problem.slug.replaceAll('-', '_'),
    message: fields.length > 0 ? fields.join(' ') : detail,
  }
  return c.body(JSON.stringify(body), statusOf(problem.status, c) as ContentfulStatusCode, {
    'Content-Type': 'application/json',
    'Cache-Control': 'no-store',
  })
}
