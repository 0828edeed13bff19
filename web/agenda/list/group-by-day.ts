import type { PublicOccurrence } from '../../../api/agenda/agenda.schemas.ts'
import { daysSpanned } from '../shared/when-words.ts'

/** `day` null: what began on an earlier day and still goes on. */
export type DayGroup = { key: string; day: string | null; items: PublicOccurrence[] }

/**
 * A list read by start, put under its days. What began before `today` and is not over stands together, before today:
 * under the day it began it would be missed.
 */
export function groupByDay(items: readonly PublicOccurrence[], today: string): DayGroup[] {
  const groups = new Map<string, DayGroup>()
  const going: DayGroup = { key: 'going-on', day: null, items: [] }
  for (const item of items) {
    const { first, last } = daysSpanned(item)
    if (first < today && last >= today) {
      going.items.push(item)
      continue
    }
    const group = groups.get(first) ?? { key: first, day: first, items: [] }
    group.items.push(item)
    groups.set(first, group)
  }
  const days = [...groups.values()]
  const past = days.filter(({ key }) => key < today)
  const coming = days.filter(({ key }) => key >= today)
  return [...past, ...(going.items.length > 0 ? [going] : []), ...coming]
}
