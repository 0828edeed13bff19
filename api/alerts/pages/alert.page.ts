import { html } from 'hono/html'
import { sayMoment } from '../../agenda/pages/pages.words.ts'
import { srcsetOf } from '../../media/media.usecases.ts'
import { jsonLd, type Page, type PageLanguage } from '../../platform/page-shell.ts'
import { kindWords } from '../alert-notifications.words.ts'
import { sayByteSize } from '../../platform/byte-size.rules.ts'
import type { PublicAlert } from '../alert.schemas.ts'
import { sayStretch, sayWhere, speakAlerts } from './pages.words.ts'

type Given = { alert: PublicAlert; language: PageLanguage; publicUrl: string; now: number }

const firstWords = (words: string) => (words.length > 200 ? `${words.slice(0, 199)}…` : words)

/** One alert, in the order one would say it aloud; told to search engines as long as it is in force. */
export function alertPage({ alert, language, publicUrl, now }: Given): Page {
  const say = speakAlerts(language)
  const url = `${publicUrl}${alert.path}`
  const description = firstWords(alert.endWords ?? alert.words)
  const isOver = alert.phase === 'over'
  return {
    language,
    title: `${alert.title} · Bocage`,
    description,
    head: html`<link rel="canonical" href="${url}" />
      <meta property="og:type" content="article" />
      <meta property="og:title" content="${alert.title}" />
      <meta property="og:description" content="${description}" />
      <meta property="og:url" content="${url}" />
      ${alert.image ? html`<meta property="og:image" content="${publicUrl}${alert.image.url}" />` : ''}
      <link rel="alternate" type="application/cap+xml" href="/api/alerts/${alert.id}.cap" />
      ${isOver ? html`<meta name="robots" content="noindex" />` : jsonLd(dataOf(alert, url))}`,
    shown: alert,
    content: html`<main id="content" class="page stack">
      <p class="no-print"><a href="/alertes">${say('all')}</a></p>
      <article class="stack">
        <p>
          <strong>${kindWords[language][alert.kind]}</strong>
          ${alert.phase === 'current' ? '' : say(alert.phase)}
        </p>
        <h1 lang="${alert.language}">${alert.title}</h1>
        ${
          alert.endWords === null
            ? ''
            : html`<div role="note">
                <p><strong>${say('ended')}</strong></p>
                ${alert.endWords ? html`<p lang="${alert.language}">${alert.endWords}</p>` : html`<p>${say('over')}</p>`}
              </div>`
        }
        <p><strong>${sayStretch(language, alert, now)}</strong></p>
        ${paragraphs(alert.words).map((lines) => html`<p lang="${alert.language}">${lines}</p>`)}
        ${
          alert.image
            ? html`<img
                src="${alert.image.url}"
                srcset="${srcsetOf(alert.image.url)}"
                sizes="(min-width: 42rem) 38rem, 100vw"
                alt="${alert.image.alt}"
                width="${alert.image.width}"
                height="${alert.image.height}"
              />`
            : ''
        }
        ${
          alert.document
            ? html`<p>
                <a href="${alert.document.url}" type="application/pdf" download
                  >${say('document', {
                    name: alert.document.name,
                    size: sayByteSize(language, alert.document.bytes),
                  })}</a
                >
              </p>`
            : ''
        }
        <p><span class="soft">${say('where')}</span><br />${sayWhere(say, alert)}</p>
        <p class="soft">
          ${say('by', { issuer: alert.issuer, when: sayMoment(language, alert.publishedAt) })}
          ${
            alert.edition > 1 && alert.endWords === null
              ? html`<br />${say('corrected', { when: sayMoment(language, alert.changedAt) })}`
              : ''
          }
        </p>
        <p class="small soft">${url}</p>
      </article>
    </main>`,
  }
}

/** Paragraphs of a text, their lines kept. */
const paragraphs = (words: string) =>
  words.split(/\n{2,}/).map((one) => one.split('\n').map((line, i) => (i === 0 ? line : html`<br />${line}`)))

/** For search engines (https://schema.org/SpecialAnnouncement). */
function dataOf(alert: PublicAlert, url: string) {
  const iso = (at: number) => new Date(at).toISOString()
  return {
    '@context': 'https://schema.org',
    '@type': 'SpecialAnnouncement',
    '@id': url,
    url,
    name: alert.title,
    text: alert.words,
    datePosted: iso(alert.publishedAt),
    dateModified: iso(alert.changedAt),
    expires: iso(alert.endsAt),
    inLanguage: alert.language,
    publisher: { '@type': 'GovernmentOrganization', name: alert.issuer },
    spatialCoverage: alert.communes.map(({ name }) => ({ '@type': 'AdministrativeArea', name })),
  }
}

/** For an address that leads to no alert. */
export function missingAlertPage(language: PageLanguage): Page {
  const say = speakAlerts(language)
  return {
    language,
    title: `${say('notFound')} · Bocage`,
    description: say('notFoundWords'),
    head: html`<meta name="robots" content="noindex" />`,
    content: html`<main id="content" class="page stack">
      <h1>${say('notFound')}</h1>
      <p>${say('notFoundWords')}</p>
      <p><a href="/alertes">${say('all')}</a></p>
    </main>`,
  }
}
