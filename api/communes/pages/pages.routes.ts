import { html } from 'hono/html'
import type { MiddlewareHandler } from 'hono'
import { compress } from 'hono/compress'
import { etag } from 'hono/etag'
import type { RideIndexes } from '../../carpool/ride-index.ts'
import { type AppContext, type AppEnv, createRouter, type Deps } from '../../platform/http.ts'
import type { Page, PageLanguage, Shell } from '../../platform/page-shell.ts'
import { Problem } from '../../platform/problems.ts'
import { searchCommunes } from '../../territory/territory.usecases.ts'
import type { CommunePage, CommuneRef } from '../communes.schemas.ts'
import { readCommunePage } from '../communes.usecases.ts'
import { communeHtml } from './commune.page.ts'
import { communeSitemap } from './sitemap.page.ts'
import { communesPage, missingCommunePage } from './communes.page.ts'

const languageOf = (c: AppContext): PageLanguage => c.get('language')
const perPage = 100
/** A television without scripts reads its page again this often, in seconds. */
const screenRefresh = 120

/** Communes as pages that need no script, and print: `/communes`, `/communes/bavay`, `/communes/bavay/ecran`. */
export function createCommunePages(deps: Deps & { shell: Shell; indexes: RideIndexes }) {
  const { database, config, clock, shell } = deps
  const { publicUrl } = config
  const send = async (c: AppContext, page: Page, status: 200 | 300 | 404 = 200) => {
    c.header('Cache-Control', 'public, no-cache')
    c.header('Vary', 'Accept-Language, Accept-Encoding')
    c.header('Content-Language', page.language)
    return c.html(await shell.write(page, c.req.path), status as 200)
  }
  const caching: MiddlewareHandler<AppEnv>[] = [compress(), etag()]
  const router = createRouter()
  for (const path of ['/communes', '/communes/:address', '/communes/:address/ecran'])
    router.use(path, ...caching)

  router.get('/sitemap/communes.xml', async (c) =>
    c.body(await communeSitemap({ database, publicUrl }), 200, {
      'Content-Type': 'application/xml; charset=UTF-8',
      'Cache-Control': 'public, max-age=3600',
    }),
  )

  router.get('/communes', async (c) => {
    const words = (c.req.query('q') ?? '').trim().slice(0, 100)
    const cursor = c.req.query('cursor')
    const asked = { q: words, limit: perPage }
    const found = await searchCommunes({ database }, { ...asked, cursor }).catch((error: unknown) => {
      // A link cut short begins at the beginning.
      if (cursor && error instanceof Problem) return searchCommunes({ database }, asked)
      throw error
    })
    const { items: communes, nextCursor } = found
    return send(c, communesPage({ language: languageOf(c), publicUrl, communes, nextCursor, words }))
  })

  /** Sends what `write` makes of the commune at an address, its own address, or those it may have meant. */
  async function answer(c: AppContext, end: '' | '/ecran', write: (page: CommunePage) => Page) {
    const address = c.req.param('address') ?? ''
    const language = languageOf(c)
    try {
      const page = await readCommunePage(deps, { address, lang: language })
      if (page.commune.path !== `/communes/${address}`) return c.redirect(`${page.commune.path}${end}`, 301)
      return await send(c, write(page))
    } catch (error) {
      if (!(error instanceof Problem) || !['commune-not-found', 'commune-unclear'].includes(error.slug))
        throw error
      const unclear = error.slug === 'commune-unclear'
      const communes = error.extra['communes'] as CommuneRef[]
      return send(c, missingCommunePage({ language, unclear, communes }), unclear ? 300 : 404)
    }
  }

  router.get('/communes/:address', (c) =>
    answer(c, '', (page) => communeHtml({ page, language: languageOf(c), publicUrl, now: clock.now() })),
  )
  router.get('/communes/:address/ecran', (c) =>
    answer(c, '/ecran', (page) => {
      const written = communeHtml({ page, language: languageOf(c), publicUrl, now: clock.now() })
      return {
        ...written,
        head: html`<meta name="robots" content="noindex" />
          <noscript><meta http-equiv="refresh" content="${screenRefresh}" /></noscript>`,
      }
    }),
  )
  return router
}
