import type { Page } from '../platform/pagination.ts'
import type { PublicAlert } from './alert.schemas.ts'

/**
 * A layer for other maps (RFC 7946): alerts whose area was drawn, each with where to read it. `nextCursor` is a foreign
 * member (§6.1): maps that know nothing of it draw the page.
 */
export const writeAlertMap = ({ items, nextCursor }: Page<PublicAlert>, publicUrl: string) => ({
  type: 'FeatureCollection',
  nextCursor,
  features: items.flatMap(({ id, kind, title, street, issuer, startsAt, endsAt, area, path }) =>
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
