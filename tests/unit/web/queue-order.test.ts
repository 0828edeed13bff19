import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  followVersion,
  heldBy,
  inOrder,
  nextToSend,
  sentDays,
  sentToForget,
} from '../../../web/offline/queue-order.ts'
import type { SentOne } from '../../../web/offline/stored.ts'

type Send = {
  id: string
  createdAt: number
  state: 'waiting' | 'refused'
  subject: string | null
  account: string | null
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

  it('whatever is refused, no write ever passes an earlier one of its subject, and nothing else waits', () => {
    const arbitrary = fc.uniqueArray(
      fc.record({
        id: fc.uuid(),
        createdAt: fc.integer({ min: 0, max: 5 }),
        state: fc.constantFrom('waiting' as const, 'refused' as const),
        subject: fc.constantFrom(null, 'a', 'b'),
        account: fc.constantFrom(null, 'anne', 'bob'),
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

  it('follows one’s own earlier write, step by step', () => {
    const first = followVersion([upon('2', 3), upon('3', 3), upon('4', 3, 'tree'), upon('5', null)], {
      subject: 'hole',
      version: 4,
      state: { status: 'scheduled' },
    })
    expect(first).toEqual([
      { ...upon('2', 4), seen: { status: 'scheduled' } },
      { ...upon('3', 4), seen: { status: 'scheduled' } },
    ])
  })

  it('does not hide what a colleague did between', () => {
    expect(followVersion([upon('2', 3)], { subject: 'hole', version: 6, state: null })).toEqual([])
  })
})

describe('what was sent is kept a while', () => {
  const now = 1_800_000_000_000
  const sent = (id: string, days: number, bytes = 0, settled = true) =>
    ({
      id,
      send: { photos: bytes ? [{ blob: { size: bytes } }] : [] },
      sentAt: now - days * 86_400_000,
      settled,
    }) as unknown as SentOne

  it('as long as the server answers its key, unless the phone has still to draw from it', () => {
    expect(sentToForget([sent('old', sentDays + 1), sent('new', 1)], now)).toEqual(['old'])
    expect(sentToForget([sent('old', sentDays + 1, 0, false)], now)).toEqual([])
  })

  it('and while its photos take little room, the newest first', () => {
    const heavy = 40 * 1024 * 1024
    expect(sentToForget([sent('older', 2, heavy), sent('newer', 1, heavy)], now)).toEqual(['older'])
  })
})
