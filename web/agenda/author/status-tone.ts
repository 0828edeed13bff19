import type { AuthorEvent } from '../../../api/agenda/proposals.schemas.ts'

/** The colour that repeats what the word of a status says. */
export const statusTone: Record<AuthorEvent['status'], 'neutral' | 'hedge' | 'calm' | 'caution' | 'danger'> =
  {
    draft: 'caution',
    submitted: 'calm',
    published: 'hedge',
    declined: 'danger',
    cancelled: 'danger',
  }
