import { holidayOn, type HolidayName } from '../../../api/platform/holidays.rules.ts'
import { addDays } from '../../../api/platform/days.rules.ts'
import { daysOf, weekdayMask } from '../../../api/carpool/trips.rules.ts'
import { today, tomorrow } from './days.ts'
import type { EventRides, TripBody, TripChange, TripView } from './rides-api.ts'

/** The date of an event that a trip is offered to, as the form keeps it. Instants are epoch milliseconds. */
export type EventOfTrip = EventRides['event'] & { arriveBy: number; leaveAt: number }

/** What a driver types of a trip, offered or changed. Times and days are as native inputs write them. */
export const blankForm = (from = '') => ({
  from,
  to: '',
  when: 'once' as 'now' | 'once' | 'regular',
  day: tomorrow(),
  time: '07:30',
  weekdays: [1, 2, 3, 4, 5],
  lastDay: '',
  drivesHolidays: false,
  exceptions: [] as string[],
  isReturn: false,
  backTime: '17:30',
  /** When it is not the same day: after an event that ends in the night. */
  backDay: '',
  /** The event it leads to. */
  event: null as EventOfTrip | null,
  seats: 3,
  detourMinutes: 10,
  shares: false,
  euros: '',
  wishes: [] as string[],
  note: '',
})
export type TripForm = ReturnType<typeof blankForm>

/** A trip as it is, to be changed. */
export const formOf = (trip: TripView): TripForm => ({
  ...blankForm(),
  from: trip.origin.id,
  to: trip.destination.id,
  when: trip.regular ? 'regular' : 'once',
  day: trip.regular && trip.firstDay < today() ? today() : trip.firstDay,
  time: trip.time,
  weekdays: trip.regular?.weekdays ?? [],
  lastDay: trip.regular?.lastDay ?? '',
  drivesHolidays: trip.regular ? !trip.regular.holidaysOff : false,
  exceptions: (trip.regular?.exceptions ?? []).filter((day) => day >= today()),
  seats: trip.seats,
  detourMinutes: trip.detourMinutes,
  shares: trip.costCents > 0,
  euros: trip.costCents > 0 ? (trip.costCents / 100).toFixed(2).replace('.', ',') : '',
  wishes: [...trip.wishes],
  note: trip.note ?? '',
})

/** A form kept on this device, or null when there is none, or it can't be read. */
export function readForm<T extends object>(text: string | null): Partial<T> | null {
  try {
    const kept = JSON.parse(text || 'null') as Partial<T> | null
    return kept && typeof kept === 'object' ? kept : null
  } catch {
    return null
  }
}

/** Cents of « 2 » or « 2,50 »; null for what is no price. */
export function centsOf(euros: string): number | null {
  if (!/^\d{1,3}(?:[.,]\d{1,2})?$/.test(euros.trim())) return null
  return Math.round(Number(euros.trim().replace(',', '.')) * 100)
}

export type FormError = { field?: string; message: string }
/** What stops the form, with the field it is about. */
export function faultsOf(form: TripForm, t: (key: string) => string): FormError[] {
  const fault = (isOne: boolean, field: string, key: string) => (isOne ? [{ field, message: t(key) }] : [])
  return [
    ...fault(!form.from, 'offer-from', 'carpool.rides.error.from'),
    ...fault(!form.to, 'offer-to', 'carpool.rides.error.to'),
    ...fault(form.from !== '' && form.from === form.to, 'offer-to', 'carpool.offer.error.same'),
    ...fault(
      form.when === 'regular' && form.weekdays.length === 0,
      'offer-weekdays',
      'carpool.offer.error.weekdays',
    ),
    ...fault(form.when !== 'now' && !form.day, 'offer-day', 'carpool.offer.error.day'),
    ...fault(form.when !== 'now' && !form.time, 'offer-time', 'carpool.offer.error.time'),
    ...fault(form.shares && centsOf(form.euros) === null, 'offer-cost', 'carpool.offer.error.cost'),
  ]
}

const termsOf = (form: TripForm) => ({
  originId: form.from,
  destinationId: form.to,
  time: form.time,
  seats: form.seats,
  detourMinutes: form.detourMinutes,
  costCents: form.shares ? (centsOf(form.euros) ?? 0) : 0,
  wishes: form.wishes as NonNullable<TripBody['wishes']>,
  note: form.note.trim() || null,
})
const seriesOf = (form: TripForm) => ({
  weekdays: form.weekdays.toSorted(),
  lastDay: form.lastDay || null,
  holidaysOff: !form.drivesHolidays,
  exceptions: form.exceptions,
})

/** What is sent to offer it. */
export const offerBody = (
  form: TripForm,
  { id, backId, territory }: { id: string; backId: string; territory: string },
): TripBody => ({
  id,
  territory,
  ...termsOf(form),
  firstDay: form.when === 'regular' && form.day < today() ? today() : form.day,
  regular: form.when === 'regular' ? seriesOf(form) : null,
  back: form.isReturn
    ? {
        id: backId,
        time: form.backTime,
        ...(form.event && form.backDay > form.day ? { firstDay: form.backDay } : {}),
      }
    : null,
  event: form.event ? { id: form.event.id, date: form.event.date } : null,
})

/** What is sent to change it; of a regular trip, `day` is the one from which it changes. */
export const changeBody = (form: TripForm, trip: TripView): TripChange =>
  trip.regular
    ? {
        ...termsOf(form),
        fromDay: form.day,
        // Exceptions that are past stay: they are no longer on screen.
        regular: {
          ...seriesOf(form),
          exceptions: [...trip.regular.exceptions.filter((day) => day < today()), ...form.exceptions],
        },
      }
    : { ...termsOf(form), firstDay: form.day }

/** Public holidays that fall on the days of a series within six months, whether they are driven or not. */
export function holidaysIn(form: TripForm): { day: string; name: HolidayName }[] {
  if (form.when !== 'regular' || !form.day) return []
  const from = form.day < today() ? today() : form.day
  const series = {
    firstDay: from,
    lastDay: form.lastDay || null,
    weekdays: weekdayMask(form.weekdays),
    holidaysOff: false,
    exceptions: form.exceptions,
  }
  const days = daysOf(series, { from, to: addDays(from, 183), isHoliday: () => false })
  return days.flatMap((day) => {
    const name = holidayOn(day)
    return name ? [{ day, name }] : []
  })
}

/** `list` with `item`, or without it. */
export const toggled = <T>(list: readonly T[], item: T, on: boolean): T[] =>
  on ? [...list.filter((one) => one !== item), item] : list.filter((one) => one !== item)
