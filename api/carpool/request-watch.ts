import type { Deps } from '../platform/http.ts'
import { addDays, weekdayOf } from '../platform/days.rules.ts'
import { instantOfWall, wallOfInstant } from '../platform/paris-time.ts'
import type { OpenedIndex, RideIndexes } from './ride-index.ts'
import { findOpenRequests, readWatch, type RequestRow } from './requests.repository.ts'
import { createTouchIndex, type TouchIndex, type Wish } from './requests-touch.rules.ts'
import { TRANSFER_WAIT } from './search.usecases.ts'

/** The open requests of a territory, findable by the ways that serve them. */
export type OpenedRequests = {
  opened: OpenedIndex
  /** Numbers of requests in `touch` are positions here. */
  rows: RequestRow[]
  wishes: Wish[]
  touch: TouchIndex
}
type Held = OpenedRequests & { edition: number; travelEdition: number }

/**
 * Keeps the open requests of each territory in memory. Opening one reads one number of the database: a request written
 * since, by any process, or other aires, read them all again.
 */
export function createRequestWatch({ database, indexes }: Pick<Deps, 'database'> & { indexes: RideIndexes }) {
  const held = new Map<string, Held>()

  return {
    async open(territorySiren: string): Promise<OpenedRequests> {
      const opened = await indexes.open(territorySiren)
      const { edition } = await readWatch(database.read, territorySiren)
      const found = held.get(territorySiren)
      if (found?.edition === edition && found.travelEdition === opened.edition) return { ...found, opened }
      const rows = await findOpenRequests(database.read, territorySiren)
      const wishes = rows.map((row) => toWish(row, opened))
      const touch = createTouchIndex({
        travel: opened.travel,
        mayWait: opened.mayWait,
        transfer: TRANSFER_WAIT,
        wishes,
        wall: { instantOf: instantOfWall, wallOf: wallOfInstant, addDays, weekdayOf },
      })
      const read = { opened, rows, wishes, touch, edition, travelEdition: opened.edition }
      held.set(territorySiren, read)
      return read
    },
  }
}
export type RequestWatch = ReturnType<typeof createRequestWatch>

/** Aires that are left no more are walked to no more. */
export function toWish(row: RequestRow, { numberOf }: Pick<OpenedIndex, 'numberOf'>): Wish {
  const known = (reaches: RequestRow['fromReaches']) =>
    reaches.flatMap(({ aireId, walkSeconds }) => {
      const aire = numberOf.get(aireId)
      return aire === undefined ? [] : [{ aire, walkSeconds }]
    })
  const { firstDay, lastDay, weekdays, wallTime, flexMinutes, by, seats, needs, transfers } = row
  return {
    firstDay,
    lastDay,
    weekdays,
    wallTime,
    flexMinutes,
    by,
    seats,
    needs,
    transfers,
    from: known(row.fromReaches),
    to: known(row.toReaches),
  }
}
