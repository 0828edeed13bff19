import { html } from 'hono/html'
import { srcsetOf } from '../../media/media.usecases.ts'
import { type Html, jsonLd, type Page, type PageLanguage } from '../../platform/page-shell.ts'
import type { PublicAire } from '../aires.schemas.ts'
import { sayDay, sayPrice, sayTime } from '../bookings.words.ts'
import type { DeparturesAnswer } from '../rides.schemas.ts'
import { sayKind, speak, type Say } from './pages.words.ts'
import { theirWords } from '../../platform/their-words.ts'

type Given = {
  aire: PublicAire
  /** What leaves it today; null when nobody leaves from it any more. */
  departures: DeparturesAnswer | null
  territoryName: string
  language: PageLanguage
  publicUrl: string
}

/** One aire, in the order one would say it aloud: where, what is there, how to come, what to do. */
export function airePage({ aire, departures, territoryName, language, publicUrl }: Given): Page {
  const say = speak(language)
  const url = `${publicUrl}${aire.path}`
  const commune = aire.commune.name ?? territoryName
  const description = aire.description ?? say('aboutOne', { commune })
  const at = `${aire.lat.toFixed(5)}, ${aire.lon.toFixed(5)}`
  const report = `/signaler?${new URLSearchParams({
    lat: aire.lat.toFixed(6),
    lon: aire.lon.toFixed(6),
    lieu: aire.name,
  }).toString()}`
  return {
    language,
    title: `${aire.name} · Bocage`,
    description,
    head: html`<link rel="canonical" href="${url}" />
      <meta property="og:type" content="place" />
      <meta property="og:title" content="${aire.name}" />
      <meta property="og:description" content="${description}" />
      <meta property="og:url" content="${url}" />
      ${aire.photo ? html`<meta property="og:image" content="${publicUrl}${aire.photo.url}" />` : ''}
      ${aire.listed ? '' : html`<meta name="robots" content="noindex" />`}
      ${jsonLd(dataOf(aire, url, publicUrl))}`,
    content: html`<main id="content" class="page stack">
      <p class="no-print"><a href="/aires">${say('aires')}</a></p>
      <article class="stack">
        <h1>${aire.name}</h1>
        <p>${sayKind(say, aire.kind)}<br />${aire.address ? html`${aire.address}<br />` : ''}${commune}</p>
        ${
          aire.listed
            ? ''
            : html`<div class="stack-small" role="note">
                <p><strong>${say('closed')}</strong></p>
                <p>${say('closedWords')}</p>
              </div>`
        }
        ${
          aire.photo
            ? html`<img
                src="${aire.photo.url}"
                srcset="${srcsetOf(aire.photo.url)}"
                sizes="(min-width: 42rem) 38rem, 100vw"
                alt="${say('photo', { name: aire.name })}"
              />`
            : ''
        }
        ${aire.description ? html`<p>${theirWords(aire.description)}</p>` : ''}
        ${departures ? departuresOf(departures, { say, language }) : ''} ${factsOf(aire, say)}
        <section class="stack-small">
          <h2>${say('come')}</h2>
          <p>${say('coordinates', { at })}</p>
          <p class="no-print">
            <a
              href="https://www.openstreetmap.org/directions?to=${aire.lat}%2C${aire.lon}"
              rel="nofollow noopener"
              >${say('directions')}</a
            >
          </p>
        </section>
        ${
          aire.inside
            ? html`<p class="no-print"><a href="${report}" rel="nofollow">${say('report')}</a></p>`
            : html`<p>${say('reportOutside', { commune })}</p>`
        }
        <p class="no-print"><a href="/api/aires/${aire.id}/sign.pdf?lang=${language}">${say('sign')}</a></p>
        <p class="small soft">
          ${aire.source === 'bnlc' ? say('national') : say('own', { name: territoryName })}
          ${aire.demo ? say('demo') : ''}
        </p>
        <p class="small soft">${url}</p>
      </article>
    </main>`,
  }
}

