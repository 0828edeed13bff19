// Pure: how much of a photo goes in one request.

const kB = 1024

/** Bytes. `most` is half of what nginx lets through unless told otherwise (client_max_body_size 1m). */
export const pieceLimits = { least: 16 * kB, most: 512 * kB } as const
/**
 * A piece is given up after this long, by ourselves: a proxy that cuts at 30 seconds then never does, and one that hands
 * on only whole requests loses at most this much work.
 */
export const longestPieceMs = 25_000
/** Longer than this is too close to being cut; shorter than a quarter of it, and most of the time is spent asking. */
const slowMs = 10_000
const quickMs = 2_500

/** As the browser names networks (https://wicg.github.io/netinfo/#effectiveconnectiontype-enum); most name none. */
const firstByNetwork: Record<string, number> = {
  'slow-2g': 16 * kB,
  '2g': 32 * kB,
  '3g': 64 * kB,
  '4g': 256 * kB,
}

/**
 * The first piece, in bytes. Where the network is not named, 64 kB: GPRS sends 2.5 kB/s, which takes 26 seconds of it,
 * and the second piece is half; EDGE takes 6; a good network doubles it at each piece.
 */
export const firstPiece = (network: string | undefined): number => firstByNetwork[network ?? ''] ?? 64 * kB

/** The next piece, after one of `size` bytes that took `ms`, or was cut (null). */
export function nextPiece(size: number, ms: number | null): number {
  if (ms === null || ms > slowMs) return Math.max(pieceLimits.least, Math.floor(size / 2))
  return ms < quickMs ? Math.min(pieceLimits.most, size * 2) : size
}
