import { Building2, Droplets, Recycle, School, Sprout, TrafficCone, TriangleAlert } from '@lucide/vue'
import type { AlertKind } from '../../api/alerts/alert.rules.ts'

/** A picture for each kind, always beside its word. */
export const alertIcons: Record<AlertKind, typeof TriangleAlert> = {
  danger: TriangleAlert,
  roads: TrafficCone,
  utilities: Droplets,
  school: School,
  collection: Recycle,
  'town-hall': Building2,
  life: Sprout,
}
