import { phoneDatabase } from '../database.ts'
import type { KeptStore } from './shelf.ts'

/** The shelf as a page reaches it: held in memory where the browser forbids storage. */
export const pageStore: KeptStore = {
  get: async (key) => (await phoneDatabase()).get('kept', key),
  put: async (key, value) => {
    await (await phoneDatabase()).put('kept', value, key)
  },
  delete: async (key) => (await phoneDatabase()).delete('kept', key),
}
