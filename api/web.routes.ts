import { serveStatic } from '@hono/node-server/serve-static'
import type { MiddlewareHandler } from 'hono'
import { compress } from 'hono/compress'
import { relative } from 'node:path'
import { createRouter, type AppEnv } from './platform/http.ts'
import type { Shell } from './platform/page-shell.ts'
import { commonProblems } from './platform/problems.ts'

// The page itself answers for /assets/ and whatever else has no file: it must never be kept for ever.
const isBuilt = (path: string) => path.startsWith('/assets/') && /\.\w+$/.test(path)

/** Built files carry a hash of their content in their name: kept for ever. The rest is asked again each time. */
const cache: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next()
  if (c.res.status === 200)
    c.header('Cache-Control', isBuilt(c.req.path) ? 'public, max-age=31536000, immutable' : 'no-cache')
  // What other sites load, strict ones too (Cross-Origin-Embedder-Policy).
  if (c.req.path === '/widget.js' || c.req.path === '/banner.js')
    c.header('Cross-Origin-Resource-Policy', 'cross-origin')
}

/** The built web app: its files, and its page for every address that a screen of it may have. */
export function createWebRoutes({ webDir, shell }: { webDir: string; shell: Shell }) {
  const root = relative(process.cwd(), webDir) || '.'
  const router = createRouter()
  // What the build compressed is sent as it lies (`.br`); the rest is compressed as it leaves.
  router.use('*', compress(), cache, serveStatic({ root, precompressed: true }))
  // A photo shared from a gallery is kept by the service worker; here it comes only when that one is gone.
  router.post('/signaler/partager', (c) => c.redirect('/signaler?partage=perdu', 303))
  router.get('*', async (c) => {
    const { path } = c.req
    if (path === '/api' || path.startsWith('/api/') || /\.\w+$/.test(path))
      throw commonProblems['not-found']()
    c.header('Vary', 'Accept-Language, Accept-Encoding')
    return c.html(await shell.plain(path, c.get('language')))
  })
  return router
}
