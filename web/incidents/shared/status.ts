import type { Status } from '../../../api/incidents/incidents.rules.ts'

type Kind = 'neutral' | 'hedge' | 'calm' | 'caution' | 'danger'

/** How a status is shown. The word is in `incident.status`, the colour only repeats it. */
export const statusKinds: Record<Status, Kind> = {
  received: 'neutral',
  acknowledged: 'calm',
  scheduled: 'calm',
  in_progress: 'calm',
  forwarded: 'calm',
  reopened: 'caution',
  resolved: 'hedge',
  declined: 'neutral',
}
