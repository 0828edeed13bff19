import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeCursor, encodeCursor, toPage } from '../../../api/platform/pagination.ts'

const part = fc.oneof(fc.string({ unit: 'grapheme' }), fc.double({ noNaN: true, noDefaultInfinity: true }))
const typesOf = (parts: (string | number)[]) =>
  parts.map((one) => (typeof one === 'string' ? 'string' : 'number'))

describe('A cursor', () => {
  it('gives back what it was made of, whatever it holds, and goes in an address as it is', () =>
    fc.assert(
      fc.property(fc.array(part, { maxLength: 4 }), (parts) => {
        const cursor = encodeCursor(parts)
        expect(cursor).toMatch(/^[\w-]*$/)
        // JSON knows a single zero.
        expect(decodeCursor(cursor, typesOf(parts))).toEqual(parts.map((one) => (one === 0 ? 0 : one)))
      }),
    ))

  it.each([
    ['not base64', '%%%'],
    ['not JSON', Buffer.from('{').toString('base64url')],
    ['not a list', Buffer.from('{"0":1,"length":1}').toString('base64url')],
    ['too short', encodeCursor([])],
    ['too long', encodeCursor([1, 2])],
    ['of another type', encodeCursor(['1'])],
    ['null', Buffer.from('[null]').toString('base64url')],
    ['nested', Buffer.from('[[1]]').toString('base64url')],
  ])('is refused when %s', (_, cursor) =>
    expect(() => decodeCursor(cursor, ['number'])).toThrow(expect.objectContaining({ slug: 'bad-cursor' })),
  )

  it('never breaks on what a stranger sends', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (cursor) => {
        try {
          decodeCursor(cursor, ['number', 'string'])
        } catch (error) {
          expect(error).toMatchObject({ slug: 'bad-cursor' })
        }
      }),
    ))
})

describe('A page', () => {
  it('shows every row once, in order, whatever the size of the list and of the pages', () =>
    fc.assert(
      fc.property(fc.nat(60), fc.integer({ min: 1, max: 20 }), (total, limit) => {
        const list = Array.from({ length: total }, (_, i) => i)
        const seen: number[] = []
        let from = -1
        for (;;) {
          const page = toPage(list.filter((row) => row > from).slice(0, limit + 1), limit, (row) => [row])
          seen.push(...page.items)
          expect(page.items.length).toBeLessThanOrEqual(limit)
          if (page.nextCursor === null) break
          from = Number(decodeCursor(page.nextCursor, ['number'])[0])
        }
        expect(seen).toEqual(list)
      }),
    ))
})
