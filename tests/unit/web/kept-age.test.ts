import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { aheadOf } from '../../../web/offline/clock.rules.ts'
import { newDraft } from '../../../web/desk/ticket/drafts.ts'
import { inForceAt, standingAt } from '../../../web/alerts/as-now.ts'
import { refreshPack } from '../../../web/offline/pack/refresh.ts'
import type { KeptStore } from '../../../web/offline/pack/shelf.ts'

// How old is what a phone keeps, also on one whose clock is wrong by a day.

const hour = 3_600_000
const day = 24 * hour
const trueNow = Date.parse('2026-11-24T08:00:00Z')
const saying = (at: number) => new Headers({ Date: new Date(at).toUTCString() })

/** What a browser keeps of a site between two visits. */
function aMemory(): Pick<Storage, 'getItem' | 'setItem'> {
  const kept = new Map<string, string>()
  return {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
  }
}
/** The modules of a page as they are at its opening. */
async function openApp() {
  vi.resetModules()
  const clock = await import('../../../web/offline/clock.ts')
  const { keepAmong, recallAmong } = await import('../../../web/offline/kept-among.ts')
  return { ...clock, keepAmong, recallAmong }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
  vi.stubGlobal('localStorage', aMemory())
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe.each([
  ['right', 0],
  ['a day ahead', day],
  ['a day behind', -day],
])('on a phone whose clock is %s', (_said, wrongBy) => {
  const phoneSays = (at: number) => vi.setSystemTime(at + wrongBy)

  it('what was read two hours ago is two hours old, also when the app opens without network', async () => {
    phoneSays(trueNow)
    const online = await openApp()
    online.learnHour(saying(trueNow))
    await online.keepAmong('alerts', 'bavay', [], 5)
    expect((await online.recallAmong('alerts', 'bavay'))?.at).toBe(trueNow)
    phoneSays(trueNow + 2 * hour)
    const offline = await openApp()
    expect(offline.now()).toBe(trueNow + 2 * hour)
  })

  it('a pack is as old as the server said, whoever refreshed it', async () => {
    phoneSays(trueNow)
    const kept = new Map<string, { at: number; data: unknown }>()
    const store: KeptStore = {
      get: async (key) => kept.get(key),
      put: async (key, value) => void kept.set(key, value),
      delete: async (key) => void kept.delete(key),
    }
    const parts = { commune: { version: 'a', data: {} } }
    const body = { code: '59053', name: 'Bavay', lang: 'fr', territory: '200043321', parts }
    const headers = saying(trueNow)
    headers.set('Content-Type', 'application/json')
    vi.stubGlobal('fetch', async () => new Response(JSON.stringify(body), { headers }))
    expect(await refreshPack(store, { code: '59053', lang: 'fr' })).toMatchObject({ at: trueNow })
    expect(kept.get('packs')?.data).toMatchObject({ clockAhead: wrongBy })
  })
})

describe.each([
  ['right', 0],
  ['a day ahead', day],
  ['a day behind', -day],
  ['years behind', -1000 * day],
])('what an agent is in the middle of, on a phone whose clock is %s', (_said, wrongBy) => {
  const phoneSays = (at: number) => vi.setSystemTime(at + wrongBy)
  async function openDesk() {
    const app = await openApp()
    const drafts = await import('../../../web/offline/desk-drafts.ts')
    return { ...app, ...drafts }
  }
  const account = 'odile'
  const note = { id: 'note:hole', account, incidentId: 'hole', draft: newDraft.note() }

  it('a report is as old as its reading', async () => {
    phoneSays(trueNow)
    const app = await openDesk()
    app.learnHour(saying(trueNow))
    const { readChosen } = await import('../../../web/desk/round/read-chosen.ts')
    const { readAt } = await readChosen([{ id: 'hole', name: 'Trou' }], async () => ({}) as never)
    expect(readAt.get('hole')).toBe(trueNow)
  })

  it('what was half written goes after two days, also once the clock is put right', async () => {
    phoneSays(trueNow)
    const app = await openDesk()
    app.learnHour(saying(trueNow))
    await app.keepDeskDraft({ ...note, savedAt: app.now(), clock: 'service' })
    const leftAt = async (hours: number, clockWrongBy: number) => {
      vi.setSystemTime(trueNow + hours * hour + clockWrongBy)
      app.learnHour(saying(trueNow + hours * hour))
      await app.forgetDeskDrafts(account)
      return (await app.readDeskDraft(note.id, account)) !== null
    }
    expect(await leftAt(46, wrongBy)).toBe(true)
    expect(await leftAt(47, 0)).toBe(true)
    expect(await leftAt(49, 0)).toBe(false)
  })

  it('what a former version stamped by the phone’s own clock goes after two days, no sooner', async () => {
    phoneSays(trueNow)
    const app = await openDesk()
    app.learnHour(saying(trueNow))
    await app.keepDeskDraft({ ...note, savedAt: Date.now() })
    const leftAt = async (hours: number) => {
      phoneSays(trueNow + hours * hour)
      await app.forgetDeskDrafts(account)
      return (await app.readDeskDraft(note.id, account)) !== null
    }
    expect(await leftAt(47)).toBe(true)
    expect(await leftAt(49)).toBe(false)
  })
})

describe('a wrong clock', () => {
  it('that was put right while there was no network is not counted wrong any more', async () => {
    vi.setSystemTime(trueNow + day)
    const online = await openApp()
    online.learnHour(saying(trueNow))
    expect(online.clockAhead.value).toBe(day)
    vi.setSystemTime(trueNow + hour)
    expect((await openApp()).now()).toBe(trueNow + hour)
  })

  it('is not learned of an answer that may be old, and less than an hour is not counted', () => {
    const old = saying(trueNow)
    old.set('Cache-Control', 'max-age=300')
    expect(aheadOf(old, trueNow + day)).toBeNull()
    expect(aheadOf(new Headers(), trueNow)).toBeNull()
    expect(aheadOf(saying(trueNow), trueNow + hour)).toBe(0)
    expect(aheadOf(saying(trueNow), trueNow + 2 * hour)).toBe(2 * hour)
  })
})

type Listed = Parameters<typeof inForceAt>[0][number]

describe('an alert that a phone kept', () => {
  const kept = { kind: 'roads' as const, phase: 'coming' as const, startsAt: trueNow, endsAt: trueNow + hour }

  it('stands as its dates say now, not as it stood when it was read', () => {
    const phaseAt = (now: number) => standingAt(kept, now).phase
    expect([trueNow - 1, trueNow, trueNow + hour - 1, trueNow + hour].map(phaseAt)).toEqual([
      'coming',
      'current',
      'current',
      'over',
    ])
  })

  it('leaves the list once it is over; danger comes first, then what is in force', () => {
    const danger = { ...kept, kind: 'danger' as const, startsAt: trueNow + 10 }
    const later = { ...kept, startsAt: trueNow + 5, endsAt: trueNow + 20 }
    const over = { ...kept, phase: 'current' as const, endsAt: trueNow }
    const shown = inForceAt<Listed>([over, later, kept, danger], trueNow)
    expect(shown.map(({ kind, phase }) => `${kind} ${phase}`)).toEqual([
      'danger coming',
      'roads current',
      'roads coming',
    ])
  })
})
