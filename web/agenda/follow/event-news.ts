import type { PublicEvent } from '../../../api/agenda/agenda.schemas.ts'
import type { FollowedEvent, KeptDate } from '../../offline/stored.ts'

type Dated = Pick<PublicEvent, 'id' | 'path' | 'title' | 'status' | 'dates' | 'place' | 'commune'>
type Date = Dated['dates'][number]

const toKept = ({ recurrence, startAt, endAt, start, end, allDay }: Date): KeptDate => ({
  recurrence,
  startAt,
  endAt,
  start,
  end,
  allDay,
})

/** The date to speak of: the first that takes place and is not over, else the first the server gives. */
export function nextDate(dates: readonly Date[], now: number): Date | null {
  return dates.find((date) => !date.cancelled && date.endAt > now) ?? dates[0] ?? null
}

type Placed = Record<'place' | 'commune', { name: string } | null>
export const placeSaid = ({ place, commune }: Placed): string =>
  [place?.name, commune?.name].filter((name, index, all) => name && all.indexOf(name) === index).join(', ')

/**
 * What a phone keeps of a followed event, and what changed since: the date it knew that moved or no longer takes
 * place, another place. A series that goes on to its next date is no news. Pure.
 */
export function followedFrom(event: Dated, before: FollowedEvent | null, now: number): FollowedEvent {
  const next = nextDate(event.dates, now)
  const known = before?.date ?? null
  const same = event.dates.find(({ recurrence }) => recurrence === known?.recurrence)
  const cancelled = event.status === 'cancelled' || (same ?? next)?.cancelled === true
  const place = placeSaid(event)
  const toCome = known !== null && known.endAt > now
  const dateChanged = toCome && (!same || same.startAt !== known.startAt || same.endAt !== known.endAt)

  let news = before?.news ?? null
  if (before && cancelled && !before.cancelled) news = { kind: 'cancelled', before: null }
  else if (before && cancelled !== before.cancelled) news = null
  else if (before && !cancelled && dateChanged) news = { kind: 'date', before: known }
  else if (before && toCome && place !== before.place) news = { kind: 'place', before: null }
  return {
    id: event.id,
    path: event.path,
    title: event.title,
    place,
    date: next ? toKept(toCome && same ? same : next) : null,
    cancelled,
    news,
    followedAt: before?.followedAt ?? now,
  }
}
