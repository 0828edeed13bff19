import { now } from './clock.ts'
import { phoneDatabase } from './database.ts'

/** Keeps an answer to be read without network. Only what everyone may read. */
export async function keep(name: string, data: unknown): Promise<void> {
  await (await phoneDatabase()).put('kept', { at: now(), data }, name)
}

export async function recallKept<T>(name: string): Promise<T | null> {
  const kept = await (await phoneDatabase()).get('kept', name)
  return (kept?.data as T | undefined) ?? null
}
