import { createHash } from 'node:crypto'
import type { Deps } from '../platform/http.ts'
import { readEdition } from './agenda-list.repository.ts'

export type Kept = { text: string; tag: string }
const mostCharacters = 8_000_000
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
    const { edition } = await readEdition(database.read)
    const now = `${edition}/${Math.floor(clock.now() / minuteMs)}`
    if (now !== era || characters > mostCharacters) {
      kept.clear()
      characters = 0
      era = now
    }
    const known = kept.get(key)
    if (known) return known
    const text = JSON.stringify(await make())
    const made = { text, tag: `"${createHash('sha1').update(text).digest('base64url')}"` }
    // While it was made, another edition may have begun.
    if (era === now) {
      kept.set(key, made)
      characters += text.length
    }
    return made
  }
}
