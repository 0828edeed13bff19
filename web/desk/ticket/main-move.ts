import type { Status } from '../../../api/incidents/incidents.rules.ts'

/** What most often comes next: the one button under the thumb. Null when nothing is expected of the desk. */
export const mainMove: Record<Status, Status | null> = {
  received: 'acknowledged',
  reopened: 'acknowledged',
  acknowledged: 'scheduled',
  scheduled: 'in_progress',
  in_progress: 'resolved',
  forwarded: 'resolved',
  resolved: null,
  declined: null,
}
