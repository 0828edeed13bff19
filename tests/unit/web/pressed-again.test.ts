import { uuidv7 } from 'uuidv7'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

// What was pressed on a page that was read again, or killed, before its answer: pressed again, it is the same write.

/** What a browser keeps of a site: its names are its own properties, as `Object.keys` lists them. */
class Memory {
  [name: string]: unknown
  getItem(name: string) {
    return (this[name] as string | undefined) ?? null
  }
  setItem(name: string, value: string) {
    this[name] = value
  }
  removeItem(name: string) {
    delete this[name]
  }
}
let memory = new Memory()
const day = 86_400_000

beforeEach(() => {
  memory = new Memory()
  vi.stubGlobal('localStorage', memory)
  vi.useFakeTimers({ toFake: ['Date'] })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const kept = () => Object.keys(memory).filter((name) => name.startsWith('bocage.own.'))
type Outcome = 'done' | 'lost' | 'signed-out' | 'invalid-request' | 'idempotency-key-reused'

/** A form on a page just read, used by `who`: each press answers under which name it left. */
async function aPage(who = 'maud') {
  vi.resetModules()
  const { namedWrite, onceKept } = await import('../../../web/http/write-once.ts')
  const { NetworkError, ProblemError } = await import('../../../web/http/errors.ts')
  const { rememberAccount } = await import('../../../web/account/account-here.ts')
  const { forgetNamesIn, forgetOldNames } = await import('../../../web/http/kept-names.ts')
  rememberAccount(who)
  const write = namedWrite(uuidv7, { about: 'message' })
  const errorOf = (slug: Outcome) =>
    slug === 'lost'
      ? new NetworkError('unreachable')
      : new ProblemError({ type: `/problems/${slug}`, title: '', detail: '', status: 422 })
  async function nameUnder(
    send: (work: (name: string) => Promise<void>) => Promise<void>,
    outcome: Outcome,
  ): Promise<string> {
    let used = ''
    await send(async (name) => {
      used = name
      if (outcome !== 'done') throw errorOf(outcome)
    }).catch(() => undefined)
    return used
  }
  return {
    press: (says: unknown, outcome: Outcome = 'done') => nameUnder((work) => write.send(work, says), outcome),
    follow: (content: unknown, outcome: Outcome = 'done') =>
      nameUnder((work) => onceKept('follow', content, work), outcome),
    beginAnother: write.beginAnother,
    signOut: () => rememberAccount(''),
    forgetNamesIn,
    forgetOldNames,
  }
}
const hello = { words: 'J’arrive à huit heures.' }

describe('what a page read again sends', () => {
  it('is the same write when it is the same as was pressed before, until that is accepted', async () => {
    const first = await (await aPage()).press(hello, 'lost')
    const page = await aPage()
    const again = await page.press(hello)
    expect(again).toBe(first)
    expect(kept()).toEqual([])
    expect(await page.press(hello)).not.toBe(first)
  })

  it('is on the device from the press on: a tab killed before anything was answered', async () => {
    const page = await aPage()
    let used = ''
    await page.press(hello)
    const { namedWrite } = await import('../../../web/http/write-once.ts')
    void namedWrite(uuidv7, { about: 'message' }).send((name) => {
      used = name
      return new Promise(() => {})
    }, hello)
    await vi.waitFor(() => expect(used).not.toBe(''))
    expect(await (await aPage()).press(hello)).toBe(used)
  })

  it('is another write when it says something else, and what was pressed before keeps its name', async () => {
    const first = await (await aPage()).press(hello, 'lost')
    const page = await aPage()
    expect(await page.press({ words: 'Je serai en retard.' })).not.toBe(first)
    expect(await page.press(hello)).toBe(first)
  })

  it('corrected on its page, is what was sent last too', async () => {
    const page = await aPage()
    const first = await page.press(hello, 'lost')
    const corrected = { words: 'J’arrive à neuf heures.' }
    expect(await page.press(corrected, 'lost')).toBe(first)
    expect(await (await aPage()).press(corrected)).toBe(first)
  })

  it('leaves under the same name after a session that ended, under another once it is known to be there', async () => {
    const first = await (await aPage()).press(hello, 'lost')
    expect(await (await aPage()).press(hello, 'signed-out')).toBe(first)
    expect(await (await aPage()).press(hello, 'idempotency-key-reused')).toBe(first)
    expect(await (await aPage()).press(hello)).not.toBe(first)
  })

  it('is another write once it was refused, with nothing sent before', async () => {
    const first = await (await aPage()).press(hello, 'invalid-request')
    expect(kept()).toEqual([])
    expect(await (await aPage()).press(hello)).not.toBe(first)
  })

  it('is another for somebody else, and once its author signed out', async () => {
    const first = await (await aPage('maud')).press(hello, 'lost')
    expect(await (await aPage('denis')).press(hello)).not.toBe(first)
    const page = await aPage('maud')
    page.signOut()
    expect(kept()).toEqual([])
    expect(await (await aPage('maud')).press(hello)).not.toBe(first)
  })

  it('is another after seven days, when the server knows no more of it; nothing is left then', async () => {
    const first = await (await aPage()).press(hello, 'lost')
    vi.setSystemTime(Date.now() + 6 * day)
    const page = await aPage()
    page.forgetOldNames()
    expect(await page.press(hello, 'lost')).toBe(first)
    vi.setSystemTime(Date.now() + day)
    const later = await aPage()
    memory.setItem('bocage.own.trip-draft.200043321', '{}')
    later.forgetOldNames()
    // What is still being written is nobody's press.
    expect(kept()).toEqual(['bocage.own.trip-draft.200043321'])
    expect(await later.press(hello)).not.toBe(first)
  })

  it('is another once its author has changed, cancelled or erased what arrived', async () => {
    const first = await (await aPage()).press(hello, 'lost')
    const page = await aPage()
    page.forgetNamesIn(`/api/bookings/${uuidv7()}/cancel`)
    expect(kept()).toHaveLength(1)
    page.forgetNamesIn(`/api/bookings/${first}/cancel`)
    expect(kept()).toEqual([])
    expect(await page.press(hello)).not.toBe(first)
  })

  it('leaves nothing of what it says on the device', async () => {
    await (await aPage('maud')).press(hello, 'lost')
    const [place = ''] = kept()
    expect(place).toMatch(/^bocage\.own\.pressed\.[0-9a-f]{64}$/)
    expect(Object.keys(JSON.parse(memory.getItem(place) ?? ''))).toEqual(['names', 'at'])
  })

  it('is asked for by name again when one comes back to it after something else was begun', async () => {
    const page = await aPage()
    const first = await page.press(['Simone', hello], 'lost')
    page.beginAnother()
    expect(await page.press(['Odile', hello], 'lost')).not.toBe(first)
    page.beginAnother()
    expect(await page.press(['Simone', hello])).toBe(first)
  })
})

describe('what one press asks, where it would reach somebody twice', () => {
  it('is asked once, also by a page read again; another address at once, and the same once it was accepted', async () => {
    const first = await (await aPage()).follow('maud@bavay.example', 'lost')
    const page = await aPage()
    expect(await page.follow('lise@bavay.example')).not.toBe(first)
    expect(await page.follow('maud@bavay.example')).toBe(first)
    expect(await page.follow('maud@bavay.example')).not.toBe(first)
    expect(kept()).toEqual([])
  })

  it('is asked anew a quarter of an hour later: the mail may be lost', async () => {
    const first = await (await aPage()).follow('maud@bavay.example', 'lost')
    vi.setSystemTime(Date.now() + 16 * 60_000)
    expect(await (await aPage()).follow('maud@bavay.example')).not.toBe(first)
  })
})
