import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { backToQueue, keepAccepted } from '../../../web/offline/accepted.ts'
import type { PhoneDatabase } from '../../../web/offline/open-database.ts'
import { storeOver } from '../../../web/offline/phone-store.ts'
import { heldBy, inOrder, placeInQueue, sentToForget } from '../../../web/offline/queue-order.ts'
import type { QueuedSend } from '../../../web/offline/stored.ts'
import { listenTo } from '../../support/listening.ts'

// A phone whose clock was days away, and is set right, or the other way round, with writes of before and after.

const day = 86_400_000
const trueNow = Date.parse('2026-11-28T08:00:00Z')
const saying = (at: number) => new Headers({ Date: new Date(at).toUTCString() })

const aSend = (id: string, createdAt: number, more: Partial<QueuedSend> = {}): QueuedSend => ({
  id,
  key: `key-${id}`,
  kind: 'note',
  path: '/',
  body: {},
  photos: [],
  secret: null,
  subject: 'incident:hole',
  label: '',
  draft: null,
  createdAt,
  attempts: 0,
  state: 'waiting',
  refusal: null,
  ...more,
})

function aDatabase(): PhoneDatabase {
  const stores: Record<string, Map<string, unknown>> = {}
  const of = (store: string) => (stores[store] ??= new Map())
  return storeOver({
    get: async (store, key) => of(store).get(key),
    getAll: async (store) => [...of(store).values()],
    put: async (store, value) => of(store).set((value as { id: string }).id, value),
    delete: async (store, key) => void of(store).delete(key),
  }) as unknown as PhoneDatabase
}

describe('the order of what was written before and after', () => {
  it('is that in which it was put in the queue, when the clock went back between', () => {
    const first = aSend('1', trueNow + 5 * day)
    const second = aSend('2', trueNow)
    const placed = { ...second, createdAt: placeInQueue(second, [first]) }
    expect(inOrder([placed, first]).map(({ id }) => id)).toEqual(['1', '2'])
    expect(heldBy(placed, [first, placed])?.id).toBe('1')
    // Put again, as after a double press, it stays where it is.
    expect(placeInQueue(second, [first, placed])).toBe(placed.createdAt)
  })

  it('is kept by what a server lost, before what waits of the same subject and in the order it was accepted', async () => {
    const database = aDatabase()
    const accepted = (send: QueuedSend) => keepAccepted(database, send, { acceptedAt: trueNow, secret: null })
    await accepted(aSend('1', trueNow + 5 * day))
    await accepted(aSend('2', trueNow))
    await accepted(aSend('other', trueNow, { subject: 'incident:tree' }))
    await database.put('sends', aSend('3', trueNow + 1))
    await database.put('sends', aSend('4', trueNow + 2))
    const again = await backToQueue(database, new Set(['key-1', 'key-2', 'key-other']))
    expect(again).toHaveLength(3)
    const waiting = inOrder(await database.getAll('sends'))
    const ofHole = waiting.filter(({ subject }) => subject === 'incident:hole')
    expect(ofHole.map(({ id }) => id)).toEqual(['1', '2', '3', '4'])
    expect(new Set(ofHole.map(({ createdAt }) => createdAt)).size).toBe(4)
    expect(waiting.find(({ id }) => id === 'other')?.createdAt).toBe(trueNow)
  })
})

describe('what is erased for its age', () => {
  beforeEach(() => {
    vi.resetModules()
    vi.useFakeTimers({ toFake: ['Date', 'performance'] })
    const kept = new Map<string, string>()
    vi.stubGlobal('localStorage', {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => void kept.set(name, value),
    })
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })
  const openApp = () => import('../../../web/offline/clock.ts')

  it('is nothing before the service was heard: a clock set days ahead has nothing erased', async () => {
    vi.setSystemTime(trueNow + 30 * day)
    const { atLeast } = await openApp()
    expect(atLeast()).toBe(0)
    expect(sentToForget([{ id: '1', sentAt: trueNow, settled: true }], atLeast())).toEqual([])
  })

  it('is judged by the service’s hour and the page’s stopwatch, whatever the clock is set to since', async () => {
    vi.setSystemTime(trueNow)
    const { atLeast, learnHour } = await openApp()
    learnHour(saying(trueNow))
    vi.advanceTimersByTime(3 * day)
    expect(atLeast()).toBe(trueNow + 3 * day)
    vi.setSystemTime(trueNow + 30 * day)
    expect(atLeast()).toBe(trueNow + 3 * day)
    vi.setSystemTime(trueNow - 30 * day)
    expect(atLeast()).toBe(trueNow + 3 * day)
  })

  it('what was written by a clock that ran ahead is never said to be written tomorrow', async () => {
    vi.setSystemTime(trueNow)
    const { byService } = await openApp()
    expect(byService(trueNow + 5 * day)).toBe(trueNow)
    expect(byService(trueNow - day)).toBe(trueNow - day)
  })
})

it.each([-9, 0, 9])(
  'asked to come back at an hour, waits as long as was meant by a clock %i days ahead',
  async (days) => {
    const server = await listenTo((_req, res) => {
      const said = new Date(trueNow)
      res.sendDate = false
      res
        .writeHead(503, {
          Date: said.toUTCString(),
          'Retry-After': new Date(trueNow + 120_000).toUTCString(),
        })
        .end()
    })
    vi.useFakeTimers({ toFake: ['Date'], now: trueNow + days * day })
    try {
      const { send } = await import('../../../web/http/ask.ts')
      await expect(send(server.url, { method: 'POST' })).rejects.toMatchObject({ retryAfter: 120_000 })
    } finally {
      vi.useRealTimers()
      await server.close()
    }
  },
)
