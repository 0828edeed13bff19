import type { MiddlewareHandler } from 'hono'
import { compress } from 'hono/compress'
import { etag } from 'hono/etag'
import { createRouter, type AppContext, type AppEnv, type Deps } from '../../platform/http.ts'
import type { Page, PageLanguage, Shell } from '../../platform/page-shell.ts'
import { Problem } from '../../platform/problems.ts'
import { uuid } from '../../platform/wire.ts'
import { listTerritories } from '../../territory/territory.usecases.ts'
import { allAires, readAireAnywhere } from '../aires-public.usecases.ts'
import type { RideIndexes } from '../ride-index.ts'
import { readDepartures } from '../search.usecases.ts'
import { aireFilters } from '../aires.schemas.ts'
import { airePage, missingAirePage } from './aire.page.ts'
import { airesPage } from './aires.page.ts'
import { ridesPage } from './rides.page.ts'

/** On the page of rides; all of them are a press further. */
const airesNamed = 60
const languageOf = (c: AppContext): PageLanguage => c.get('language')

/** The aires as pages that need no script: for whoever waits there with an old phone, printers and search engines. */
export function createAirePages(deps: Deps & { shell: Shell; indexes: RideIndexes }) {
  const { database, config, shell } = deps
  const { publicUrl } = config
  const send = async (c: AppContext, page: Page, status: 200 | 404 = 200) => {
    c.header('Cache-Control', 'public, no-cache')
    c.header('Vary', 'Accept-Language, Accept-Encoding')
    c.header('Content-Language', page.language)
    return c.html(await shell.write(page, c.req.path), status)
  }
  const caching: MiddlewareHandler<AppEnv>[] = [compress(), etag()]
  const router = createRouter()
  for (const path of ['/trajets', '/aires', '/aires/:id{[0-9a-fA-F-]{36}}']) router.use(path, ...caching)

  router.get('/trajets', async (c) => {
    const { items } = await listTerritories({ database })
    const aires = await Promise.all(items.map(({ siren }) => allAires({ database }, { territory: siren })))
    const listed = aires.flat().filter((aire) => aire.listed)
    return send(c, ridesPage({ language: languageOf(c), publicUrl, aires: listed.slice(0, airesNamed) }))
  })

  router.get('/aires', async (c) => {
    const asked = aireFilters.q.safeParse(c.req.query('q')?.trim() || undefined)
    const words = asked.success ? asked.data : undefined
    const { items } = await listTerritories({ database })
    const territories = await Promise.all(
      items.map(async ({ siren, name }) => ({
        name,
        aires: await allAires({ database }, { territory: siren, q: words }),
      })),
    )
    return send(c, airesPage({ language: languageOf(c), publicUrl, territories, words }))
  })

  router.get('/aires/:id{[0-9a-fA-F-]{36}}', async (c) => {
    const language = languageOf(c)
    const id = uuid.safeParse(c.req.param('id'))
    try {
      if (!id.success) return await send(c, missingAirePage(language), 404)
      const { aire, territory } = await readAireAnywhere({ database }, { id: id.data, territory: undefined })
      const asked = { aireId: aire.id, day: undefined, territorySiren: territory.siren, actor: null }
      const departures = aire.listed ? await readDepartures(deps, asked) : null
      return await send(c, airePage({ aire, departures, territoryName: territory.name, language, publicUrl }))
    } catch (error) {
      if (error instanceof Problem && error.status === 404) return send(c, missingAirePage(language), 404)
      throw error
    }
  })
  return router
}
