import { html } from 'hono/html'
import type { PublicOccurrence } from '../agenda.schemas.ts'
import { daysOf, quickChoices } from '../quick-days.rules.ts'
import { wallOf, writeWall } from '../../platform/wall.rules.ts'
import { pathOfDate } from '../event-path.rules.ts'
import { oembedLink } from './oembed.link.ts'
import { type PageLanguage, type Say, sayDay, sayHour, speak } from './pages.words.ts'
import type { Html, Page } from '../../platform/page-shell.ts'
import { theirWords } from '../../platform/their-words.ts'

type Named = { value: string; name: string }
type Given = {
  language: PageLanguage
  publicUrl: string
  territoryName: string | null
  /** Filters of the address that were understood. */
  query: Record<string, string>
  communes: Named[]
  categories: Named[]
  items: PublicOccurrence[]
  nextCursor: string | null
  previousCursor: string | null
  /** A page that a link of this list leads to, not its beginning. */
  within: boolean
  now: number
}

const address = (query: Record<string, string>) => {
  const text = new URLSearchParams(query).toString()
  return text ? `/agenda?${text}` : '/agenda'
}

/** The list of dates by day, with its filters as a form and its pages as links: all of it without a script. */
export function agendaPage(given: Given): Page {
  const { language, publicUrl, territoryName, query, nextCursor, previousCursor, within } = given
  const say = speak(language)
  const feed = new URLSearchParams(query).toString()
  const feedQuery = feed ? `?${feed}` : ''
  const narrowed = Object.keys(query).length > 0 || within
  const title = territoryName ? say('agendaOf', { name: territoryName }) : say('agenda')
  return {
    language,
    title,
    description: say('about'),
    head: html`<link rel="canonical" href="${publicUrl}/agenda" />
      ${narrowed ? html`<meta name="robots" content="noindex, follow" />` : ''}
      <link
        rel="alternate"
        type="application/atom+xml"
        title="${title}"
        href="/api/events.atom${feedQuery}"
      />
      <link rel="alternate" type="text/calendar" title="${title}" href="/api/events.ics${feedQuery}" />
      ${oembedLink(`${publicUrl}${address(query)}`, title)}
      ${nextCursor ? html`<link rel="next" href="${address({ ...query, cursor: nextCursor })}" />` : ''}
      <meta property="og:type" content="website" />
      <meta property="og:site_name" content="Bocage" />
      <meta property="og:title" content="${title}" />
      <meta property="og:description" content="${say('about')}" />
      <meta property="og:url" content="${publicUrl}/agenda" />
      <meta name="twitter:card" content="summary" />`,
    content: html`<main id="content" class="page stack">
      <h1>${title}</h1>
      ${quickLinks(given, say)} ${form(given, say)} ${days(given)}
      ${given.items.length === 0 ? html`<p>${say('none')}</p>` : ''}
      <p class="row served no-print">
        ${previousCursor ? html`<a rel="prev" href="${address({ ...query, cursor: previousCursor })}">${say('earlier')}</a>` : ''}
        ${nextCursor ? html`<a rel="next" href="${address({ ...query, cursor: nextCursor })}">${say('later')}</a>` : ''}
        ${narrowed ? html`<a href="/agenda">${say('back')}</a>` : ''}
      </p>
    </main>`,
  }
}

/** What is asked most, in one press: the other filters stay. */
function quickLinks({ query, now }: Given, say: Say): Html {
  const { from: _from, to: _to, ...others } = query
  const today = writeWall(wallOf(now, 'Europe/Paris'), true)
  const choices = [
    { name: say('all'), days: {} },
    ...quickChoices.map((choice) => ({ name: say(choice), days: daysOf(choice, today) })),
  ]
  const isShown = (days: { from?: string; to?: string }) =>
    days.from === query['from'] && days.to === query['to']
  return html`<nav class="row served no-print" aria-label="${say('quick')}">
    ${choices.map(({ name, days }) =>
      isShown(days)
        ? html`<a href="${address({ ...others, ...days })}" aria-current="true">${name}</a>`
        : html`<a href="${address({ ...others, ...days })}">${name}</a>`,
    )}
  </nav>`
}

const accessCodes = ['mi', 'hi', 'vi', 'ii', 'pi'] as const

