import { describe, expect, it } from 'vitest'
import { firstPiece, longestPieceMs, nextPiece, pieceLimits } from '../../../web/http/piece-size.ts'

const kB = 1024
/** Pieces of a photo on a network of `speed` bytes a second that cuts each request at `cutMs`, and what it cost. */
function send(speed: number, total: number, network?: string, cutMs = 30_000) {
  let size = firstPiece(network)
  let [sent, lost, cut] = [0, 0, 0]
  const pieces: number[] = []
  while (sent < total && pieces.length < 10_000) {
    const piece = Math.min(size, total - sent)
    const ms = (piece / speed) * 1000
    const given = ms > longestPieceMs
    expect(Math.min(ms, longestPieceMs)).toBeLessThan(cutMs)
    if (given) [lost, cut] = [lost + piece, cut + 1]
    else sent += piece
    pieces.push(piece)
    size = nextPiece(size, given ? null : ms)
  }
  return { sent, lost, cut, pieces }
}

describe('A piece of a photo', () => {
  it.each([
    // Bytes a second that leave a phone: GPRS, EDGE, 3G, 4G.
    ['GPRS, not named', 2_500, undefined],
    ['GPRS, named', 2_500, '2g'],
    ['EDGE', 10_000, undefined],
    ['3G', 60_000, '3g'],
    ['4G', 1_000_000, '4g'],
    ['4G, named in error', 2_500, '4g'],
  ])('passes before a proxy cuts at 30 s: %s', (_, speed, network) => {
    const { sent, cut, lost } = send(speed, 3 * 1024 * kB, network)
    expect(sent).toBe(3 * 1024 * kB)
    expect(cut).toBeLessThanOrEqual(network === '4g' ? 3 : 1)
    expect(lost).toBeLessThan(512 * kB)
  })

  it('grows where the network is quick, and has a least and a most', () => {
    expect(send(1_000_000, 3 * 1024 * kB).pieces.slice(0, 5)).toEqual(
      [64, 128, 256, 512, 512].map((n) => n * kB),
    )
    expect(send(1_000_000, 3 * 1024 * kB, '4g').pieces).toHaveLength(7)
    expect(nextPiece(pieceLimits.least, null)).toBe(pieceLimits.least)
    expect(nextPiece(pieceLimits.most, 1)).toBe(pieceLimits.most)
    expect(nextPiece(64 * kB, 10_001)).toBe(32 * kB)
    expect(nextPiece(64 * kB, 5_000)).toBe(64 * kB)
  })
})
