import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  civilDayAt,
  civilDaySpan,
  departuresOf,
  readDay,
  readTime,
  ridesBetween,
  runsOn,
  serviceStart,
  windowsOf,
  type Service,
  type StopTime,
} from '../../../api/carpool/gtfs.rules.ts'
import '../../support/seed.ts'

const daily: Service = {
  weekdays: Array(7).fill(true),
  startsOn: '2026-01-01',
  endsOn: '2026-12-31',
  added: [],
  removed: [],
}
/** A trip at a stop, on whichever day it runs. */
type Planned = Omit<StopTime, 'serviceDay' | 'start'> & { service: Service }
const aTime = (given: Partial<Planned> = {}): Planned => ({
  edition: 1,
  tripNo: 1,
  place: 1,
  service: daily,
  arrives: 0,
  departs: 0,
  boards: true,
  alights: true,
  metres: 100,
  ...given,
})
/** What runs within a span of time, as the database gives it: by the windows of its days of service. */
const dated = (times: readonly Planned[], span: { from: number; to: number }): StopTime[] =>
  windowsOf(span, 'Europe/Paris').flatMap(({ serviceDay, start, from, to }) =>
    times
      .filter(({ service, departs }) => runsOn(service, serviceDay) && departs >= from && departs < to)
      .map(({ service, ...time }) => {
        void service
        return { ...time, serviceDay, start }
      }),
  )
const ofDay = (times: readonly Planned[], day: string) => dated(times, civilDaySpan(day, 'Europe/Paris'))
const clock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Paris',
  dateStyle: 'short',
  timeStyle: 'medium',
})
/** What a clock in Paris reads. */
const wall = (at: number) => clock.format(at)

describe('Times of a timetable', () => {
  it('are read past midnight, and refused when they are none', () => {
    expect(['7:05:00', '25:10:30', '24:60:00', '99:00:00', ''].map(readTime)).toEqual([
      25_500,
      90_630,
      null,
      null,
      null,
    ])
    expect(['20260228', '20260229', '2026-02-28'].map(readDay)).toEqual(['2026-02-28', null, null])
  })

  it('count from noon minus twelve hours: seven is seven on both days the clocks change', () => {
    for (const day of ['2026-03-29', '2026-10-25', '2026-07-01'])
      expect(wall(serviceStart(day, 'Europe/Paris') + 7 * 3_600_000)).toBe(`${day} 07:00:00`)
    expect(wall(serviceStart('2026-03-29', 'Europe/Paris'))).toBe('2026-03-28 23:00:00')
    expect(wall(serviceStart('2026-10-25', 'Europe/Paris'))).toBe('2026-10-25 01:00:00')
  })

  it('of 25:10 are told on the day after, and of 0:30 of the short day on its eve', () => {
    const days = (departs: number, day: string) =>
      departuresOf(ofDay([aTime({ departs })], day)).map(({ at }) => wall(at))
    expect(days(90_600, '2026-07-02')).toEqual(['2026-07-02 01:10:00'])
    expect(days(1800, '2026-03-28')).toEqual(['2026-03-28 00:30:00', '2026-03-28 23:30:00'])
    expect(days(1800, '2026-03-29')).toEqual([])
  })

  it('follow the exceptions of a calendar', () => {
    const service = {
      ...daily,
      weekdays: [true, ...Array(6).fill(false)],
      added: ['2026-07-14'],
      removed: ['2026-07-13'],
    }
    expect(
      ['2026-07-06', '2026-07-07', '2026-07-13', '2026-07-14'].map((day) => runsOn(service, day)),
    ).toEqual([true, false, false, true])
  })
})

const someDay = fc
  .constantFrom('2026-03-27', '2026-10-23', '2026-06-10')
  .chain((first) =>
    fc
      .integer({ min: 0, max: 5 })
      .map((n) => new Date(Date.parse(first) + n * 86_400_000).toISOString().slice(0, 10)),
  )
