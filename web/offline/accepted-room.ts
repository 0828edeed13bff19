import { idempotencyDays } from '../../api/platform/kept-answers.rules.ts'
import type { AcceptedWrite } from './stored.ts'

// What of the accepted writes a phone goes on keeping: pure, so that every case can be tried.

/** Of all of them, photos included. */
const acceptedBytes = 30_000_000
const acceptedMost = 500
const dayMs = 86_400_000

type Kept = Pick<AcceptedWrite, 'id' | 'acceptedAt' | 'textBytes' | 'photoBytes'>

/**
 * Which accepted writes leave the phone, and which stay without their photos: those older than the server keeps its
 * answer go; then the newest come first, all their texts before any photo. `now`: by the server's clock.
 */
export function whatStays(
  all: readonly Kept[],
  now: number,
  { bytes = acceptedBytes, most = acceptedMost } = {},
): { goes: string[]; withoutPhotos: string[] } {
  let room = bytes
  const stays: Kept[] = []
  const goes: string[] = []
  for (const one of [...all].sort((a, b) => b.acceptedAt - a.acceptedAt)) {
    const fits = stays.length < most && one.textBytes <= room
    if (fits && one.acceptedAt > now - idempotencyDays * dayMs) {
      stays.push(one)
      room -= one.textBytes
    } else goes.push(one.id)
  }
  const withoutPhotos: string[] = []
  for (const { id, photoBytes } of stays) {
    if (photoBytes <= room) room -= photoBytes
    else withoutPhotos.push(id)
  }
  return { goes, withoutPhotos }
}
