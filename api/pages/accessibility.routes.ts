import { compress } from 'hono/compress'
import { etag } from 'hono/etag'
import { createRouter, type Deps } from '../platform/http.ts'
import type { Shell } from '../platform/page-shell.ts'
import { listBodies, listTerritories } from '../territory/territory.usecases.ts'
import { accessibilityPage, accessibilityPath, type Responsible } from './accessibility.page.ts'

/** The accessibility statement, with the contacts that each territory has in its settings. */
export function createAccessibilityPage({
  config,
  database,
  shell,
}: Pick<Deps, 'config' | 'database'> & { shell: Shell }) {
  const router = createRouter()
  router.get(accessibilityPath, compress(), etag(), async (c) => {
    const language = c.get('language')
    const { items } = await listTerritories({ database })
    const responsible = await Promise.all(
      items.map(async ({ siren, name }): Promise<Responsible> => {
        const bodies = await listBodies({ database, territorySiren: siren })
        const {
          email = null,
          phone = null,
          address = null,
          ...body
        } = bodies.find(({ kind }) => kind === 'epci') ?? {}
        return { territory: name, name: 'name' in body ? body.name : name, email, phone, address }
      }),
    )
    c.header('Cache-Control', 'public, no-cache')
    c.header('Vary', 'Accept-Language, Accept-Encoding')
    c.header('Content-Language', language)
    return c.html(
      await shell.write(
        accessibilityPage({ language, publicUrl: config.publicUrl, responsible }),
        accessibilityPath,
      ),
    )
  })
  return router
}
