import { compress } from 'hono/compress'
import { etag } from 'hono/etag'
import { createRouter, type Deps } from '../platform/http.ts'
import type { Shell } from '../platform/page-shell.ts'
import { planPage, planPath } from './plan.page.ts'

/** The site map, linked from the foot of every page. */
export function createPlanPage({ config, shell }: Pick<Deps, 'config'> & { shell: Shell }) {
  const router = createRouter()
  router.get(planPath, compress(), etag(), async (c) => {
    const language = c.get('language')
    c.header('Cache-Control', 'public, no-cache')
    c.header('Vary', 'Accept-Language, Accept-Encoding')
    c.header('Content-Language', language)
    return c.html(await shell.write(planPage({ language, publicUrl: config.publicUrl }), planPath))
  })
  return router
}