function form({ query, communes, categories }: Given, say: Say): Html {
  const shown = new Set(['q', 'commune', 'category', 'from', 'to', 'access', 'free'])
  const access = accessCodes.map((code) => ({ value: code as string, name: say(code) }))
  const asked = query['access']
  // Several at once come by a link alone: they stay together.
  if (asked && !access.some(({ value }) => value === asked))
    access.push({ value: asked, name: listed(asked, say) })
  const options = (list: Named[], chosen: string | undefined, all: string) =>
    html`<option value="">${all}</option>
      ${list.map(({ value, name }) =>
        value === chosen
          ? html`<option value="${value}" selected>${name}</option>`
          : html`<option value="${value}">${name}</option>`,
      )}`
  const narrowed = Object.keys(query).some((name) => name !== 'q' && shown.has(name))
  // Closed, it is not laid out: names of fifty communes are half of what keeps an old phone busy at first.
  return html`<form
    action="/agenda"
    method="get"
    role="search"
    aria-label="${say('search')}"
    class="row served no-print"
  >
    <label
      >${say('words')} <input type="search" name="q" maxlength="200" value="${query['q'] ?? ''}"
    /></label>
    <details ${narrowed ? 'open' : ''}>
      <summary>${say('narrow')}</summary>
      <div class="row">
        <label>
          ${say('commune')}
          <select name="commune">
            ${options(communes, query['commune'], say('everyCommune'))}
          </select>
        </label>
        <label>
          ${say('kind')}
          <select name="category">
            ${options(categories, query['category'], say('everyKind'))}
          </select>
        </label>
        <label>${say('from')} <input type="date" name="from" value="${query['from'] ?? ''}" /></label>
        <label>${say('to')} <input type="date" name="to" value="${query['to'] ?? ''}" /></label>
        <label>
          ${say('access')}
          <select name="access">
            ${options(access, asked, say('everyAccess'))}
          </select>
        </label>
        <label class="ticked"
          >${
            query['free'] === 'true'
              ? html`<input type="checkbox" name="free" value="true" checked />`
              : html`<input type="checkbox" name="free" value="true" />`
          }
          ${say('freeOnly')}</label
        >
      </div>
    </details>
    ${Object.entries(query).map(([name, value]) =>
      shown.has(name) ? '' : html`<input type="hidden" name="${name}" value="${value}" />`,
    )}
    <button type="submit">${say('find')}</button>
  </form>`
}

const listed = (codes: string, say: Say) =>
  codes
    .split(',')
    .map((code) => accessCodes.find((one) => one === code))
    .flatMap((code) => (code ? [say(code)] : []))
    .join(', ')

/** What began before the page's first day and still runs stands under that day. */
function days({ items, language, now, within, query }: Given): Html[] {
  const say = speak(language)
  const today = within || query['from'] ? -Infinity : now
  const byDay = new Map<string, PublicOccurrence[]>()
  for (const item of items) {
    const day = sayDay(language, Math.max(item.startAt, today))
    byDay.set(day, [...(byDay.get(day) ?? []), item])
  }
  return [...byDay].map(
    ([day, lines]) =>
      html`<section class="stack-small">
        <h2>${day}</h2>
        <ul class="stack-small">
          ${lines.map((line) => html`<li>${row(line, day, language, say)}</li>`)}
        </ul>
      </section>`,
  )
}

function row(line: PublicOccurrence, day: string, language: PageLanguage, say: Say): Html {
  const hour = sayHour(language, line, day)
  const price = line.price ?? (line.free === null ? null : say(line.free ? 'free' : 'priced'))
  const facts = [line.place?.name, line.commune?.name, price].filter(Boolean).join(' · ')
  const title = line.cancelled
    ? html`<del>${theirWords(line.title)}</del> <strong>${say('cancelled')}</strong>`
    : html`${theirWords(line.title)}${line.moved ? html` <strong>${say('moved')}</strong>` : ''}`
  return html`${hour ? html`<time datetime="${line.start}">${hour}</time> ` : ''}<a href="${pathOfDate(line)}"
      >${title}</a
    >
    ${facts ? html`<br /><span class="small soft">${facts}</span>` : ''}`
}
