import type { Outcome } from './import-api.ts'

/** What becomes of an event, as a word of the list and how it is marked. */
export const outcomeTones: Record<Outcome, 'neutral' | 'hedge' | 'calm' | 'caution' | 'danger'> = {
  created: 'hedge',
  updated: 'calm',
  waiting: 'calm',
  unchanged: 'neutral',
  known: 'neutral',
  held: 'caution',
  cancelled: 'caution',
  restored: 'hedge',
  withdrawn: 'caution',
  past: 'neutral',
  skipped: 'neutral',
  declined: 'neutral',
  refused: 'danger',
}
