import { html } from 'hono/html'
import type { Html, Page, PageLanguage } from '../../platform/page-shell.ts'
import { kindWords } from '../alert-notifications.words.ts'
import { byUrgency } from '../alert.rules.ts'
import type { PublicAlert } from '../alert.schemas.ts'
import type { OutsideView } from '../outside.schemas.ts'
import { outsidePart } from './outside.part.ts'
import { sayStretch, sayWhere, speakAlerts } from './pages.words.ts'

/** One alert of a list: what it is, what it says first, where, until when. */
export function alertLine(alert: PublicAlert, language: PageLanguage): Html {
  const say = speakAlerts(language)
  const phase = alert.phase === 'current' ? '' : ` (${say(alert.phase)})`
  return html`<li>
    <strong>${kindWords[language][alert.kind]}${phase}</strong><br />
    <a href="${alert.path}" lang="${alert.language}">${alert.title}</a><br />
    ${sayWhere(say, alert)}. ${sayStretch(language, alert)}.
  </li>`
}

type Given = {
  language: PageLanguage
  publicUrl: string
  commune: { code: string; name: string; path: string } | null
  communes: readonly { code: string; name: string }[]
  /** The territory of the feeds; null when there are several and no commune is chosen. */
  siren: string | null
  current: readonly PublicAlert[]
  outside: readonly OutsideView[]
  past: readonly PublicAlert[]
  /** Where older ones go on. */
  olderCursor: string | null
  now: number
}

/** What is said now and what was, of a commune or of everywhere, with the choice of a commune as a form. */
export function alertsPage(given: Given): Page {
  const { language, publicUrl, commune, communes, siren, current, outside, past, olderCursor, now } = given
  const say = speakAlerts(language)
  const title = commune ? `${say('alerts')} : ${commune.name}` : say('alerts')
  const query = new URLSearchParams({
    ...(siren ? { territory: siren } : {}),
    ...(commune ? { commune: commune.code } : {}),
  }).toString()
  const older = new URLSearchParams({
    ...(commune ? { commune: commune.code } : {}),
    ...(olderCursor ? { cursor: olderCursor } : {}),
  }).toString()
  return {
    language,
    title: `${title} · Bocage`,
    description: say('about'),
    head: html`<link rel="canonical" href="${publicUrl}/alertes" />
      ${siren ? html`<link rel="alternate" type="application/atom+xml" title="${title}" href="/api/alerts.atom?${query}" />` : ''}
      <meta property="og:title" content="${title}" />
      <meta property="og:description" content="${say('about')}" />
      <meta property="og:url" content="${publicUrl}/alertes" />
      ${commune ? html`<meta name="robots" content="noindex, follow" />` : ''}`,
    content: html`<main id="content" class="page stack">
      <h1>${title}</h1>
      <p class="lead">${say('about')}</p>
      <form method="get" action="/alertes" class="row served no-print">
        <label
          >${say('commune')}
          <select name="commune">
            <option value="">${say('everyCommune')}</option>
            ${communes.map(({ code, name }) =>
              code === commune?.code
                ? html`<option value="${code}" selected>${name}</option>`
                : html`<option value="${code}">${name}</option>`,
            )}
          </select></label
        >
        <button type="submit">${say('show')}</button>
      </form>
      ${
        current.length === 0
          ? html`<p>${say('none')}</p>`
          : html`<ul class="stack-small">
              ${current.toSorted(byUrgency).map((one) => alertLine(one, language))}
            </ul>`
      }
      ${outsidePart({ outside, language, now })}
      <p class="served no-print">
        <a href="/alertes/suivre/simple${commune ? `?commune=${commune.code}` : ''}">${say('byMail')}</a>
      </p>
      <section class="stack-small">
        <h2>${say('past')}</h2>
        ${
          past.length === 0
            ? html`<p>${say('noPast')}</p>`
            : html`<ul class="stack-small">
                ${past.map((one) => alertLine(one, language))}
              </ul>`
        }
        ${olderCursor ? html`<p class="no-print"><a href="/alertes?${older}" rel="next">${say('older')}</a></p>` : ''}
      </section>
      <p class="row served no-print">
        ${commune ? html`<a href="${commune.path}">${commune.name}</a><a href="/alertes">${say('all')}</a>` : ''}
        ${
          siren
            ? html`<a href="/api/alerts.atom?${query}">${say('atom')}</a>
                <a href="/api/alerts.cap?${query}">${say('cap')}</a>`
            : ''
        }
      </p>
    </main>`,
  }
}
