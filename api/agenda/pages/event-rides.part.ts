import { html } from 'hono/html'
import type { EventRides } from '../../carpool/event-rides.schemas.ts'
import type { Html } from '../../platform/page-shell.ts'
import { wallOfInstant } from '../../platform/paris-time.ts'
import { type PageLanguage, type Say, sayMoment } from './pages.words.ts'

export type RidesThereAndBack = { there: EventRides; back: EventRides }
type Ride = EventRides['items'][number]['ride']

/** Rides to a date of an event and back: who goes, and how to offer or to look for a seat. Nothing without an aire near it. */
export function ridesPart(
  { there, back }: RidesThereAndBack,
  { say, language }: { say: Say; language: PageLanguage },
): Html | '' {
  const { reach, event } = there
  const [nearest] = reach?.aires ?? []
  if (!reach || !nearest) return ''
  const { aire, metres } = nearest
  const wall = (at: number) => {
    const { day, time } = wallOfInstant(at)
    return `${day}T${time}`
  }
  const tie = { evenement: event.id, date: event.date }
  const offer = `/trajets/proposer?${new URLSearchParams(tie).toString()}`
  const search = `/trajets?${new URLSearchParams({ to: aire.id, at: wall(reach.arriveBy), by: 'arrival', ...tie }).toString()}`
  const list = (rides: EventRides, title: string) =>
    html`<h3>${title}</h3>
      ${
        rides.items.length === 0
          ? html`<p class="soft">${say('noRide')}</p>`
          : html`<ul>
              ${rides.items.map(({ ride }) => html`<li>${rideLine(ride, say, language)}</li>`)}
            </ul>`
      }
      ${rides.total > rides.items.length ? html`<p>${say('moreRides', { n: rides.total - rides.items.length })}</p>` : ''}`
  return html`<section class="stack-small">
    <h2>${say('shareRide')}</h2>
    <p>
      ${say(metres < 100 ? 'aireHere' : 'aireNear', { name: aire.name, km: kilometres(language, metres) })}
    </p>
    ${list(there, say('ridesThere'))} ${list(back, say('ridesBack'))}
    ${there.requests > 0 ? html`<p>${say('seekers', { n: there.requests })}</p>` : ''}
    ${
      reach.open
        ? html`<p class="no-print"><a href="${offer}" rel="nofollow">${say('offerSeats')}</a></p>
            <p class="no-print"><a href="${search}" rel="nofollow">${say('seekSeat')}</a></p>`
        : ''
    }
  </section>`
}

const kilometres = (language: PageLanguage, metres: number) =>
  new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(metres / 1000)

function rideLine(ride: Ride, say: Say, language: PageLanguage): string {
  const [leg] = ride.legs
  if (!leg) return ''
  return say('rideLine', {
    when: sayMoment(language, leg.pickUpAt),
    from: leg.pickUp.name,
    to: leg.dropOff.name,
    name: leg.driver.name,
    n: leg.seatsLeft,
  })
}
