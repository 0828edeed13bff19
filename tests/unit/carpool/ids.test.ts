import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addId,
  compareIds,
  createIdTable,
  idOfSlot,
  removeId,
  slotOfId,
} from '../../../api/carpool/matching-ids.rules.ts'

/** UUIDs that differ by little: any word may be the one that tells. */
const aNearId = fc
  .tuple(fc.constantFrom(0, 9, 14, 19, 24, 35), fc.constantFrom('0', '1', '9', 'f'))
  .map(([place, digit]) => {
    const id = '01950000-0000-7000-8000-000000000000'
    return id.slice(0, place) + digit + id.slice(place + 1)
  })

describe('The slots of ids', () => {
  it('are those a map of strings would give, through any life', () => {
    const step = fc.record({ id: fc.oneof(aNearId, fc.uuid()), stays: fc.boolean() })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200, size: 'max' }), (steps) => {
        const ids = createIdTable(0)
        const truth = new Map<string, number>()
        let next = 0
        for (const { id, stays } of steps) {
          expect(slotOfId(ids, id)).toBe(truth.get(id) ?? -1)
          if (truth.has(id) && !stays) {
            removeId(ids, id)
            truth.delete(id)
          } else if (!truth.has(id)) {
            addId(ids, id, next)
            truth.set(id, next++)
          }
          expect(ids.count).toBe(truth.size)
        }
        for (const [id, slot] of truth) expect([slotOfId(ids, id), idOfSlot(ids, slot)]).toEqual([slot, id])
      }),
      { numRuns: 100 },
    )
  })

  it('are compared as the ids’ text is', () => {
    fc.assert(
      fc.property(fc.oneof(aNearId, fc.uuid()), fc.oneof(aNearId, fc.uuid()), (one, other) => {
        const ids = createIdTable(2)
        addId(ids, one, 0)
        addId(ids, other, 1)
        expect(Math.sign(compareIds(ids, 0, 1))).toBe(one < other ? -1 : one > other ? 1 : 0)
      }),
    )
  })

  it('are not given to what is not a UUID in lower case, and an unknown one is forgotten in peace', () => {
    const ids = createIdTable(2)
    for (const id of ['', 'trip', '0195-0000', 'ABCD0000-0000-7000-8000-000000000000'])
      expect(() => slotOfId(ids, id)).toThrow(RangeError)
    removeId(ids, '01950000-0000-7000-8000-000000000000')
    expect(ids.count).toBe(0)
  })
})
