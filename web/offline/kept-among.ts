import { now } from './clock.ts'
import { phoneDatabase } from './database.ts'

/**
 * What was read, and when (by `clock.ts`). Out of a commune's pack, `of` is that commune; `among`: of how many things
 * that are kept it was chosen, where there are others that are not.
 */
export type KeptOne<T> = { at: number; data: T; of?: string; among?: number }
type KeptList = { key: string; at: number; data: unknown }[]

/**
 * Keeps an answer among the last `most` of its kind, to be read without network: the oldest make room. Only what
 * everyone may read.
 */
export async function keepAmong(kind: string, key: string, data: unknown, most: number): Promise<void> {
  const database = await phoneDatabase()
  const before = ((await database.get('kept', kind))?.data ?? []) as KeptList
  const others = before.filter((one) => one.key !== key).slice(0, most - 1)
  const at = now()
  await database.put('kept', { at, data: [{ key, at, data }, ...others] }, kind)
}

export async function recallAmong<T>(kind: string, key: string): Promise<KeptOne<T> | null> {
  const kept = ((await (await phoneDatabase()).get('kept', kind))?.data ?? []) as KeptList
  const found = kept.find((one) => one.key === key)
  return found ? { at: found.at, data: found.data as T } : null
}
