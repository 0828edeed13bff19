import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { AppContext, Deps } from '../platform/http.ts'
import { readEdition } from './agenda-list.repository.ts'

type Kept = { text: string; tag: string; lastModified: string; gzip?: Uint8Array<ArrayBuffer> }
const mostCharacters = 8_000_000
/** What an answer costs beside its words. */
const entryCharacters = 300
const minuteMs = 60_000

/**
 * Answers kept for whoever asks the same within a minute, as long as nothing of the agenda changed: the edition is read
 * from the database each time, so that an answer is never older than a write, by this process or another. The minute is
 * the lists' own: what is over leaves them at the next.
 */
export function createKeptAnswers({ database, clock }: Pick<Deps, 'database' | 'clock'>) {
  const kept = new Map<string, Kept>()
  let era = ''
  let characters = 0
  return async (key: string, make: () => Promise<unknown>): Promise<Kept> => {
    const { edition, changedAt } = await readEdition(database.read)
    const now = `${edition}/${Math.floor(clock.now() / minuteMs)}`
    if (now !== era || characters > mostCharacters) {
      kept.clear()
      characters = 0
      era = now
    }
    const known = kept.get(key)
    if (known) return known
    const text = JSON.stringify(await make())
    const made: Kept = {
      text,
      // Weak: the same words, however they are packed.
      tag: `W/"${createHash('sha1').update(text).digest('base64url')}"`,
      lastModified: new Date(changedAt).toUTCString(),
    }
    // While it was made, another edition may have begun.
    if (era === now) {
      kept.set(key, made)
      // An address may be longer than what it answers, and anyone makes up thousands of them.
      characters += text.length + key.length + entryCharacters
    }
    return made
  }
}

const worthPacking = 1024

/**
 * Sends a kept answer, packed once for all who take it so; 304 to who has it. Headers are said before the body: added
 * to an answer already made, they would cost a second one.
 */
export function sendKept(c: AppContext, kept: Kept): Response {
  c.header('ETag', kept.tag)
  c.header('Last-Modified', kept.lastModified)
  const known = c.req.header('if-none-match')
  if (known?.split(/\s*,\s*/).some((tag) => tag.replace(/^W\//, '') === kept.tag.slice(2)))
    return c.body(null, 304)
  c.header('Content-Type', 'application/json')
  if (kept.text.length < worthPacking || !/\bgzip\b/.test(c.req.header('accept-encoding') ?? ''))
    return c.body(kept.text, 200)
  kept.gzip ??= new Uint8Array(gzipSync(kept.text))
  c.header('Content-Encoding', 'gzip')
  return c.body(kept.gzip, 200)
}
