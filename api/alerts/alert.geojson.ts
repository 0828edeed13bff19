import type { PublicAlert } from './alert.schemas.ts'

/** A layer for other maps (RFC 7946): the alerts whose area was drawn, each with where to read it. */
export const writeAlertMap = (alerts: readonly PublicAlert[], publicUrl: string) => ({
  type: 'FeatureCollection',
  features: alerts.flatMap(({ id, kind, title, street, issuer, startsAt, endsAt, area, path }) =>
    area
      ? [
          {
            type: 'Feature',
            id,
            geometry: area,
            properties: {
              kind,
              title,
              street,
              issuer,
              startsAt: new Date(startsAt).toISOString(),
              endsAt: new Date(endsAt).toISOString(),
              url: `${publicUrl}${path}`,
            },
          },
        ]
      : [],
  ),
})
