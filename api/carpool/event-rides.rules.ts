/** When one comes to an event and leaves it: what rides are shown with it, and what a form proposes. Pure. */

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export type Dated = { startAt: number; endAt: number; allDay: boolean }
/** Instants, epoch milliseconds. */
export type Hours = {
  /** A ride there is at the aire between these. */
  arriveFrom: number
  arriveTo: number
  /** What a form proposes: be there by. */
  arriveBy: number
  /** A ride back leaves the aire between these. */
  leaveFrom: number
  leaveTo: number
  /** What a form proposes: leave at. */
  leaveAt: number
}

/** Beyond this, people come and go when they like: a market, a fair. */
const LONG_MS = 4 * HOUR
const early = 10 * MINUTE
const late = 15 * MINUTE

/**
 * An evening: there in the two hours before it begins, back in the two after it ends. A long day: any hour of it. What
 * lasts for days, or says no hour: the day given by `dayStart` (its midnight), from morning to evening.
 */
export function hoursOf({ startAt, endAt, allDay }: Dated, dayStart: number): Hours {
  if (allDay || endAt - startAt > DAY) {
    return {
      arriveFrom: dayStart + 6 * HOUR,
      arriveTo: dayStart + 20 * HOUR,
      arriveBy: dayStart + 10 * HOUR,
      leaveFrom: dayStart + 9 * HOUR,
      leaveTo: dayStart + DAY,
      leaveAt: dayStart + 17 * HOUR,
    }
  }
  const isLong = endAt - startAt > LONG_MS
  return {
    arriveFrom: startAt - 2 * HOUR,
    arriveTo: isLong ? endAt - HOUR : startAt + late,
    arriveBy: startAt - early,
    leaveFrom: isLong ? startAt + HOUR : endAt - late,
    leaveTo: endAt + 2 * HOUR,
    leaveAt: endAt + late,
  }
}

/** Nearest aires are looked for within this, as the crow flies. */
export const FARTHEST_AIRE_METRES = 10_000
/** Beside the nearest one, those within a walk of the place. */
export const WALK_METRES = 1500
/** Nobody walks farther to an event at night. */
export const LONGEST_WALK_SECONDS = 40 * 60
