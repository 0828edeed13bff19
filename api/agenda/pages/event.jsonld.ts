import { plainWords } from '../agenda.markdown.ts'
import type { PublicEvent } from '../agenda.schemas.ts'
import { wallMs, wallOf } from '../../platform/wall.rules.ts'

type Dated = PublicEvent['dates'][number]

/** An instant as its clocks read it, with their offset: `2026-12-05T19:00:00+01:00`. */
function withOffset(at: number, zone: string): string {
  const wall = wallOf(at, zone)
  const minutes = Math.round((wall - at) / 60_000)
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0')
  const size = Math.abs(minutes)
  const offset = `${minutes < 0 ? '-' : '+'}${two(size / 60)}:${two(size % 60)}`
  return `${new Date(wall).toISOString().slice(0, 19)}${offset}`
}

function datesOf(
  { startAt, endAt, start, end, allDay, moved, recurrence, cancelled }: Dated,
  event: PublicEvent,
) {
  const before = moved && recurrence !== start
  return {
    startDate: allDay ? start : withOffset(startAt, event.zone),
    endDate: allDay ? end : withOffset(endAt, event.zone),
    eventStatus: `https://schema.org/${
      cancelled || event.status === 'cancelled'
        ? 'EventCancelled'
        : before
          ? 'EventRescheduled'
          : 'EventScheduled'
    }`,
    ...(before
      ? {
          previousStartDate: allDay
            ? recurrence
            : withOffset(startAt + wallMs(recurrence, false) - wallMs(start, false), event.zone),
        }
      : {}),
  }
}

function locationOf({ place, onlineUrl, commune, attendanceMode }: PublicEvent) {
  const virtual = onlineUrl ? { '@type': 'VirtualLocation', url: onlineUrl } : null
  const there = place
    ? {
        '@type': 'Place',
        name: place.name,
        address: {
          '@type': 'PostalAddress',
          ...(place.address ? { streetAddress: place.address } : {}),
          addressLocality: place.commune.name,
          addressCountry: 'FR',
        },
        ...(place.positionApproximate
          ? {}
          : { geo: { '@type': 'GeoCoordinates', latitude: place.lat, longitude: place.lon } }),
      }
    : commune
      ? {
          '@type': 'Place',
          name: commune.name,
          address: { '@type': 'PostalAddress', addressLocality: commune.name, addressCountry: 'FR' },
        }
      : null
  const both = [attendanceMode === 'online' ? null : there, virtual].filter((one) => one !== null)
  return both.length > 1 ? both : both[0]
}

function offersOf({ free, price, bookingUrl, path }: PublicEvent, publicUrl: string) {
  if (free === null && price === null && bookingUrl === null) return undefined
  const amount = free ? '0' : /^(\d+(?:[.,]\d{1,2})?)\s*(?:€|euros?)$/i.exec(price?.trim() ?? '')?.[1]
  return {
    '@type': 'Offer',
    url: bookingUrl ?? `${publicUrl}${path}`,
    ...(amount ? { price: amount.replace(',', '.'), priceCurrency: 'EUR' } : {}),
    ...(price ? { description: price } : {}),
  }
}

const attendance = {
  offline: 'OfflineEventAttendanceMode',
  online: 'OnlineEventAttendanceMode',
  mixed: 'MixedEventAttendanceMode',
}
/** As many as search engines show. */
const mostDates = 20

/** An event as schema.org says it, one entry a date. https://schema.org/Event */
export function eventJsonLd(event: PublicEvent, { publicUrl }: { publicUrl: string }) {
  const url = `${publicUrl}${event.path}`
  const description = plainWords(event.description, 5000)
  const said = {
    '@type': 'Event',
    name: event.title,
    url,
    inLanguage: 'fr',
    ...(description ? { description } : {}),
    eventAttendanceMode: `https://schema.org/${attendance[event.attendanceMode]}`,
    location: locationOf(event),
    offers: offersOf(event, publicUrl),
    ...(event.free === null ? {} : { isAccessibleForFree: event.free }),
    ...(event.organizer ? { organizer: { '@type': 'Organization', name: event.organizer.name } } : {}),
    ...(event.image ? { image: [`${publicUrl}${event.image.url}`] } : {}),
    ...(event.keywords.length > 0 ? { keywords: event.keywords.join(', ') } : {}),
    ...(event.ageMin === null && event.ageMax === null
      ? {}
      : { typicalAgeRange: `${event.ageMin ?? 0}-${event.ageMax ?? ''}` }),
  }
  return {
    '@context': 'https://schema.org',
    '@graph': event.dates.slice(0, mostDates).map((date) => ({ ...said, ...datesOf(date, event) })),
  }
}
