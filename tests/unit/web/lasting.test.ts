import { describe, expect, it } from 'vitest'
import { lasting, type Connection, type Reach } from '../../../web/offline/lasting.ts'
import { storeOver, type Held } from '../../../web/offline/phone-store.ts'
import { settleHeld } from '../../../web/offline/settle-held.ts'

/** A little disk, and connections to it that can be closed beneath whoever holds them. */
function aDisk() {
  const stores = new Map<string, Map<string, unknown>>()
  const of = (store: string) => {
    const known = stores.get(store) ?? new Map<string, unknown>()
    stores.set(store, known)
    return known
  }
  let openings = 0
  let letIn = () => {}
  let closeLast: (name: string) => void = () => {}
  const connect = (): Connection => {
    let why = ''
    closeLast = (name) => {
      why = name
    }
    const now = <T>(work: () => T): Promise<T> =>
      why ? Promise.reject(new DOMException('closing', why)) : Promise.resolve().then(work)
    return {
      get: (store, key) => now(() => of(store).get(key)),
      getAll: (store) => now(() => [...of(store).values()]),
      put: (store, value, key) => now(() => void of(store).set(key ?? (value as { id: string }).id, value)),
      delete: (store, key) => now(() => void of(store).delete(key)),
      replace: (all) => now(() => void [...all.keys()].forEach((store) => stores.delete(store))),
    }
  }
  return {
    of,
    openings: () => openings,
    close: (name = 'InvalidStateError') => closeLast(name),
    letIn: () => letIn(),
    open: async () => {
      openings++
      return connect()
    },
    /** Opens once `letIn` is called. */
    openLate: () =>
      new Promise<Connection>((resolve) => {
        openings++
        letIn = () => resolve(connect())
      }),
  }
}

const patienceMs = 20
function aPhone(open: (told: { closed: () => void }) => Promise<Connection>) {
  const held: Held = new Map()
  const told: Reach[] = []
  const beneath = lasting({
    open,
    first: (connection) => settleHeld(held, connection),
    patienceMs,
    tell: (reach) => told.push(reach),
  })
  return { told, store: storeOver(beneath, undefined, beneath.replace, held) }
}

describe('a connection closed beneath whoever holds it', () => {
  it.each(['InvalidStateError', 'AbortError', 'UnknownError'])('is opened again (%s)', async (name) => {
    const disk = aDisk()
    const { store } = aPhone(disk.open)
    await store.put('sends', { id: 'a' })
    disk.close(name)
    expect(await store.get('sends', 'a')).toEqual({ id: 'a' })
    disk.close(name)
    expect(await store.put('sends', { id: 'b' })).toBe(true)
    disk.close(name)
    expect(await store.getAll('sends')).toHaveLength(2)
    disk.close(name)
    await store.delete('sends', 'a')
    disk.close(name)
    await store.replace({ round: [] })
    expect([...disk.of('sends').keys()]).toEqual(['b'])
    expect(disk.openings()).toBe(6)
  })

  it('is opened anew at once when the browser says that it closed it', async () => {
    const disk = aDisk()
    let closed = () => {}
    const { store } = aPhone((told) => {
      closed = told.closed
      return disk.open()
    })
    await store.put('sends', { id: 'a' })
    closed()
    expect(await store.get('sends', 'a')).toEqual({ id: 'a' })
    expect(disk.openings()).toBe(2)
  })

  it('twice in a row fails, and what is asked next tries again', async () => {
    const disk = aDisk()
    let broken = false
    const { store } = aPhone(async () => {
      const connection = await disk.open()
      if (broken) disk.close()
      return connection
    })
    await store.put('sends', { id: 'a' })
    disk.close()
    broken = true
    await expect(store.get('sends', 'a')).rejects.toThrow('closing')
    expect(await store.put('sends', { id: 'b' })).toBe(false)
    broken = false
    expect(await store.get('sends', 'a')).toEqual({ id: 'a' })
    // What was held in memory meanwhile is on the disk.
    expect([...disk.of('sends').keys()]).toEqual(['a', 'b'])
  })

  it('nothing else is asked twice', async () => {
    const disk = aDisk()
    const { store } = aPhone(disk.open)
    await store.put('sends', { id: 'a' })
    disk.close('QuotaExceededError')
    expect(await store.put('sends', { id: 'b' })).toBe(false)
    expect(disk.openings()).toBe(1)
  })
})

describe('a disk that another window keeps', () => {
  it('is not waited for without end; what is written meanwhile goes there once it opens', async () => {
    const disk = aDisk()
    disk.of('sends').set('old', { id: 'old' })
    const { store, told } = aPhone(disk.openLate)
    expect(await store.get('sends', 'old')).toBeUndefined()
    expect(told).toEqual(['late'])
    expect(await store.put('sends', { id: 'new' })).toBe(false)
    expect(await store.getAll('sends')).toEqual([{ id: 'new' }])
    await store.delete('sends', 'old')
    disk.letIn()
    await expect.poll(() => told).toEqual(['late', 'open'])
    expect(await store.getAll('sends')).toEqual([{ id: 'old' }, { id: 'new' }])
    expect([...disk.of('sends').keys()]).toEqual(['old', 'new'])
    expect(disk.openings()).toBe(1)
  })

  it('loses neither a draft of before, nor a private link', async () => {
    const disk = aDisk()
    disk.of('drafts').set('report:1', { id: 'before', words: 'hier' })
    disk.of('followed').set('a', { id: 'a', secret: 'link', status: 'new' })
    const { store, told } = aPhone(disk.openLate)
    await store.put('drafts', { id: 'since', words: 'ce matin' }, 'report:1')
    await store.put('followed', { id: 'a', secret: null, status: 'done' })
    disk.letIn()
    await expect.poll(() => told).toContain('open')
    expect(Object.fromEntries(disk.of('drafts'))).toEqual({
      'report:1': { id: 'since', words: 'ce matin' },
      'aside:before': { id: 'before', words: 'hier', aside: true },
    })
    expect(await store.get('followed', 'a')).toEqual({ id: 'a', secret: 'link', status: 'done' })
  })

  it('is not said to be emptied of a round', async () => {
    const { store } = aPhone(aDisk().openLate)
    await expect(store.replace({ round: [], roundTickets: [] })).rejects.toThrow('not kept')
  })

  it('that is forbidden has nothing to be emptied, and is asked for once', async () => {
    let openings = 0
    const { store, told } = aPhone(async () => {
      openings++
      throw new DOMException('forbidden', 'SecurityError')
    })
    expect(await store.put('sends', { id: 'a' })).toBe(false)
    expect(await store.getAll('sends')).toEqual([{ id: 'a' }])
    await store.replace({ round: [], roundTickets: [] })
    expect(told).toEqual(['forbidden'])
    expect(openings).toBe(1)
  })
})
