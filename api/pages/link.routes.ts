import { html } from 'hono/html'
import { confirmEventFollow, stopEventFollow } from '../agenda/events-followers.usecases.ts'
import { readOwnEvent } from '../agenda/author.usecases.ts'
import { confirmProposal } from '../agenda/proposals.usecases.ts'
import type { FollowerView } from '../alerts/alert-followers.schemas.ts'
import { confirmFollow as confirmAlerts, readChoices } from '../alerts/alert-followers.usecases.ts'
import { kindWords } from '../alerts/alert-notifications.words.ts'
import { stopByLink } from '../alerts/stop-by-link.usecases.ts'
import { sayDay } from '../agenda/pages/pages.words.ts'
import { confirmFollow, stopFollow } from '../incidents/incidents-followers.usecases.ts'
import { named, say as sayNews } from '../incidents/incidents-notifications.words.ts'
import { readReporterIncident } from '../incidents/incidents-reporter.usecases.ts'
import type { ReporterIncident } from '../incidents/incidents.schemas.ts'
import { requireOwnForm } from '../platform/form-pages.ts'
import { answerFormErrors, formAnswers } from '../platform/form-steps.ts'
import { createRouter, type Deps } from '../platform/http.ts'
import { readBytes } from '../platform/middleware.ts'
import type { Html, Page, PageLanguage, Shell } from '../platform/page-shell.ts'
import { Problem } from '../platform/problems.ts'
import { askLink, linkPath, opened } from './link.page.ts'
import { speakLinks } from './link.words.ts'

const formBytes = 16 * 1024

/** The page that a link opens and the secret it carries; null for what is no link of ours. */
export function readLink(typed: string, publicUrl: string): { page: string; secret: string } | null {
  const [, address = '', secret = ''] = /(\S+?)#([\w.-]{16,128})(?=\s|$)/.exec(typed.trim()) ?? []
  if (!secret || !URL.canParse(address, publicUrl)) return null
  const { origin, pathname, search } = new URL(address, publicUrl)
  if (origin !== new URL(publicUrl).origin) return null
  return {
    page: `${pathname}${/^\?(?:agenda|quoi=semaine|arreter=[\w-]{1,60})$/.test(search) ? search : ''}`,
    secret,
  }
}

function reportPart(incident: ReporterIncident, language: PageLanguage): Html {
  const say = speakLinks(language)
  const names = named(language, { body: incident.body.name, commune: incident.commune.name })
  const day = (at: number) => sayDay(language, at)
  const planned = incident.plannedOn ? day(Date.parse(incident.plannedOn)) : ''
  const news = sayNews(language, incident.status, { ...names, due: day(incident.dueAt), planned })
  return html`<p>${incident.category.name}, ${incident.commune.name}</p>
    <p><strong>${news}</strong></p>
    ${incident.open && incident.status !== 'received' ? html`<p>${say('due', { day: day(incident.dueAt) })}</p>` : ''}
    ${
      incident.ownWords
        ? html`<h2>${say('sentWords')}</h2>
            <p>${incident.ownWords}</p>`
        : ''
    }
    <h2>${say('history')}</h2>
    <ol class="stack-small">
      ${incident.history.map(
        ({ at, toStatus, words }) =>
          html`<li>
            ${day(at)}${toStatus ? html` : ${say(`status-${toStatus}`)}` : ''}
            ${words ? html`<br />${words}` : ''}
          </li>`,
      )}
    </ol>`
}

/** What an address receives: each commune with its kinds, each weekly digest. */
function choicesPart({ communes, digests }: FollowerView, language: PageLanguage): Html {
  const say = speakLinks(language)
  return html`<ul class="stack-small bulleted">
      ${communes.map(
        ({ name, kinds }) =>
          html`<li>${name} : ${kinds.map((kind) => kindWords[language][kind]).join(', ')}</li>`,
      )}
      ${digests.map(({ name }) => html`<li>${say('week', { commune: name })}</li>`)}
    </ul>
    <p>${say('alertsStop')}</p>`
}

type Opens = (secret: string, language: PageLanguage) => Promise<Page>

