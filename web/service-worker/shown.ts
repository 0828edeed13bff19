import { askApi } from './ask-api.ts'

/** What could not be told, kept for the next push: bare tokens, that say nothing of the message. */
const keptIn = 'bocage-shown'
const most = 50
const patienceMs = 8000

const pathOf = (token: string) => `/shown/${token}`

async function keptTokens(cache: Cache): Promise<string[]> {
  const kept = await cache.keys()
  return kept.slice(0, most - 1).map(({ url }) => new URL(url).pathname.slice(pathOf('').length))
}

/** True when the server has them, or will never take them. */
async function tell(tokens: string[]): Promise<boolean> {
  const answer = await askApi('/api/push/shown', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ tokens }),
    timeoutMs: patienceMs,
  })
  return answer !== null && answer.status < 500 && answer.status !== 429
}

/**
 * Tells the server that a notification was really shown, with those that a cut of the network left untold. Never
 * fails: what is lost is a count.
 */
export async function tellShown(token: string | undefined): Promise<void> {
  if (!token) return
  try {
    const cache = await caches.open(keptIn)
    const left = await keptTokens(cache)
    const isTold = await tell([token, ...left])
    if (isTold) await Promise.all(left.map((one) => cache.delete(pathOf(one))))
    else if (left.length < most - 1) await cache.put(pathOf(token), new Response())
  } catch {
    // No storage on this phone: there is nothing to tell with.
  }
}
