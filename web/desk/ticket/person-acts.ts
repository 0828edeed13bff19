import type { SaidRequest, Ticket } from '../../../api/incidents/desk.schemas.ts'

export type PersonAct = SaidRequest['says'] | 'contact' | 'erase' | 'other'

/** What a clerk may do for a resident about this report now, most asked first. */
export function actsFor({ status, mergedInto, contact, categoryPublic }: Ticket): PersonAct[] {
  const alone = mergedInto === null
  return [
    'more',
    ...(alone && status === 'resolved' ? (['mended', 'not-mended', 'still-there'] as const) : []),
    ...(alone && status === 'declined' ? (['not-mended'] as const) : []),
    ...(alone ? (['contact'] as const) : []),
    ...(contact ? (['erase'] as const) : []),
    ...(categoryPublic ? (['other'] as const) : []),
  ]
}