const someService: fc.Arbitrary<Service> = fc.record({
  weekdays: fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }),
  startsOn: fc.constantFrom('2026-01-01', '2026-03-28', '2026-10-24', null),
  endsOn: fc.constantFrom('2026-03-30', '2026-10-26', '2026-12-31'),
  added: fc.uniqueArray(someDay, { maxLength: 2 }),
  removed: fc.uniqueArray(someDay, { maxLength: 2 }),
})
const someTime = fc.record({
  tripNo: fc.integer({ min: 1, max: 4 }),
  place: fc.integer({ min: 1, max: 5 }),
  departs: fc.integer({ min: 0, max: 71 * 60 }).map((minute) => minute * 60),
  boards: fc.boolean(),
  alights: fc.boolean(),
  metres: fc.integer({ min: 0, max: 3 }).map((n) => n * 100),
})
/** The places of a trip: once each, on one calendar. */
const someWorld = fc
  .tuple(
    fc.array(someService, { minLength: 4, maxLength: 4 }),
    fc.uniqueArray(someTime, { maxLength: 14, selector: ({ tripNo, place }) => `${tripNo} ${place}` }),
  )
  .map(([services, times]) =>
    times.map((time) => aTime({ ...time, arrives: time.departs, service: services[time.tripNo - 1]! })),
  )

/** Walks the year: each day of service, each trip of it, told where a clock of Paris says it leaves. */
function walk(times: Planned[], day: string) {
  const found: { trip: number; serviceDay: string; at: number; place: number; metres: number }[] = []
  for (let n = 0; n < 365; n++) {
    const date = new Date(Date.UTC(2026, 0, 1 + n))
    const serviceDay = date.toISOString().slice(0, 10)
    // Noon in Paris is 10:00 or 11:00 UTC: the one at which the clock says so.
    const noon = [10, 11]
      .map((h) => date.getTime() + h * 3_600_000)
      .find((at) => wall(at).endsWith('12:00:00'))!
    for (const { service, departs, boards, tripNo, place, metres } of times) {
      const weekday =
        service.weekdays[
          ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(date.toUTCString().slice(0, 3))
        ]
      const usual =
        weekday &&
        service.startsOn !== null &&
        serviceDay >= service.startsOn &&
        serviceDay <= service.endsOn!
      const runs = !service.removed.includes(serviceDay) && (usual || service.added.includes(serviceDay))
      const at = noon + (departs - 43_200) * 1000
      if (boards && runs && wall(at).startsWith(day))
        found.push({ trip: tripNo, serviceDay, at, place, metres })
    }
  }
  return found
    .filter((one) =>
      found.every(
        (other) =>
          other.trip !== one.trip ||
          other.serviceDay !== one.serviceDay ||
          other.metres > one.metres ||
          (other.metres === one.metres && other.place >= one.place),
      ),
    )
    .map(({ trip, serviceDay, at, place }) => `${at} ${trip} ${serviceDay} ${place}`)
    .sort()
}

describe('Departures of a day', () => {
  it('are those found by walking through the whole year, in order of time', () => {
    fc.assert(
      fc.property(someWorld, someDay, (times, day) => {
        const found = departuresOf(ofDay(times, day))
        expect(
          found.map(({ at, tripNo, serviceDay, place }) => `${at} ${tripNo} ${serviceDay} ${place}`).sort(),
        ).toEqual(walk(times, day))
        expect(found.map(({ at }) => at)).toEqual(found.map(({ at }) => at).toSorted((a, b) => a - b))
        for (const { at } of found) expect(civilDayAt(at, 'Europe/Paris')).toBe(day)
      }),
      { numRuns: 60 },
    )
  }, 60_000)

  it('towards a place are those whose trip stops there afterwards, and no other', () => {
    fc.assert(
      fc.property(someWorld, someWorld, someDay, (from, to, day) => {
        const can = (time: Pick<StopTime, 'tripNo' | 'place'>) =>
          to.filter((end) => end.alights && end.tripNo === time.tripNo && end.place > time.place)
        const { from: midnight } = civilDaySpan(day, 'Europe/Paris')
        // However long a trip takes, its end is on a day of service that reaches there.
        const rides = ridesBetween(
          ofDay(from, day),
          dated(to, { from: midnight - 4 * 86_400_000, to: midnight + 4 * 86_400_000 }),
        )
        const expected = walk(
          from.filter((time) => can(time).length > 0),
          day,
        )
        expect(
          rides.map(({ board }) => `${board.at} ${board.tripNo} ${board.serviceDay} ${board.place}`).sort(),
        ).toEqual(expected)
        for (const { board, alight } of rides)
          expect(alight.metres).toBe(Math.min(...can(board).map(({ metres }) => metres)))
      }),
      { numRuns: 40 },
    )
  }, 60_000)
})
