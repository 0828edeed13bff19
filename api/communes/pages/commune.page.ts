import { html } from 'hono/html'
import { sayDay, sayHour, sayMoment } from '../../agenda/pages/pages.words.ts'
import { byUrgency } from '../../alerts/alert-public.usecases.ts'
import { alertLine } from '../../alerts/pages/alerts.page.ts'
import { outsidePart } from '../../alerts/pages/outside.part.ts'
import { pathOfDate } from '../../agenda/events-public.usecases.ts'
import { sayTime } from '../../carpool/bookings.words.ts'
import { type Html, jsonLd, type Page, type PageLanguage } from '../../platform/page-shell.ts'
import type { CommuneAire, CommunePage } from '../communes.schemas.ts'
import { townHallPart } from './hours.part.ts'
import { type Say, speak } from './pages.words.ts'
import { theirWords } from '../../platform/their-words.ts'

type Given = { page: CommunePage; language: PageLanguage; publicUrl: string; now: number }

/** A commune in the order of its notice board: what is urgent, what is on, whom to ask, what is broken, how to leave. */
export function communeHtml({ page, language, publicUrl, now }: Given): Page {
  const say = speak(language)
  const { commune, alerts, events, incidents, aires, homonyms } = page
  const { name, code, territory } = commune
  const url = `${publicUrl}${commune.path}`
  const description = say('aboutOne', { name })
  const feed = `territory=${territory.siren}&commune=${code}`
  return {
    language,
    title: `${name} · Bocage`,
    description,
    head: html`<link rel="canonical" href="${url}" />
      <meta property="og:type" content="place" />
      <meta property="og:title" content="${name}" />
      <meta property="og:description" content="${description}" />
      <meta property="og:url" content="${url}" />
      <link
        rel="alternate"
        type="application/atom+xml"
        title="${say('atom')}"
        href="/api/alerts.atom?${feed}"
      />
      <link rel="alternate" type="text/calendar" title="${say('calendar')}" href="/api/events.ics?${feed}" />
      ${jsonLd(dataOf(page, url))}`,
    content: html`<main id="content" class="page stack-large">
      <header class="stack-small">
        <p class="no-print"><a href="/communes">${say('all')}</a></p>
        <h1>${name}</h1>
        <p>${[commune.postalCodes.join(', '), territory.name].filter(Boolean).join(' · ')}</p>
      </header>
      <section class="stack-small" id="alertes">
        <h2>${say('alerts')}</h2>
        ${
          alerts.length === 0
            ? html`<p>${say('noAlert')}</p>`
            : html`<ul class="stack-small">
                ${alerts.toSorted(byUrgency).map((one) => alertLine(one, language))}
              </ul>`
        }
      </section>
      ${outsidePart({ outside: page.outside, language, now })}
      <section class="stack-small" id="agenda">
        <h2>${say('agenda')}</h2>
        ${events.length === 0 ? html`<p>${say('noEvent')}</p>` : eventsPart(page, { language, say, now })}
        <p class="no-print row">
          <a href="/agenda?commune=${code}">${say('wholeAgenda', { name })}</a>
          <a href="/agenda/proposer/simple?commune=${code}">${say('propose')}</a>
        </p>
      </section>
      ${townHallPart(page.townHall, { language, now })}
      <section class="stack-small" id="signalements">
        <h2>${say('incidents')}</h2>
        ${
          incidents.length === 0
            ? html`<p>${say('noIncident')}</p>`
            : html`<ul>
                ${incidents.map(
                  (one) =>
                    html`<li>
                      <a href="/signalements/${one.id}">${theirWords(one.category.name)}</a>,
                      ${sayDay(language, one.createdAt)}
                      ${one.words ? html`<br />${theirWords(one.words)}` : ''}
                    </li>`,
                )}
              </ul>`
        }
        <p class="no-print"><a href="/signaler/simple?commune=${code}">${say('report')}</a></p>
      </section>
      ${aires.length === 0 ? '' : airesPart(aires, { language, say })}
      <section class="stack-small no-print">
        <h2>${say('follow', { name })}</h2>
        <p>${say('followWords')}</p>
        <p class="row served">
          <a href="/api/alerts.atom?${feed}">${say('atom')}</a>
          <a href="/api/events.ics?${feed}">${say('calendar')}</a>
          <a href="${commune.path}/ecran">${say('screen')}</a>
        </p>
      </section>
      ${
        homonyms.length === 0
          ? ''
          : html`<section class="stack-small no-print">
              <h2>${say('others')}</h2>
              ${refs(homonyms)}
            </section>`
      }
      <p class="small soft">
        ${say('read', { when: sayMoment(language, now) })} ${url}
        ${page.demo ? html`<br />${say('demo')}` : ''}
      </p>
    </main>`,
  }
}

