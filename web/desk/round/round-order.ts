/** The order of a day: what is planned first, then what is due first. */
export function inRoundOrder<T extends { plannedOn: string | null; dueAt: number }>(
  items: readonly T[],
): T[] {
  const day = ({ plannedOn }: T) => plannedOn ?? '9999'
  return items.toSorted((a, b) => day(a).localeCompare(day(b)) || a.dueAt - b.dueAt)
}
