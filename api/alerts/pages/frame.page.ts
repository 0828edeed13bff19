import { html } from 'hono/html'
import type { Html, PageLanguage } from '../../platform/page-shell.ts'
import type { PublicAlert } from '../alert.schemas.ts'
import { byUrgency } from '../alert.rules.ts'
import { alertLine } from './alerts.page.ts'
import { speakAlerts } from './pages.words.ts'

/** Seconds after which a frame left open reads again. */
const refresh = 300

/** Alerts inside a frame of another site: no script, links that open in the whole window, and nothing when all is calm. */
export function alertFrame({
  alerts,
  language,
}: {
  alerts: readonly PublicAlert[]
  language: PageLanguage
}): Html {
  const say = speakAlerts(language)
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, follow" />
        <meta http-equiv="refresh" content="${refresh}" />
        <title>${say('alerts')}</title>
        <base target="_top" />
        <link rel="stylesheet" href="/integrer.css" />
      </head>
      <body>
        ${
          alerts.length === 0
            ? ''
            : html`<main>
                <h1>${say('alerts')}</h1>
                <ul>
                  ${alerts.toSorted(byUrgency).map((one) => alertLine(one, language))}
                </ul>
              </main>`
        }
      </body>
    </html>`
}
