import type { PublicOrganizer } from '../../../api/agenda/organizers.schemas.ts'

/** The most numerous first. */
export const organizerKinds: readonly PublicOrganizer['kind'][] = [
  'association',
  'business',
  'commune',
  'other',
]
