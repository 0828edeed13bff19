import type { LocationQuery } from 'vue-router'
import type { WantedRide } from './requests-api.ts'
import type { TripForm } from './trip-form.ts'

type Fitted = Partial<
  Pick<TripForm, 'from' | 'to' | 'when' | 'day' | 'time' | 'weekdays' | 'lastDay' | 'event'>
>

/** The day and hour of a wish, as the form of an offer has them; the way stays the driver's own. */
export const formOfWish = ({ day, time, weekdays, lastDay }: WantedRide): Fitted => ({
  day,
  time,
  ...(weekdays.length > 0 ? { when: 'regular', weekdays: [...weekdays], lastDay } : { when: 'once' }),
})

/** The address of the form, filled with a wish: `/trajets/proposer?from=…&to=…&day=…&time=…&weekdays=12345`. */
export const addressOfWish = ({ from, to, day, time, weekdays }: WantedRide) => ({
  path: '/trajets/proposer',
  query: {
    from: from.aire.id,
    to: to.aire.id,
    day,
    time,
    ...(weekdays.length > 0 ? { weekdays: weekdays.join('') } : {}),
  },
})

/** What such an address says; nothing when it names no end. */
export function wishInAddress(query: LocationQuery): Fitted {
  const said = (name: string, form: RegExp) => {
    const value = query[name]
    return typeof value === 'string' && form.test(value) ? value : ''
  }
  const to = said('to', /^[\da-f-]{36}$/)
  if (!to) return {}
  const day = said('day', /^\d{4}-\d\d-\d\d$/)
  const time = said('time', /^\d\d:\d\d$/)
  const weekdays = [...said('weekdays', /^[1-7]{1,7}$/)].map(Number)
  return {
    // What was kept of a ride to an event is another trip.
    event: null,
    from: said('from', /^[\da-f-]{36}$/),
    to,
    ...(day ? { day } : {}),
    ...(time ? { time } : {}),
    ...(weekdays.length > 0 ? { when: 'regular', weekdays } : { when: 'once' }),
  }
}