type Saying = { language: PageLanguage; say: Say }

export const refs = (communes: CommunePage['homonyms']): Html =>
  html`<ul class="stack-small">
    ${communes.map(
      ({ path, name, postalCodes, territory }) =>
        html`<li>
          <a href="${path}">${name}</a>
          (${[postalCodes.join(', '), territory.name].filter(Boolean).join(', ')})
        </li>`,
    )}
  </ul>`

/** What began before today and still runs stands under today. */
function eventsPart({ events }: CommunePage, { language, say, now }: Saying & { now: number }): Html[] {
  const byDay = new Map<string, CommunePage['events']>()
  for (const one of events) {
    const day = sayDay(language, Math.max(one.startAt, now))
    byDay.set(day, [...(byDay.get(day) ?? []), one])
  }
  return [...byDay].map(
    ([day, held]) =>
      html`<h3>${day}</h3>
        <ul>
          ${held.map((one) => {
            const title = one.cancelled
              ? html`<del>${theirWords(one.title)}</del> <strong>${say('cancelled')}</strong>`
              : theirWords(one.title)
            return html`<li>
              ${sayHour(language, one, day)}
              <a href="${pathOfDate(one)}">${title}</a>${one.place ? `, ${one.place.name}` : ''}
            </li>`
          })}
        </ul>`,
  )
}

function airesPart(aires: readonly CommuneAire[], { language, say }: Saying): Html {
  const seats = (n: number) => (n === 0 ? say('full') : n === 1 ? say('oneSeat') : say('seats', { n }))
  return html`<section class="stack-small" id="aires">
    <h2>${say('aires')}</h2>
    ${aires.map(
      ({ name, path, departures }) =>
        html`<h3><a href="${path}">${name}</a></h3>
          ${
            departures.length === 0
              ? html`<p>${say('noDeparture')}</p>`
              : html`<ul>
                  ${departures.map(
                    (one) =>
                      html`<li>
                        ${say('departure', {
                          time: sayTime(language, one.departAt),
                          to: one.destination,
                          seats: seats(one.seatsLeft),
                        })}
                      </li>`,
                  )}
                </ul>`
          }`,
    )}
  </section>`
}

/** For search engines: the town hall and where it is (https://schema.org/GovernmentOffice). */
function dataOf({ commune, townHall }: CommunePage, url: string) {
  const dayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
  return {
    '@context': 'https://schema.org',
    '@type': 'GovernmentOffice',
    '@id': url,
    url,
    name: townHall?.name ?? commune.name,
    areaServed: { '@type': 'AdministrativeArea', name: commune.name, identifier: commune.code },
    geo: { '@type': 'GeoCoordinates', latitude: commune.lat, longitude: commune.lon },
    ...(townHall?.phone ? { telephone: townHall.phone } : {}),
    ...(townHall?.email ? { email: townHall.email } : {}),
    ...(townHall?.address ? { address: townHall.address } : {}),
    ...(townHall?.openingHours
      ? {
          openingHoursSpecification: [
            ...townHall.openingHours.days.flatMap(({ day, spans }) =>
              spans.map(([opens, closes]) => ({
                '@type': 'OpeningHoursSpecification',
                dayOfWeek: dayNames[day - 1],
                opens,
                closes,
              })),
            ),
            ...(townHall.openingHours.exceptions ?? []).flatMap(({ from, to, spans }) =>
              (spans.length > 0 ? spans : [['00:00', '00:00'] as const]).map(([opens, closes]) => ({
                '@type': 'OpeningHoursSpecification',
                validFrom: from,
                validThrough: to,
                opens,
                closes,
              })),
            ),
          ],
        }
      : {}),
  }
}
