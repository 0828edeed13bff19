import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { followVersion, heldBy, inOrder, nextToSend, sentToForget } from '../../../web/offline/queue-order.ts'

type Send = {
  id: string
  createdAt: number
  state: 'waiting' | 'refused'
  subject: string | null
  account: string | null
  attempts?: number
  unanswered?: 'intercepted' | 'timeout' | 'offline' | null
}
const aSend = (send: Partial<Send>): Send => ({
  id: 'a',
  createdAt: 1,
  state: 'waiting',
  subject: null,
  account: null,
  ...send,
})

/** What leaves, in order, when `refuses` says what the server refuses. */
function leaving(sends: Send[], refuses: (send: Send) => boolean, signedOut = new Set<string>()): string[] {
  const left: string[] = []
  const tried = new Set<string>()
  let queue = sends
  for (;;) {
    const next = nextToSend(queue, { tried, signedOut })
    if (!next) return left
    tried.add(next.id)
    if (refuses(next)) queue = queue.map((one) => (one.id === next.id ? { ...one, state: 'refused' } : one))
    else {
      left.push(next.id)
      queue = queue.filter((one) => one.id !== next.id)
    }
  }
}

describe('the order in which writes leave', () => {
  it('is that in which they were written, ids deciding within a millisecond', () => {
    const sends = [aSend({ id: 'c', createdAt: 2 }), aSend({ id: 'b' }), aSend({ id: 'a' })]
    expect(inOrder(sends).map(({ id }) => id)).toEqual(['a', 'b', 'c'])
    expect(leaving(sends, () => false)).toEqual(['a', 'b', 'c'])
  })

  it('a refused one holds back the later ones of its subject, and no other', () => {
    const sends = [
      aSend({ id: '1', createdAt: 1, subject: 'hole' }),
      aSend({ id: '2', createdAt: 2, subject: 'tree' }),
      aSend({ id: '3', createdAt: 3, subject: 'hole' }),
      aSend({ id: '4', createdAt: 4 }),
    ]
    expect(leaving(sends, ({ id }) => id === '1')).toEqual(['2', '4'])
    expect(heldBy(sends[2]!, sends)?.id).toBe('1')
    expect(heldBy(sends[3]!, sends)).toBeNull()
  })

  it('those of somebody who must sign in again wait, the others leave', () => {
    const sends = [
      aSend({ id: '1', account: 'anne', subject: 'hole' }),
      aSend({ id: '2', createdAt: 2 }),
      aSend({ id: '3', createdAt: 3, account: 'bob', subject: 'hole' }),
    ]
    // Bob's is about the same hole as Anne's: it waits as well.
    expect(leaving(sends, () => false, new Set(['anne']))).toEqual(['2'])
    expect(leaving(sends, () => false, new Set(['bob']))).toEqual(['1', '2'])
  })

  it('those that alone had no answer leave after all others and in turn, each subject in its order all the same', () => {
    const blocked = { unanswered: 'intercepted', attempts: 4 } as const
    const sends = [
      aSend({ id: '1', createdAt: 1, subject: 'hole', ...blocked }),
      aSend({ id: '2', createdAt: 2, ...blocked, attempts: 3 }),
      aSend({ id: '3', createdAt: 3, subject: 'hole' }),
      aSend({ id: '4', createdAt: 4, subject: 'tree' }),
      // No network concerns all: its place is its own.
      aSend({ id: '5', createdAt: 5, unanswered: 'offline', attempts: 9 }),
    ]
    expect(leaving(sends, () => false)).toEqual(['4', '5', '2', '1', '3'])
  })

  it('whatever is refused, no write ever passes an earlier one of its subject, and nothing else waits', () => {
    const arbitrary = fc.uniqueArray(
      fc.record({
        id: fc.uuid(),
        createdAt: fc.integer({ min: 0, max: 5 }),
        state: fc.constantFrom('waiting' as const, 'refused' as const),
        subject: fc.constantFrom(null, 'a', 'b'),
        account: fc.constantFrom(null, 'anne', 'bob'),
        attempts: fc.integer({ min: 0, max: 2 }),
        unanswered: fc.constantFrom(null, 'intercepted' as const, 'offline' as const),
      }),
      { selector: ({ id }) => id, maxLength: 12 },
    )
    fc.assert(
      fc.property(arbitrary, fc.func(fc.boolean()), fc.subarray(['anne', 'bob']), (sends, refuses, out) => {
        const signedOut = new Set(out)
        const left = leaving(sends, ({ id }) => refuses(id), signedOut)
        const stays = inOrder(sends).filter(({ id }) => !left.includes(id))
        for (const id of left) {
          const one = sends.find((send) => send.id === id)!
          expect(stays.filter((other) => other.subject !== null && other.subject === one.subject)).toSatisfy(
            (others: Send[]) => others.every((other) => inOrder([one, other])[0] === one),
          )
        }
        for (const one of stays) {
          const itself =
            one.state === 'refused' || refuses(one.id) || (one.account !== null && signedOut.has(one.account))
          expect(itself || stays.some((other) => heldBy(one, [other]) !== null)).toBe(true)
        }
      }),
    )
  })
})

describe('the version of what is written offline', () => {
  const upon = (id: string, ifMatch: number | null, subject = 'hole') => ({
    id,
    subject,
    ifMatch,
    seen: null,
  })
  const written = [upon('2', 3), upon('3', 3), upon('4', 3, 'tree'), upon('5', null)]

  it('follows one’s own earlier write', () => {
    const state = { version: 4, status: 'scheduled' }
    expect(followVersion(written, { subject: 'hole', from: 3, version: 4, state })).toEqual([
      { ...upon('2', 4), seen: state },
      { ...upon('3', 4), seen: state },
    ])
  })

  it('also when somebody’s « moi aussi » came before it, which contested nothing', () => {
    const state = { version: 5, status: 'scheduled' }
    const following = followVersion(written, { subject: 'hole', from: 3, version: 5, state })
    expect(following.map(({ ifMatch }) => ifMatch)).toEqual([5, 5])
  })

  it('does not hide what a colleague did since, told by an answer read again', () => {
    const state = { version: 5, status: 'declined' }
    expect(followVersion(written, { subject: 'hole', from: 3, version: 4, state })).toEqual([])
    expect(followVersion(written, { subject: 'hole', from: 3, version: 4, state: null })).toEqual([])
  })
})

it('what was sent is remembered as long as the server answers its key, or until it is drawn from', () => {
  const now = 1_800_000_000_000
  const sent = (id: string, days: number, settled: boolean) =>
    ({ id, sentAt: now - days * 86_400_000, settled }) as const
  const all = [sent('old', 8, true), sent('new', 1, true), sent('owed', 8, false)]
  expect(sentToForget(all, now, new Set())).toEqual(['old'])
  // It would be offered again as begun.
  expect(sentToForget(all, now, new Set(['old']))).toEqual([])
})
