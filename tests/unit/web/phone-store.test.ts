import { describe, expect, it } from 'vitest'
import { storeOver, type Beneath } from '../../../web/offline/phone-store.ts'

/** A real little database with room for `room` values in each store. */
function aDatabase(room: number): Beneath & { size: () => number } {
  const values = new Map<string, unknown>()
  return {
    get: async (_store, key) => values.get(key),
    getAll: async () => [...values.values()],
    put: async (_store, value, key) => {
      const id = key ?? (value as { id: string }).id
      if (!values.has(id) && values.size >= room) throw new Error('QuotaExceededError')
      values.set(id, value)
    },
    delete: async (_store, key) => void values.delete(key),
    size: () => values.size,
  }
}

describe('what the phone keeps', () => {
  it('goes to the database while there is room', async () => {
    const database = aDatabase(9)
    const store = storeOver(database)
    await store.put('sends', { id: 'a', n: 1 })
    expect(database.size()).toBe(1)
    expect(await store.get('sends', 'a')).toEqual({ id: 'a', n: 1 })
  })

  it('is held in memory when the phone is full, and read back with the rest', async () => {
    const store = storeOver(aDatabase(1))
    await store.put('sends', { id: 'a' })
    await store.put('sends', { id: 'b' })
    expect(await store.getAll('sends')).toEqual([{ id: 'a' }, { id: 'b' }])
    await store.delete('sends', 'b')
    expect(await store.getAll('sends')).toEqual([{ id: 'a' }])
  })

  it('tells whether anything would be lost with the page', async () => {
    const told: boolean[] = []
    const store = storeOver(aDatabase(1), (anything) => told.push(anything))
    await store.put('sends', { id: 'a' })
    await store.put('sends', { id: 'b' })
    await store.delete('sends', 'b')
    expect(told).toEqual([false, true, false])
  })

  it('goes to the database as soon as there is room again, once', async () => {
    const database = aDatabase(1)
    const store = storeOver(database)
    await store.put('sends', { id: 'a' })
    await store.put('sends', { id: 'b' })
    await store.delete('sends', 'a')
    await store.put('sends', { id: 'b', again: true })
    expect(await store.getAll('sends')).toEqual([{ id: 'b', again: true }])
    expect(database.size()).toBe(1)
  })

  it('works without any database', async () => {
    const store = storeOver(null)
    await store.put('drafts', { words: 'x' }, 'report')
    expect(await store.get('drafts', 'report')).toEqual({ words: 'x' })
    expect(await store.get('sends', 'report')).toBeUndefined()
  })
})
