import type { AdminBody } from '../../../api/territory/territory-admin.schemas.ts'

type Hours = NonNullable<AdminBody['openingHours']>
export type DraftSpan = { from: string; to: string }
/** Days unlike the others, as native date inputs hold them; without an opening: closed. An empty `to` is one day. */
export type DraftException = { from: string; to: string; spans: DraftSpan[]; words: string }
/** Seven days from Monday, each with its openings; `note` for what hours can't say. */
export type DraftHours = { days: DraftSpan[][]; exceptions: DraftException[]; note: string }

export const emptyHours = (): DraftHours => ({
  days: [[], [], [], [], [], [], []],
  exceptions: [],
  note: '',
})
const toDraftSpans = (spans: readonly [string, string][]): DraftSpan[] =>
  spans.map(([from, to]) => ({ from, to }))
const toSpans = (spans: readonly DraftSpan[]) => spans.map(({ from, to }): [string, string] => [from, to])

export function toDraftHours(hours: Hours | null): DraftHours {
  const draft = emptyHours()
  for (const { day, spans } of hours?.days ?? []) draft.days[day - 1] = toDraftSpans(spans)
  const exceptions = (hours?.exceptions ?? []).map(({ from, to, spans, words }) => ({
    from,
    to: to === from ? '' : to,
    spans: toDraftSpans(spans),
    words: words ?? '',
  }))
  return { ...draft, exceptions, note: hours?.note ?? '' }
}

/** Null when nothing is said of the hours. */
export function toHours({ days, exceptions, note }: DraftHours): Hours | null {
  const open = days.flatMap((spans, index) =>
    spans.length === 0 ? [] : [{ day: index + 1, spans: toSpans(spans) }],
  )
  const words = note.trim()
  const unlike = exceptions
    .map(({ from, to, spans, words }) => ({
      from,
      to: to || from,
      spans: toSpans(spans),
      ...(words.trim() ? { words: words.trim() } : {}),
    }))
    .toSorted((a, b) => (a.from < b.from ? -1 : 1))
  if (open.length === 0 && unlike.length === 0 && !words) return null
  return {
    days: open,
    ...(unlike.length > 0 ? { exceptions: unlike } : {}),
    ...(words ? { note: words } : {}),
  }
}

export type HoursFault = { day: number; span: number; fault: 'incomplete' | 'backwards' | 'overlap' }

function spanFault(spans: readonly DraftSpan[], index: number): HoursFault['fault'] | null {
  const { from = '', to = '' } = spans[index] ?? {}
  if (!from || !to) return 'incomplete'
  if (from >= to) return 'backwards'
  return spans.some((other, before) => before < index && other.from < to && from < other.to)
    ? 'overlap'
    : null
}

/** What is wrong with the hours typed, day 0 being Monday. */
export function faultsOf({ days }: DraftHours): HoursFault[] {
  return days.flatMap((spans, day) =>
    spans.flatMap((_, span): HoursFault[] => {
      const fault = spanFault(spans, span)
      return fault ? [{ day, span, fault }] : []
    }),
  )
}

export type ExceptionFault = { exception: number; fault: 'noDay' | 'daysBackwards' | 'hours' }
/** What is wrong with the days unlike the others, by their place in the form. */
export function exceptionFaultsOf({ exceptions }: DraftHours): ExceptionFault[] {
  return exceptions.flatMap(({ from, to, spans }, exception): ExceptionFault[] => {
    if (!from) return [{ exception, fault: 'noDay' }]
    if (to && to < from) return [{ exception, fault: 'daysBackwards' }]
    return spans.some((_, index) => spanFault(spans, index)) ? [{ exception, fault: 'hours' }] : []
  })
}
