import type { Clock } from '../../api/platform/clock.ts'

export type TestClock = Clock & {
  /** Moves the time forward. */
  advance: (by: { days?: number; hours?: number; minutes?: number; seconds?: number; ms?: number }) => void
  /** Moves to an instant, as an ISO date or epoch milliseconds. */
  set: (instant: string | number) => void
}

/** A clock that moves only when told. Starts on a working Tuesday morning in France. */
export function createTestClock(start: string | number = '2026-11-24T08:00:00Z'): TestClock {
  let now = new Date(start).getTime()
  return {
    now: () => now,
    advance: ({ days = 0, hours = 0, minutes = 0, seconds = 0, ms = 0 }) => {
      now += (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 + ms
    },
    set: (instant) => {
      now = new Date(instant).getTime()
    },
  }
}
