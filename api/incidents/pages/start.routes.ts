import { compress } from 'hono/compress'
import { etag } from 'hono/etag'
import { createRouter, type Deps } from '../../platform/http.ts'
import type { Shell } from '../../platform/page-shell.ts'
import { startPage, startPath } from './start.page.ts'

/** The first screen of a report, there to be read before any script has run. */
export function createReportStart({ config, shell }: Pick<Deps, 'config'> & { shell: Shell }) {
  const router = createRouter()
  router.use(startPath, compress(), etag())
  router.get(startPath, async (c) => {
    const language = c.get('language')
    c.header('Cache-Control', 'public, no-cache')
    c.header('Vary', 'Accept-Language, Accept-Encoding')
    c.header('Content-Language', language)
    return c.html(await shell.write(startPage(language, config.publicUrl), startPath))
  })
  return router
}
