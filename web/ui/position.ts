export type FoundPosition = { lon: number; lat: number; accuracy: number }
export type PositionRefusal = 'denied' | 'unavailable' | 'timeout' | 'unsupported'

export class PositionRefused extends Error {
  readonly reason: PositionRefusal

  constructor(reason: PositionRefusal) {
    super(reason)
    this.reason = reason
  }
}

const refusals: Record<number, PositionRefusal> = { 1: 'denied', 2: 'unavailable', 3: 'timeout' }

/** Where the phone is, in degrees, with its accuracy in metres. Throws PositionRefused. */
export function findPosition(): Promise<FoundPosition> {
  if (!('geolocation' in navigator)) return Promise.reject(new PositionRefused('unsupported'))
  return new Promise((resolve, reject) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        resolve({ lon: coords.longitude, lat: coords.latitude, accuracy: Math.round(coords.accuracy) }),
      (error) => reject(new PositionRefused(refusals[error.code] ?? 'unavailable')),
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 10_000 },
    )
  })
}
