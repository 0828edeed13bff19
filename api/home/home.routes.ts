import { compress } from 'hono/compress'
import { etag } from 'hono/etag'
import { createRouter, type Deps } from '../platform/http.ts'
import type { Shell } from '../platform/page-shell.ts'
import { homePage } from './home.page.ts'
import { readHome } from './home.usecases.ts'

/** The first screen, readable before any script has run, and without one. */
export function createHomePages(deps: Deps & { shell: Shell }) {
  const { config, clock, shell } = deps
  const router = createRouter()
  router.use('/', compress(), etag())

  router.get('/', async (c) => {
    const language = c.get('language')
    c.header('Cache-Control', 'public, no-cache')
    c.header('Vary', 'Accept-Language, Accept-Encoding')
    c.header('Content-Language', language)
    const home = await readHome(deps, { language })
    if (!home) return c.html(await shell.plain('/', language))
    const page = homePage({ ...home, language, publicUrl: config.publicUrl, now: clock.now() })
    return c.html(await shell.write(page, '/'))
  })
  return router
}
