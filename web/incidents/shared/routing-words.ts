import type { RoutingReason } from '../../../api/incidents/routing.rules.ts'

/** Key of the sentence that says why this body: « La route à cet endroit est la D 932 : … ». */
export function routingKey(reason: RoutingReason, roadRef: string | null): string {
  return reason === 'road-owner' && !roadRef ? 'incident.why.category' : `incident.why.${reason}`
}