/** Of the day, for who waits there: times, places, seats and prices, and nobody's name, since search engines read this. */
function departuresOf(
  { aire, day, items }: DeparturesAnswer,
  { say, language }: { say: Say; language: PageLanguage },
): Html {
  const seats = (n: number) => (n === 0 ? say('full') : n === 1 ? say('oneSeat') : say('seats', { n }))
  const price = (cents: number) => (cents === 0 ? say('free') : sayPrice(language, cents))
  return html`<section class="stack-small" id="departs">
    <h2>${say('departures', { day: sayDay(day)[language] })}</h2>
    ${
      items.length === 0
        ? html`<p>${say('noDeparture')}</p>`
        : html`<ul>
            ${items.map(
              (one) =>
                html`<li>
                  <strong>${sayTime(language, one.departAt)}</strong> ${one.destination.name},
                  ${say('arrives', { time: sayTime(language, one.arriveAt) })}, ${seats(one.seatsLeft)},
                  ${price(one.priceCents)}
                </li>`,
            )}
          </ul>`
    }
    <p class="no-print"><a href="/trajets?from=${aire.id}" rel="nofollow">${say('leave')}</a></p>
  </section>`
}

function countSaid(
  say: Say,
  count: number | null,
  words: { none: null | 'noSpace'; one: 'oneSpace' | 'oneReserved'; many: 'spaces' | 'reserved' },
) {
  if (count === null) return null
  if (count === 0) return words.none && say(words.none)
  return count === 1 ? say(words.one) : say(words.many, { n: count })
}

function factsOf(aire: PublicAire, say: Say): Html | '' {
  const { spaces, accessibleSpaces, accessibility, busLines, openingHours } = aire
  const known = (value: boolean | null, yes: Parameters<Say>[0], no: Parameters<Say>[0]) =>
    value === null ? null : say(value ? yes : no)
  const facts = [
    countSaid(say, spaces, { none: 'noSpace', one: 'oneSpace', many: 'spaces' }),
    accessibility ?? countSaid(say, accessibleSpaces, { none: null, one: 'oneReserved', many: 'reserved' }),
    known(aire.lit, 'lit', 'notLit'),
    known(aire.sheltered, 'sheltered', 'notSheltered'),
    known(aire.charging, 'charging', 'notCharging'),
    known(aire.bikes, 'bikes', 'notBikes'),
    busLines.length > 0 ? say('buses', { lines: busLines.join(', ') }) : null,
    openingHours === null
      ? null
      : openingHours === '24/7'
        ? say('always')
        : say('opening', { hours: openingHours }),
  ].filter((fact) => fact !== null)
  if (facts.length === 0) return ''
  return html`<section class="stack-small">
    <h2>${say('there')}</h2>
    <ul>
      ${facts.map((fact) => html`<li>${fact}</li>`)}
    </ul>
  </section>`
}

/** For search engines (https://schema.org/ParkingFacility). */
function dataOf(aire: PublicAire, url: string, publicUrl: string) {
  return {
    '@context': 'https://schema.org',
    '@type': 'ParkingFacility',
    '@id': url,
    url,
    name: aire.name,
    geo: { '@type': 'GeoCoordinates', latitude: aire.lat, longitude: aire.lon },
    address: {
      '@type': 'PostalAddress',
      ...(aire.address ? { streetAddress: aire.address } : {}),
      ...(aire.commune.name ? { addressLocality: aire.commune.name } : {}),
      addressCountry: 'FR',
    },
    publicAccess: aire.listed,
    ...(aire.description ? { description: aire.description } : {}),
    ...(aire.photo ? { image: `${publicUrl}${aire.photo.url}` } : {}),
  }
}

/** For an address that leads to no aire, or to one that is hidden. */
export function missingAirePage(language: PageLanguage): Page {
  const say = speak(language)
  return {
    language,
    title: `${say('notFound')} · Bocage`,
    description: say('notFoundWords'),
    head: html`<meta name="robots" content="noindex" />`,
    content: html`<main id="content" class="page stack">
      <h1>${say('notFound')}</h1>
      <p>${say('notFoundWords')}</p>
      <p><a href="/aires">${say('aires')}</a></p>
    </main>`,
  }
}
