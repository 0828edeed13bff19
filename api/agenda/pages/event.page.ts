import { html, raw } from 'hono/html'
import { plainWords } from '../agenda.markdown.ts'
import type { PublicEvent } from '../agenda.schemas.ts'
import { ridesPart, type RidesThereAndBack } from './event-rides.part.ts'
import { eventJsonLd } from './event.jsonld.ts'
import { oembedLink } from './oembed.link.ts'
import { type PageLanguage, type Say, sayWhen, speak } from './pages.words.ts'
import { srcsetOf } from '../../media/media.usecases.ts'
import { type Html, jsonLd, type Page } from '../../platform/page-shell.ts'
import { theirWords } from '../../platform/their-words.ts'

const ogLocales = { fr: 'fr_FR', en: 'en_GB', nl: 'nl_NL' } as const

type Given = {
  event: PublicEvent
  language: PageLanguage
  publicUrl: string
  dateAsked?: string | undefined
  now: number
  /** Null: nothing is known of rides there. */
  rides?: RidesThereAndBack | null
}
const previewLength = 200

/** The date that the page is about: the one asked for, else the next, else the last. */
export function dateOf({ event, dateAsked, now }: Pick<Given, 'event' | 'dateAsked' | 'now'>) {
  const { dates } = event
  return (
    dates.find(({ recurrence }) => recurrence === dateAsked) ??
    dates.find(({ endAt, cancelled }) => endAt > now && !cancelled) ??
    dates.find(({ endAt }) => endAt > now) ??
    dates.at(-1)
  )
}

/** The whole of an event, in the order one would say it aloud. */
export function eventPage(given: Given): Page {
  const { event, language, publicUrl } = given
  const say = speak(language)
  const date = dateOf(given)
  const when = date ? sayWhen(language, date) : ''
  const where = [event.place?.name, event.place?.commune.name ?? event.commune?.name]
    .filter(Boolean)
    .join(', ')
  const off = event.status === 'cancelled' || date?.cancelled
  const title = `${off ? `${say('cancelled')} : ` : ''}${event.title}`
  const description = [when, where, plainWords(event.description, previewLength)].filter(Boolean).join(' · ')
  const url = `${publicUrl}${event.path}`
  return {
    language,
    title: `${title} · ${where || say('agenda')}`,
    description,
    head: html`<link rel="canonical" href="${url}" />
      <link rel="alternate" type="text/calendar" title="${event.title}" href="/api/events/${event.id}.ics" />
      <link rel="alternate" type="application/json" href="/api/events/${event.id}" />
      ${oembedLink(url, event.title)}
      <meta property="og:type" content="website" />
      <meta property="og:site_name" content="Bocage" />
      <meta property="og:locale" content="${ogLocales[language]}" />
      <meta property="og:title" content="${title}" />
      <meta property="og:description" content="${description}" />
      <meta property="og:url" content="${url}" />
      ${
        event.image
          ? html`<meta property="og:image" content="${publicUrl}${event.image.url}" />
              <meta property="og:image:width" content="${event.image.width}" />
              <meta property="og:image:height" content="${event.image.height}" />
              <meta property="og:image:alt" content="${event.image.description}" />`
          : ''
      }
      <meta name="twitter:card" content="${event.image ? 'summary_large_image' : 'summary'}" />
      ${jsonLd(eventJsonLd(event, { publicUrl }))}`,
    content: html`<main id="content" class="page stack">
      <p class="no-print"><a href="/agenda">${say('back')}</a></p>
      <article class="stack">
        <h1 lang="fr">${event.title}</h1>
        ${status({ event, say, date })}
        ${date ? html`<p class="lead"><time datetime="${date.start}">${when}</time></p>` : ''}
        ${event.rule ? html`<p>${event.rule}</p>` : ''}
        ${event.organizer ? html`<p class="soft">${say('by', { name: event.organizer.name })}</p>` : ''}
        ${
          event.image
            ? html`<figure
                role="figure"
                ${event.image.credit ? html`aria-label="${say('credit', { who: event.image.credit })}"` : ''}
              >
                <img
                  src="${event.image.url}"
                  srcset="${srcsetOf(event.image.url)}"
                  sizes="(min-width: 42rem) 38rem, 100vw"
                  alt="${event.image.description}"
                  lang="fr"
                  width="${event.image.width}"
                  height="${event.image.height}"
                />
                ${
                  event.image.credit
                    ? html`<figcaption class="small soft">
                        ${say('credit', { who: event.image.credit })}
                      </figcaption>`
                    : ''
                }
              </figure>`
            : ''
        }
        ${event.descriptionHtml ? html`<div class="stack-small" lang="fr">${raw(event.descriptionHtml)}</div>` : ''}
        ${placeOf(event, say)} ${given.rides ? ridesPart(given.rides, { say, language }) : ''}
        ${factsOf(event, say)} ${otherDates(given, say)}
        <p class="no-print"><a href="/api/events/${event.id}.ics">${say('calendar')}</a></p>
        ${
          event.origin
            ? html`<p class="small soft">
                ${
                  event.origin.url
                    ? html`<a href="${event.origin.url}" rel="nofollow noopener"
                        >${say('source', { name: event.origin.name })}</a
                      >`
                    : say('source', { name: event.origin.name })
                }
              </p>`
            : ''
        }
        <p class="small soft">${url}</p>
      </article>
    </main>`,
  }
}

