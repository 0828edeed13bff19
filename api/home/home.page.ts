import { html } from 'hono/html'
import type { PublicOccurrence } from '../agenda/agenda.schemas.ts'
import { pathOfDate } from '../agenda/events-public.usecases.ts'
import { sayDay, sayHour } from '../agenda/pages/pages.words.ts'
import { alertLine } from '../alerts/pages/alerts.page.ts'
import { outsidePart } from '../alerts/pages/outside.part.ts'
import type { Html, Page, PageLanguage } from '../platform/page-shell.ts'
import type { Home } from './home.usecases.ts'
import { theirWords } from '../platform/their-words.ts'
import { speak } from './home.words.ts'

type Given = Home & { language: PageLanguage; publicUrl: string; now: number }

/** The first screen as the server writes it: what is urgent, the way to report, what is on, and the ways to the rest. */
export function homePage(given: Given): Page {
  const { language, publicUrl, territoryName, demo, alerts, outside, events, now } = given
  const say = speak(language)
  return {
    language,
    title: `${territoryName} · Bocage`,
    description: say('about'),
    head: html`<link rel="canonical" href="${publicUrl}/" />
      <meta property="og:title" content="${territoryName}" />
      <meta property="og:description" content="${say('about')}" />
      <meta property="og:url" content="${publicUrl}/" />`,
    content: html`<main id="content" class="page stack served">
      <h1>${territoryName}</h1>
      ${
        alerts.length === 0
          ? ''
          : html`<ul class="stack-small">
              ${alerts.map((one) => alertLine(one, language))}
            </ul>`
      }
      ${outsidePart({ outside, language, now })}
      <p><a href="/alertes">${say('allAlerts')}</a></p>
      <p class="main-action no-print"><a href="/signaler">${say('report')}</a></p>
      <p class="soft no-print">${say('reportWhy')}</p>
      <section class="stack-small">
        <h2>${say('soon')}</h2>
        ${
          events.length === 0
            ? html`<p class="soft">${say('nothing')}</p>`
            : html`<ul class="stack-small">
                ${events.map((one) => eventLine(one, language, now))}
              </ul>`
        }
        <p><a href="/agenda">${say('agenda')}</a></p>
      </section>
      <section class="stack-small no-print">
        <h2>${say('go')}</h2>
        <p class="row">
          <a href="/trajets">${say('rides')}</a>
          <a href="/aires">${say('aires')}</a>
        </p>
      </section>
      <p class="row no-print">
        <a href="/mes-suivis">${say('mine')}</a>
        <a href="/signalements">${say('reports')}</a>
        <a href="/communes">${say('communes')}</a>
      </p>
      <noscript>
        <p class="row">
          ${say('without')} <a href="/signaler/simple">${say('reportSimply')}</a>
          <a href="/agenda/proposer/simple">${say('proposeSimply')}</a>
          <a href="/lien">${say('openLink')}</a>
        </p>
      </noscript>
      ${demo ? html`<p class="small soft">${say('demo')}</p>` : ''}
    </main>`,
  }
}

function eventLine(one: PublicOccurrence, language: PageLanguage, now: number): Html {
  const hour = sayHour(language, one, sayDay(language, Math.max(one.startAt, now)))
  const title = one.cancelled
    ? html`<del>${theirWords(one.title)}</del> <strong>${speak(language)('cancelled')}</strong>`
    : theirWords(one.title)
  const where = [...new Set([one.place?.name, one.commune?.name])].filter(Boolean).join(', ')
  return html`<li>
    ${sayDay(language, Math.max(one.startAt, now))}${hour ? `, ${hour}` : ''}<br />
    <a href="${pathOfDate(one)}">${title}</a>${where ? html`<br /><span class="soft">${where}</span>` : ''}
  </li>`
}
