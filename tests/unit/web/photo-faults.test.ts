import { describe, expect, it } from 'vitest'
import { ProblemError } from '../../../web/http/errors.ts'
import { faultsById, photoOf, refusalOf } from '../../../web/offline/photo-faults.ts'
import type { QueuedPhoto, SendKind } from '../../../web/offline/stored.ts'

const photo = (id: string, as?: QueuedPhoto['as']): QueuedPhoto => ({
  id,
  blob: new Blob(),
  token: id,
  uploaded: false,
  ...(as ? { as } : {}),
})
const damaged = (status = 422) =>
  new ProblemError({ type: '/problems/photo-damaged', title: 'T', detail: 'Abîmée.', status })
const pointer = (kind: SendKind, photos: QueuedPhoto[], index: number) => {
  const error = refusalOf({ kind, photos }, photos[index]!, damaged()) as ProblemError
  expect([error.slug, error.detail, error.status]).toEqual(['photo-damaged', 'Abîmée.', 422])
  return error.errors[0]?.pointer
}

describe('which photo was refused', () => {
  it('is said as the write names it', () => {
    expect(pointer('report', [photo('a'), photo('b')], 1)).toBe('/photos/1')
    expect(pointer('move', [photo('a', 'before'), photo('b', 'after'), photo('c', 'after')], 2)).toBe(
      '/after/1',
    )
    expect(pointer('event', [photo('a')], 0)).toBe('/image')
    expect(pointer('alert-draft', [photo('a', 'document')], 0)).toBe('/documents')
  })

  it('is nothing of a failure that is not of its bytes', () => {
    for (const error of [damaged(503), damaged(401), damaged(404), new Error('cut')])
      expect(refusalOf({ kind: 'report', photos: [] }, photo('a'), error)).toBe(error)
  })

  it('is found again among those of the form', () => {
    const errors = [
      { pointer: '/photos/1', detail: 'Abîmée.' },
      { pointer: '/photos/7', detail: 'Plus là.' },
      { pointer: '/words', detail: 'Trop long.' },
    ]
    expect(faultsById([photo('a'), photo('b')], errors)).toEqual({ b: 'Abîmée.' })
    expect(photoOf({ pointer: '/words' })).toBeNull()
    expect(photoOf({ pointer: '/before/0' })).toEqual({ list: 'before', index: 0 })
  })
})
