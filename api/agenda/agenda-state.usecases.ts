import type { Database } from '../../db/client.ts'
import { findEventCategories, readEdition } from './agenda-list.repository.ts'
import { toCategory } from './agenda-lines.ts'

type Given = { database: Pick<Database, 'read'> }

/** Kinds of events that a territory offers, in its order. */
export async function openCategories({ database }: Given, territorySiren: string) {
  const all = await findEventCategories(database.read, territorySiren)
  return all.filter(({ active }) => active).map(toCategory)
}

/** When an event last changed (epoch milliseconds). */
export async function lastChange({ database }: Given): Promise<number> {
  return (await readEdition(database.read)).changedAt
}
