import { html } from 'hono/html'
import { languageChoice } from '../platform/form-steps.ts'
import type { Page, PageLanguage } from '../platform/page-shell.ts'
import { planPaths, planWords } from './plan.words.ts'

// A second way to every page, beside the menus (RGAA 12.1, 12.3, 12.4), which needs no script.

export const planPath = '/plan-du-site'

/** Every page one begins at, as a list. */
export function planPage({ language, publicUrl }: { language: PageLanguage; publicUrl: string }): Page {
  const said = planWords[language]
  const parts = Object.keys(planPaths) as (keyof typeof planPaths)[]
  return {
    language,
    title: `${said.title} · Bocage`,
    description: said.lead,
    head: html`<link rel="canonical" href="${publicUrl}${planPath}" />`,
    still: true,
    content: html`<main id="content" class="page stack-large served">
      <header class="stack-small">
        <h1>${said.title}</h1>
        <p>${said.lead}</p>
      </header>
      ${parts.map(
        (part) =>
          html`<section class="stack-small">
            <h2>${said.parts[part]}</h2>
            <ul class="reach">
              ${planPaths[part].map((path) => html`<li><a href="${path}">${said.pages[path]}</a></li>`)}
            </ul>
          </section>`,
      )}
      ${languageChoice(language)}
    </main>`,
  }
}