/** What is no longer as it was announced, before anything else. */
function status({
  event,
  say,
  date,
}: {
  event: PublicEvent
  say: Say
  date: PublicEvent['dates'][number] | undefined
}): Html | '' {
  const cancelled = event.status === 'cancelled'
  const told = cancelled
    ? say('eventCancelled')
    : date?.cancelled
      ? say('dateCancelled')
      : date?.moved
        ? say('dateMoved')
        : event.past
          ? say('over')
          : null
  const reason = cancelled ? event.statusWords : (date?.reason ?? null)
  if (told === null && !event.replacedBy) return ''
  return html`<div class="stack-small" role="note">
    ${told ? html`<p><strong>${told}</strong></p>` : ''}
    ${reason ? html`<p>${say('reason')} ${theirWords(reason)}</p>` : ''}
    ${
      event.replacedBy
        ? html`<p>
            ${say('replaced')} <a href="${event.replacedBy.path}">${theirWords(event.replacedBy.title)}</a>
          </p>`
        : ''
    }
  </div>`
}

function placeOf({ place, onlineUrl, commune, attendanceMode }: PublicEvent, say: Say): Html | '' {
  if (!place && !onlineUrl && !commune) return ''
  return html`<section class="stack-small">
    <h2>${say('where')}</h2>
    ${
      place
        ? html`<p>
              ${place.name}${place.address ? html`<br />${place.address}` : ''}<br />${place.commune.name}
            </p>
            ${
              place.positionApproximate
                ? html`<p class="small soft">${say('approximate')}</p>`
                : html`<p class="no-print">
                    <a
                      href="https://www.openstreetmap.org/directions?to=${place.lat}%2C${place.lon}"
                      rel="nofollow noopener"
                      >${say('directions')}</a
                    >
                  </p>`
            }`
        : commune && attendanceMode !== 'online'
          ? html`<p>${commune.name}</p>`
          : ''
    }
    ${onlineUrl ? html`<p><a href="${onlineUrl}" rel="nofollow noopener">${say('online')}</a></p>` : ''}
  </section>`
}

function agesOf({ ageMin: from, ageMax: to }: PublicEvent, say: Say): string | null {
  if (from !== null && to !== null) return say('agesFromTo', { from, to })
  if (from !== null) return say('agesFrom', { from })
  return to === null ? null : say('agesTo', { to })
}

function factsOf(event: PublicEvent, say: Say): Html {
  const { contact, bookingUrl, bookingPhone, bookingEmail } = event
  const price = event.price ?? (event.free === null ? null : say(event.free ? 'free' : 'priced'))
  const link = (href: string, words: string) => html`<a href="${href}" rel="nofollow noopener">${words}</a>`
  const facts: [string, Html | string | null][] = [
    [
      say('kind'),
      event.categories.length > 0 ? theirWords(event.categories.map(({ name }) => name).join(', ')) : null,
    ],
    [say('price'), event.free && event.price ? `${say('free')}, ${event.price}` : price],
    [say('ages'), agesOf(event, say)],
    [say('access'), event.accessibility.map((code) => say(code)).join(', ') || null],
    [
      say('booking'),
      bookingUrl || bookingPhone || bookingEmail
        ? html`${bookingUrl ? html`${link(bookingUrl, bookingUrl)}<br />` : ''}
          ${bookingPhone ? html`${link(`tel:${bookingPhone.replace(/[^\d+]/g, '')}`, bookingPhone)}<br />` : ''}
          ${bookingEmail ? link(`mailto:${bookingEmail}`, bookingEmail) : ''}`
        : null,
    ],
    [
      say('contact'),
      contact
        ? html`${contact.name ?? ''}
          ${contact.phone ? link(`tel:${contact.phone.replace(/[^\d+]/g, '')}`, contact.phone) : ''}
          ${contact.email ? link(`mailto:${contact.email}`, contact.email) : ''}`
        : null,
    ],
  ]
  return html`<dl class="stack-small">
    ${facts.map(([name, value]) =>
      value === null
        ? ''
        : html`<div>
            <dt><strong>${name}</strong></dt>
            <dd>${value}</dd>
          </div>`,
    )}
  </dl>`
}

function otherDates({ event, language }: Given, say: Say): Html | '' {
  if (event.dates.length < 2) return ''
  return html`<section class="stack-small">
    <h2>${say('allDates')}</h2>
    <ul>
      ${event.dates.map(
        (date) =>
          html`<li>
            <time datetime="${date.start}">${sayWhen(language, date)}</time>
            ${date.cancelled ? html`<strong>${say('cancelled')}</strong>` : ''}
            ${date.moved && !date.cancelled ? html`<strong>${say('moved')}</strong>` : ''}
            ${date.reason ? html` ${theirWords(date.reason)}` : ''}
          </li>`,
      )}
    </ul>
    ${event.moreDates ? html`<p>${say('moreDates')}</p>` : ''}
  </section>`
}

/** For an address that leads to nothing, or to what was withdrawn. */
export function missingPage(language: PageLanguage, kind: 'notFound' | 'gone'): Page {
  const say = speak(language)
  return {
    language,
    title: say(kind),
    description: say(`${kind}Words`),
    head: html`<meta name="robots" content="noindex" />`,
    content: html`<main id="content" class="page stack">
      <h1>${say(kind)}</h1>
      <p>${say(`${kind}Words`)}</p>
      <p><a href="/agenda">${say('back')}</a></p>
    </main>`,
  }
}
