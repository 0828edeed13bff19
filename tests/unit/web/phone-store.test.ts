import { describe, expect, it } from 'vitest'
import {
  NotKept,
  storeOver,
  type Beneath,
  type ReplaceBeneath,
  type Held,
} from '../../../web/offline/phone-store.ts'

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

  it('holds what was refused for as long as the page, not the connection', async () => {
    const held: Held = new Map()
    await storeOver(null, undefined, undefined, held).put('sends', { id: 'a' })
    const next = storeOver(null, undefined, undefined, held)
    expect(await next.getAll('sends')).toEqual([{ id: 'a' }])
  })

  it('is replaced whole or not at all, and what could not be kept is said', async () => {
    const kept = new Map<string, unknown>([['former', { id: 'former' }]])
    let room = 0
    const replace: ReplaceBeneath = async (stores) => {
      const entries = [...stores.values()].flat()
      if (entries.length > room) throw new Error('QuotaExceededError')
      kept.clear()
      for (const { value, key } of entries) kept.set(key ?? (value as { id: string }).id, value)
    }
    const store = storeOver(aDatabase(0), () => undefined, replace)
    const round = { round: [{ value: { at: 1 }, key: 'mine' }], roundTickets: [{ value: { id: 'a' } }] }
    await expect(store.replace(round)).rejects.toThrow(NotKept)
    expect([...kept.keys()]).toEqual(['former'])
    // Held in memory from before, it would hide what is kept now.
    await store.put('roundTickets', { id: 'a', old: true })
    room = 2
    await store.replace(round)
    expect([...kept.keys()]).toEqual(['mine', 'a'])
    expect(await store.get('roundTickets', 'a')).toBeUndefined()
    await expect(storeOver(null).replace(round)).rejects.toThrow(NotKept)
  })

  it('is emptied at once, what is held in memory too, also where there is no database', async () => {
    const asked: string[][] = []
    const store = storeOver(
      aDatabase(0),
      () => undefined,
      async (stores) => {
        asked.push([...stores].flatMap(([name, entries]) => [name, String(entries.length)]))
      },
    )
    await store.put('roundTickets', { id: 'a' })
    await store.replace({ round: [], roundTickets: [] })
    expect(asked).toEqual([['round', '0', 'roundTickets', '0']])
    expect(await store.getAll('roundTickets')).toEqual([])
    const without = storeOver(null)
    await without.put('roundTickets', { id: 'a' })
    await without.replace({ round: [], roundTickets: [] })
    expect(await without.getAll('roundTickets')).toEqual([])
  })
})
