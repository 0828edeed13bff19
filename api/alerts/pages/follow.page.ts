import { html } from 'hono/html'
import { type CommunesOf, formPage, languageChoice } from '../../platform/form-steps.ts'
import { createFields, type Mistakes, type Typed } from '../../platform/form-pages.ts'
import type { Page, PageLanguage } from '../../platform/page-shell.ts'
import { kindWords } from '../alert-notifications.words.ts'
import { kinds as alertKinds } from '../alert.rules.ts'
import { speakAlerts } from './pages.words.ts'

// A commune's alerts by mail, without a script: one form, then the link of a mail.

export const followPath = '/alertes/suivre/simple'

type Given = {
  language: PageLanguage
  territories: CommunesOf
  seal: string
  typed: Typed
  mistakes: Mistakes
}

/** The form, with every kind ticked at first: who follows a commune wants to know. */
export function followForm({ language, territories, seal, typed, mistakes }: Given): Page {
  const say = speakAlerts(language)
  const { line, select, choices, hidden, summary, toFill } = createFields({ language, typed, mistakes })
  const communes = territories.flatMap(({ communes: ours }) => ours)
  return formPage(language, {
    title: say('byMail'),
    description: say('byMailWhy'),
    content: html`<h1>${say('byMail')}</h1>
      <p>${say('byMailWhy')}</p>
      ${summary(say('mistakes'))}
      <form method="post" action="${followPath}" class="stack">
        ${toFill({ all: true })} ${hidden('form', seal)}
        ${select(
          'commune',
          { label: say('commune'), required: true },
          { options: communes.map(({ code, name }) => ({ value: code, name })), none: say('choose') },
        )}
        ${choices(
          'kinds',
          { label: say('kinds') },
          {
            several: true,
            options: alertKinds.map((kind) => ({ value: kind, name: kindWords[language][kind] })),
          },
        )}
        ${line('email', { label: say('email'), hint: say('emailHint'), required: true }, { type: 'email', max: 254, autocomplete: 'email' })}
        <button type="submit" class="main">${say('follow')}</button>
      </form>
      <p>${say('byPhone')} <a href="/communes">${say('townHalls')}</a></p>
      ${languageChoice(language)}`,
  })
}

/** Says the same whether the address was known or not. */
export function followAsked(language: PageLanguage, email: string): Page {
  const say = speakAlerts(language)
  return formPage(language, {
    title: say('asked'),
    description: say('asked'),
    content: html`<h1>${say('asked')}</h1>
      <p>${say('askedNext', { email })}</p>
      <p>${say('askedSimple')} <a href="/lien">${say('openLink')}</a></p>
      <p><a href="/alertes">${say('all')}</a></p>`,
  })
}
