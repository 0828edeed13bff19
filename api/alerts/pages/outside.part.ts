import { html } from 'hono/html'
import type { Html, PageLanguage } from '../../platform/page-shell.ts'
import type { OutsideView } from '../outside.schemas.ts'
import { sayStretch, speakAlerts } from './pages.words.ts'

type Given = { outside: readonly OutsideView[]; language: PageLanguage; now: number }

/** What other services say, apart from what the commune does. Whose word it is comes first; nothing when all is calm. */
export function outsidePart({ outside, language, now }: Given): Html | '' {
  if (outside.length === 0) return ''
  const say = speakAlerts(language)
  return html`<section class="stack-small" id="autres-services">
    <h2>${say('outside')}</h2>
    <ul class="stack-small">
      ${outside.map(
        (one) =>
          html`<li>
            <strong>${say('outsideSays', { origin: one.origin })}</strong><br />
            <span lang="${one.language}">${one.title}</span>.
            ${sayStretch(language, { ...one, phase: one.startsAt > now ? 'coming' : 'current' })}
            ${
              one.web
                ? html`<br /><a href="${one.web}" rel="noopener noreferrer"
                      >${say('outsidePage', { origin: one.origin })}</a
                    >`
                : ''
            }
          </li>`,
      )}
    </ul>
  </section>`
}
