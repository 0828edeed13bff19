import type { PublicIncident } from './incidents.schemas.ts'

/** RFC 7946: points in [lon, lat] order. */
export function toFeatureCollection(incidents: PublicIncident[]) {
  return {
    type: 'FeatureCollection' as const,
    features: incidents.map(({ position, ...properties }) => ({
      type: 'Feature' as const,
      id: properties.id,
      geometry: { type: 'Point' as const, coordinates: [position.lon, position.lat] },
      properties: { ...properties, positionApproximate: position.approximate },
    })),
  }
}
