import type { Answer } from '../platform/idempotency.ts'
import { rescheduleOwn, type Act, type AuthorDeps, type Written } from './author-edits.usecases.ts'
import { eventProblems } from './events.problems.ts'
import type { DateEdit } from './proposals.schemas.ts'
import { checkSchedule } from './schedule-check.rules.ts'
import { cancelDate, moveDate, restoreDate } from './schedule-edit.rules.ts'
import type { Schedule } from './schedule.rules.ts'

const kinds = { move: 'date-moved', cancel: 'date-cancelled', restore: 'date-restored' } as const

function edited(schedule: Schedule, request: DateEdit): Schedule | null {
  const { recurrence } = request
  if (request.act === 'restore') return restoreDate(schedule, recurrence)
  if (request.act === 'cancel') return cancelDate(schedule, recurrence, request.reason)
  const moved = moveDate(schedule, recurrence, request.span, request.reason)
  if (moved && checkSchedule(moved).length > 0) throw eventProblems['date-span-wrong']()
  return moved
}

/**
 * Moves, cancels or restores one date. A cancelled date is told at once, whoever the author is; another edit of a
 * published event waits unless the organizer is trusted. Throws what `rescheduleOwn` does, `date-span-wrong`.
 */
export function editOwnDate(deps: AuthorDeps, given: Act<DateEdit>): Promise<Answer<Written>> {
  const { request } = given
  return rescheduleOwn(deps, {
    ...given,
    edited: (schedule) => edited(schedule, request),
    kind: kinds[request.act],
    words: 'reason' in request ? (request.reason ?? null) : null,
    data: { recurrence: request.recurrence },
    urgent: request.act === 'cancel',
  })
}
