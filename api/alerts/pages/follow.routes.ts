import {
  firstOf,
  mistakesOf,
  openForm,
  requireOwnForm,
  sealForm,
  type Mistakes,
  type Typed,
} from '../../platform/form-pages.ts'
import { answerFormErrors, formAnswers } from '../../platform/form-steps.ts'
import { createRouter, type AppContext, type Deps } from '../../platform/http.ts'
import { hashRequest } from '../../platform/idempotency.ts'
import { readBytes } from '../../platform/middleware.ts'
import type { Shell } from '../../platform/page-shell.ts'
import { authorize } from '../../platform/policy.ts'
import { Problem } from '../../platform/problems.ts'
import { communeByCode, communesByTerritory } from '../../territory/territory.usecases.ts'
import { mailFollowRequest } from '../alert-followers.schemas.ts'
import { followByMail } from '../alert-followers.usecases.ts'
import { kinds as alertKinds } from '../alert.rules.ts'
import { followAsked, followForm, followPath } from './follow.page.ts'
import { speakAlerts } from './pages.words.ts'

const purpose = 'alert-mail'
const formBytes = 16 * 1024

/** A commune's alerts by mail with a form that needs no script, by the same use case as the API's. */
export function createAlertFollowPages(deps: Deps & { shell: Shell }) {
  const { config, database, shell } = deps
  const send = formAnswers(shell)

  async function show(
    c: AppContext,
    {
      typed,
      mistakes = {},
      seal = sealForm(deps, purpose),
      status = 200,
    }: { typed: Typed; mistakes?: Mistakes; seal?: string; status?: 200 | 409 | 422 | 429 },
  ) {
    const territories = await communesByTerritory({ database })
    return send(c, followForm({ language: c.get('language'), territories, seal, typed, mistakes }), status)
  }

  const router = createRouter()
  router.onError(
    answerFormErrors(send, { action: followPath, title: (language) => speakAlerts(language)('byMail') }),
  )

  router.get(followPath, (c) => {
    authorize(null, 'alert.follow-by-address')
    return show(c, { typed: { commune: [c.req.query('commune') ?? ''], kinds: [...alertKinds] } })
  })
  router.post(followPath, async (c) => {
    authorize(null, 'alert.follow-by-address')
    requireOwnForm(c, config)
    const language = c.get('language')
    const say = speakAlerts(language)
    const sent = new URLSearchParams(new TextDecoder().decode(await readBytes(c.req.raw, formBytes)))
    const typed: Typed = Object.fromEntries(
      ['commune', 'kinds', 'email'].map((name) => [
        name,
        sent.getAll(name).map((value) => value.slice(0, 300)),
      ]),
    )
    const id = openForm(deps, purpose, sent.get('form') ?? '')
    if (id === null) return show(c, { typed, mistakes: { '': say('formClosed') }, status: 409 })
    const seal = sealForm(deps, purpose, id)

    const code = firstOf(typed, 'commune')
    const commune = code ? await communeByCode({ database, code }) : null
    const kinds = alertKinds.filter((kind) => typed['kinds']?.includes(kind))
    const request = mailFollowRequest.safeParse({
      territory: commune?.territorySiren ?? '',
      commune: code,
      kinds,
      email: firstOf(typed, 'email').trim(),
      locale: language,
    })
    if (!request.success || !commune) {
      const wrong = new Set(request.error?.issues.map(({ path }) => String(path[0])) ?? [])
      const mistakes: Mistakes = {
        ...(commune ? {} : { commune: say('communeNeeded') }),
        ...(wrong.has('kinds') ? { kinds: say('kindsNeeded') } : {}),
        ...(wrong.has('email') ? { email: say('emailNeeded') } : {}),
      }
      return show(c, { typed, mistakes, seal, status: 422 })
    }
    try {
      await followByMail(deps, {
        request: request.data,
        actor: null,
        // The form's number is its key: pressed twice, one mail leaves.
        write: { key: id, route: `POST ${followPath}`, requestHash: hashRequest(request.data) },
        caller: c.get('caller'),
      })
    } catch (error) {
      if (!(error instanceof Problem) || error.status >= 500) throw error
      if (error.slug === 'idempotency-key-reused')
        return show(c, { typed, mistakes: { '': say('formClosed') }, status: 409 })
      const mistakes = mistakesOf(error, language, (pointer) => pointer.slice(1) || null)
      return show(c, { typed, mistakes, seal, status: error.status === 429 ? 429 : 422 })
    }
    return send(c, followAsked(language, request.data.email))
  })
  return router
}
