import { apiHeader } from '../../api/platform/generation.rules.ts'

/** Nobody waits longer for a notification's button, nor holds the others up. */
const patienceMs = 20_000

/**
 * What the API itself answered to the service worker, in nobody's name: the sign-in page of a wifi says « 200 » to
 * everything. Null else.
 */
export const askApi = (
  path: string | URL,
  { timeoutMs = patienceMs, ...options }: RequestInit & { timeoutMs?: number } = {},
): Promise<Response | null> =>
  fetch(path, { ...options, credentials: 'omit', signal: AbortSignal.timeout(timeoutMs) }).then(
    (answer) => (answer.headers.has(apiHeader) ? answer : null),
    () => null,
  )
