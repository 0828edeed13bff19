import type { Reader, Tx } from '../../db/client.ts'
import { readSettings } from './agenda-settings.repository.ts'
import { eventProblems } from './events.problems.ts'
import { forbiddenWordsIn } from './events.rules.ts'

/**
 * Refuses words that everybody would read at once and that hold one the territory does not want: what waits for a
 * person is looked at by that person, a cancellation or the page of an organizer is not. Throws `words-not-allowed`.
 */
export async function requireAllowedWords(
  handle: Reader | Tx,
  territorySiren: string,
  texts: readonly (string | null | undefined)[],
): Promise<void> {
  const { forbiddenWords } = await readSettings(handle, territorySiren)
  const read = texts.map((text) => text ?? null)
  if (forbiddenWordsIn(read, forbiddenWords).length > 0) throw eventProblems['words-not-allowed']()
}
