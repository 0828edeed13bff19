import { recall, remember } from '../../offline/remembered.ts'

const name = 'ride-way'
export type Way = { from: string; to: string }
/** A place of the list, never where somebody stood: a position is kept nowhere. */
const isPlace = (end: unknown): end is string => typeof end === 'string' && /^[\w-]+$/.test(end)

/** Keeps the way last searched for, on this device: the same commute is there tomorrow, by three presses. */
export function rememberWay({ from, to }: Way): void {
  if (isPlace(from) && isPlace(to)) remember(name, JSON.stringify({ from, to }))
}

export function recallWay(): Way | null {
  try {
    const kept = JSON.parse(recall(name) || 'null') as Partial<Way> | null
    return kept && isPlace(kept.from) && isPlace(kept.to) ? { from: kept.from, to: kept.to } : null
  } catch {
    return null
  }
}
