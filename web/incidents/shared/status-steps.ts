import type { Status } from '../../../api/incidents/incidents.rules.ts'
import type { PathStep } from '../../ui/StatusPath.vue'

type Move = { at: number; toStatus: Status | null }
type Say = {
  label: (status: Status) => string
  sentence: (status: Status) => string
  when: (at: number) => string
  iso: (at: number) => string
}

/** What usually comes after, when nothing special happens. */
const usualWay: readonly Status[] = ['received', 'acknowledged', 'scheduled', 'in_progress', 'resolved']
const stopped: readonly Status[] = ['declined']
const finished: readonly Status[] = ['resolved']

/** Where a status stands on the usual way: what was passed on or opened again is about to be read. */
function rankOf(status: Status): number {
  if (status === 'forwarded' || status === 'reopened') return 0
  return usualWay.indexOf(status)
}

/**
 * The way of an incident: what happened, in order and with dates, then what usually comes next.
 * Pure: the words and dates are said by `say`. Moves may come in any order.
 */
export function statusSteps({
  moves,
  status,
  say,
}: {
  moves: readonly Move[]
  status: Status
  say: Say
}): PathStep[] {
  const past = moves
    .filter((move): move is Move & { toStatus: Status } => move.toStatus !== null)
    .toSorted((a, b) => a.at - b.at)
  const steps = past.map(({ at, toStatus }, index): PathStep => {
    const last = index === past.length - 1
    const state =
      !last || finished.includes(toStatus) ? 'done' : stopped.includes(toStatus) ? 'stopped' : 'current'
    return {
      id: `${index}-${toStatus}`,
      label: say.label(toStatus),
      state,
      when: say.when(at),
      datetime: say.iso(at),
      ...(last ? { sentence: say.sentence(toStatus) } : {}),
    }
  })
  if (finished.includes(status) || stopped.includes(status)) return steps
  const ahead = usualWay.slice(rankOf(status) + 1)
  return [
    ...steps,
    ...ahead.map((next): PathStep => ({ id: `next-${next}`, label: say.label(next), state: 'todo' })),
  ]
}