/** The links of messages, for who has no script: `/lien`. */
export function createLinkPages(deps: Deps & { shell: Shell }) {
  const { config, shell } = deps
  const { publicUrl } = config
  const send = formAnswers(shell, 'no-store')

  /** What each of our links does; the same use cases as their pages with a script. */
  const pages: Record<string, Opens> = {
    '/suivi': async (secret, language) => {
      const incident = await readReporterIncident(deps, { secret })
      const title = speakLinks(language)('report', { reference: incident.reference })
      return opened(language, title, reportPart(incident, language))
    },
    '/agenda/confirmer': async (secret, language) => {
      const say = speakLinks(language)
      const { path } = await confirmProposal(deps, { secret })
      return opened(
        language,
        say('eventConfirmed'),
        path
          ? html`<p>${say('eventPublished')} <a href="${path}">${say('eventPage')}</a></p>`
          : html`<p>${say('eventNext')}</p>`,
      )
    },
    '/agenda/ma-proposition': async (secret, language) => {
      const say = speakLinks(language)
      const id = secret.split('.', 1)[0] ?? ''
      const { content, status, path, statusWords } = await readOwnEvent(deps, { id, secret, actor: null })
      return opened(
        language,
        say('event', { title: content.title }),
        html`<p><strong>${say(`event-${status}`)}</strong> ${statusWords ?? ''}</p>
          ${path ? html`<p><a href="${path}">${say('eventPage')}</a></p>` : ''}`,
      )
    },
    '/abonnement/confirmer': async (secret, language) => {
      await confirmFollow(deps, { secret })
      return opened(language, speakLinks(language)('followed'), html``)
    },
    '/abonnement/confirmer?agenda': async (secret, language) => {
      await confirmEventFollow(deps, { secret })
      return opened(language, speakLinks(language)('followed'), html``)
    },
    '/alertes/confirmer': async (secret, language) => {
      const { name } = await confirmAlerts(deps, { secret, phone: null })
      return opened(language, speakLinks(language)('alertsFollowed', { commune: name }), html``)
    },
    '/alertes/confirmer?quoi=semaine': async (secret, language) => {
      const { name } = await confirmAlerts(deps, { secret, phone: null })
      return opened(language, speakLinks(language)('weekFollowed', { commune: name }), html``)
    },
    '/alertes/mes-choix': async (secret, language) =>
      opened(
        language,
        speakLinks(language)('alertsChosen'),
        choicesPart(await readChoices(deps, { secret }), language),
      ),
    '/abonnement/arreter': async (secret, language) => {
      await stopFollow(deps, { secret })
      return opened(language, speakLinks(language)('stopped'), html``)
    },
    '/abonnement/arreter?agenda': async (secret, language) => {
      await stopEventFollow(deps, { secret })
      return opened(language, speakLinks(language)('stopped'), html``)
    },
  }

  /** The link of a message that stops what it names: a kind of alert, a weekly digest, or all. */
  const stopAlerts =
    (what: string): Opens =>
    async (secret, language) => {
      await stopByLink(deps, { secret, what })
      return opened(language, speakLinks(language)('stopped'), html``)
    }

  const router = createRouter()
  router.onError(
    answerFormErrors(send, { action: linkPath, title: (language) => speakLinks(language)('title') }),
  )
  router.get(linkPath, (c) => send(c, askLink(c.get('language'), { publicUrl })))
  router.post(linkPath, async (c) => {
    requireOwnForm(c, config)
    const language = c.get('language')
    const say = speakLinks(language)
    const body = new TextDecoder().decode(await readBytes(c.req.raw, formBytes))
    const typed = (new URLSearchParams(body).get('link') ?? '').slice(0, 2000)
    const link = readLink(typed, publicUrl)
    const again = (mistake: string) => send(c, askLink(language, { publicUrl, typed, mistake }), 422)
    if (!link) return again(say('wrong'))
    const stop = /^\/alertes\/mes-choix\?arreter=(.+)$/.exec(link.page)?.[1]
    const open = stop ? stopAlerts(stop) : pages[link.page]
    if (!open) return again(say('needsScript'))
    try {
      return await send(c, await open(link.secret, language))
    } catch (error) {
      if (!(error instanceof Problem) || error.status >= 500) throw error
      return again(error.toJSON(language).detail)
    }
  })
  return router
}
