import type { MiddlewareHandler } from 'hono'
import { compress } from 'hono/compress'
import { etag } from 'hono/etag'
import { type AppContext, type AppEnv, createRouter, type Deps } from '../../platform/http.ts'
import { framePolicy, type Page, type PageLanguage, type Shell } from '../../platform/page-shell.ts'
import { languages, Problem } from '../../platform/problems.ts'
import { uuid } from '../../platform/wire.ts'
import { communeAt, listCommunes, listTerritories } from '../../territory/territory.usecases.ts'
import { listAlerts, readAlert } from '../alert-public.usecases.ts'
import { listOutsideAlerts } from '../outside.usecases.ts'
import { alertPage, missingAlertPage } from './alert.page.ts'
import { alertsPage } from './alerts.page.ts'
import { alertFrame } from './frame.page.ts'

const languageOf = (c: AppContext): PageLanguage => c.get('language')
const perPage = 30
const isMissing = (error: unknown) => error instanceof Problem && error.status < 500

/** Alerts as pages that need no script: for old phones, printers, search engines and previews of links. */
export function createAlertPages(deps: Deps & { shell: Shell }) {
  const { clock, database, config, shell } = deps
  const { publicUrl } = config
  const send = async (c: AppContext, page: Page, status: 200 | 404 = 200) => {
    c.header('Cache-Control', 'public, no-cache')
    c.header('Vary', 'Accept-Language, Accept-Encoding')
    c.header('Content-Language', page.language)
    return c.html(await shell.write(page, c.req.path), status)
  }
  const caching: MiddlewareHandler<AppEnv>[] = [compress(), etag()]
  const router = createRouter()
  for (const path of ['/alertes', '/integrer/alertes', '/alertes/:id{[0-9a-fA-F-]{36}}'])
    router.use(path, ...caching)

  /** The commune asked for; null of one that is not open here: a broken link still shows alerts. */
  async function communeOf(code: string | undefined) {
    if (!code) return null
    try {
      const { commune, path } = await communeAt({ database }, code)
      return { code: commune.code, name: commune.name, path, siren: commune.territorySiren }
    } catch (error) {
      if (isMissing(error)) return null
      throw error
    }
  }

  router.get('/alertes', async (c) => {
    const language = languageOf(c)
    const commune = await communeOf(c.req.query('commune'))
    const { items: territories } = await listTerritories({ database })
    const [only] = territories
    const siren = commune?.siren ?? (territories.length === 1 ? (only?.siren ?? null) : null)
    const sirens = siren ? [siren] : territories.map((one) => one.siren)
    const of = (when: 'current' | 'past', cursor?: string) =>
      Promise.all(
        sirens.map((territory) =>
          listAlerts(deps, {
            territory,
            commune: commune?.code,
            when,
            lang: language,
            cursor,
            limit: perPage,
          }),
        ),
      )
    const asked = siren ? c.req.query('cursor') : undefined
    const past = await of('past', asked).catch((error: unknown) => {
      // A link cut short begins at the beginning.
      if (asked && isMissing(error)) return of('past')
      throw error
    })
    const communes = await Promise.all(
      territories.map((one) => listCommunes({ database, territorySiren: one.siren })),
    )
    const items = <T>(pages: { items: T[] }[]) => pages.flatMap((page) => page.items)
    const outside = await Promise.all(
      sirens.map((territory) =>
        listOutsideAlerts(deps, { territory, commune: commune?.code, cursor: undefined, limit: perPage }),
      ),
    )
    return send(
      c,
      alertsPage({
        language,
        publicUrl,
        commune,
        communes: communes.flat().map(({ code, name }) => ({ code, name })),
        siren,
        current: items(await of('current')),
        outside: items(outside),
        past: items(past),
        olderCursor: siren ? (past[0]?.nextCursor ?? null) : null,
        now: clock.now(),
      }),
    )
  })

  router.get('/integrer/alertes', async (c) => {
    const asked = c.req.query('lang')
    const language = asked ? (languages.find((one) => asked.startsWith(one)) ?? 'en') : languageOf(c)
    const commune = await communeOf(c.req.query('commune'))
    const { items: territories } = await listTerritories({ database })
    const sirens = commune ? [commune.siren] : territories.map(({ siren }) => siren)
    const pages = await Promise.all(
      sirens.map((territory) =>
        listAlerts(deps, {
          territory,
          commune: commune?.code,
          when: 'current',
          lang: language,
          cursor: undefined,
          limit: perPage,
        }),
      ),
    )
    c.header('Content-Security-Policy', framePolicy)
    c.header('Cache-Control', 'public, no-cache')
    c.header('Vary', 'Accept-Language, Accept-Encoding')
    return c.html(await alertFrame({ alerts: pages.flatMap(({ items }) => items), language }))
  })

  router.get('/alertes/:id{[0-9a-fA-F-]{36}}', async (c) => {
    const language = languageOf(c)
    const id = uuid.safeParse(c.req.param('id'))
    try {
      if (!id.success) return await send(c, missingAlertPage(language), 404)
      const alert = await readAlert(deps, { id: id.data, lang: language })
      return await send(c, alertPage({ alert, language, publicUrl, now: clock.now() }))
    } catch (error) {
      if (isMissing(error)) return send(c, missingAlertPage(language), 404)
      throw error
    }
  })
  return router
}
