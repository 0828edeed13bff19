import { describe, expect, it } from 'vitest'
import { NetworkError, NotSent, ProblemError } from '../../../web/http/errors.ts'
import { isRefused, isSpent, namedWrite, once } from '../../../web/http/write-once.ts'

// Under which names a form sends what it sent before: what may have been done is never sent under new ones.

const said = (status: number, slug = 'about:blank') =>
  new ProblemError({
    type: slug === 'about:blank' ? slug : `/problems/${slug}`,
    title: '',
    detail: '',
    status,
  })
const unanswered = [
  new NetworkError('unreachable'),
  new NetworkError('timeout'),
  new NetworkError('intercepted'),
  said(504),
  said(502),
  said(500, 'unexpected'),
  said(429, 'too-many-requests'),
  said(408),
]

/** Numbers as names, and what each press was sent under. */
function aForm() {
  let made = 0
  const used: number[] = []
  const write = namedWrite(() => ++made)
  const press = (outcome?: Error) =>
    write.send(async (name) => {
      used.push(name)
      if (outcome) throw outcome
    })
  return { used, press, isThrown: (outcome: Error) => expect(press(outcome)).rejects.toBe(outcome) }
}

describe('what a form sends', () => {
  it.each(unanswered)('keeps its names after %s: it may have been done', async (outcome) => {
    const { used, press, isThrown } = aForm()
    await isThrown(outcome)
    await press()
    expect([isRefused(outcome), used]).toEqual([false, [1, 1]])
  })

  it('is another write once it was accepted, or refused', async () => {
    const { used, press, isThrown } = aForm()
    await press()
    await isThrown(said(422, 'invalid-request'))
    await press()
    expect(used).toEqual([1, 2, 3])
  })

  it('keeps its names through a refusal that says nothing of an earlier press without an answer', async () => {
    const { used, press, isThrown } = aForm()
    await isThrown(said(504))
    for (const [status, slug] of [
      [401, 'signed-out'],
      [422, 'invalid-request'],
      [422, 'photo-id-taken'],
      [412, 'stale-version'],
    ] as const)
      await isThrown(said(status, slug))
    await press()
    expect(used).toEqual([1, 1, 1, 1, 1, 1])
  })

  it.each(['idempotency-key-reused', 'trip-exists', 'id-taken', 'already-written'])(
    'is sent in addition once the server said, by « %s », that the first one is there',
    async (slug) => {
      const { used, press, isThrown } = aForm()
      await isThrown(said(504))
      await isThrown(said(409, slug))
      await press()
      expect([isSpent(said(409, slug)), used]).toEqual([true, [1, 1, 2]])
    },
  )

  it('keeps its names when the app itself did not send it', async () => {
    const { used, press, isThrown } = aForm()
    await isThrown(new NotSent('no-room', ''))
    await press()
    expect(used).toEqual([1, 1])
  })

  it('is sent in addition to what another window of this phone sent under its names', async () => {
    const { used, press, isThrown } = aForm()
    await isThrown(new NotSent('other-words', ''))
    await press()
    expect(used).toEqual([1, 2])
  })
})

describe('what one press asks', () => {
  const pressing = () => {
    const used: string[] = []
    const press = (subject: string, content: unknown, outcome?: Error) =>
      once(subject, content, async (key) => {
        used.push(key)
        if (outcome) throw outcome
      }).catch(() => undefined)
    return { used, press }
  }

  it('leaves under the same key while nothing was answered, and only then', async () => {
    const { used, press } = pressing()
    await press('trip-1', ['pause'], said(504))
    await press('trip-1', ['pause'])
    await press('trip-1', ['pause'])
    expect([used[0] === used[1], used[1] === used[2]]).toEqual([true, false])
  })

  it('is done again after it was undone, though its first answer was lost', async () => {
    const { used, press } = pressing()
    await press('trip-2', ['pause'], said(504))
    await press('trip-2', ['resume'])
    await press('trip-2', ['pause'])
    expect(new Set(used).size).toBe(3)
  })

  it('is not mistaken for the same about something else', async () => {
    const { used, press } = pressing()
    await press('trip-3', ['pause'], said(504))
    await press('trip-4', ['pause'], said(504))
    await press('trip-3', ['pause'])
    expect([used[0] === used[1], used[0] === used[2]]).toEqual([false, true])
  })
})
