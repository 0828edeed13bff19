import type { AdminBody } from '../../../api/territory/territory-admin.schemas.ts'

type Hours = NonNullable<AdminBody['openingHours']>
export type DraftSpan = { from: string; to: string }
/** Seven days from Monday, each with its openings; `note` for what hours can't say. */
export type DraftHours = { days: DraftSpan[][]; note: string }

export const emptyHours = (): DraftHours => ({ days: [[], [], [], [], [], [], []], note: '' })

export function toDraftHours(hours: Hours | null): DraftHours {
  const draft = emptyHours()
  for (const { day, spans } of hours?.days ?? [])
    draft.days[day - 1] = spans.map(([from, to]) => ({ from, to }))
  return { ...draft, note: hours?.note ?? '' }
}

/** Null when nothing is said of the hours. */
export function toHours({ days, note }: DraftHours): Hours | null {
  const open = days.flatMap((spans, index) =>
    spans.length === 0
      ? []
      : [{ day: index + 1, spans: spans.map(({ from, to }): [string, string] => [from, to]) }],
  )
  const words = note.trim()
  return open.length === 0 && !words ? null : { days: open, ...(words ? { note: words } : {}) }
}

export type HoursFault = { day: number; span: number; fault: 'incomplete' | 'backwards' | 'overlap' }

/** What is wrong with the hours typed, day 0 being Monday. */
export function faultsOf({ days }: DraftHours): HoursFault[] {
  return days.flatMap((spans, day) =>
    spans.flatMap(({ from, to }, span): HoursFault[] => {
      if (!from || !to) return [{ day, span, fault: 'incomplete' }]
      if (from >= to) return [{ day, span, fault: 'backwards' }]
      const overlaps = spans.some((other, index) => index < span && other.from < to && from < other.to)
      return overlaps ? [{ day, span, fault: 'overlap' }] : []
    }),
  )
}
