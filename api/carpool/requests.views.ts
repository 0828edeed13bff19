import { weekdaysOf } from './trips.rules.ts'
import { wishesOf } from './rides.views.ts'
import type { RequestRow } from './requests.repository.ts'
import type { RequestView } from './requests.schemas.ts'

/** A wish as its author reads it. */
export function viewRequest(row: RequestRow): RequestView {
  return {
    id: row.id,
    status: row.status,
    from: row.fromName,
    to: row.toName,
    ...viewStanding(row),
    transfers: row.transfers,
    note: row.note,
    eventId: row.eventId,
    toldAt: row.toldAt,
    createdAt: row.createdAt,
    version: row.version,
  }
}

/** What of it is of nobody. */
export const viewStanding = (row: RequestRow) => ({
  firstDay: row.firstDay,
  lastDay: row.lastDay,
  weekdays: weekdaysOf(row.weekdays),
  time: row.wallTime,
  by: row.by,
  flexMinutes: row.flexMinutes,
  seats: row.seats,
  wishes: wishesOf(row.needs),
})
