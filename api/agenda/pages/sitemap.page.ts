import type { Database } from '../../../db/client.ts'
import { isPublic, pathOf } from '../events.rules.ts'
import { lastEventSeq, listForSitemap } from '../events-page.repository.ts'

type Given = { database: Pick<Database, 'read'>; publicUrl: string }
/** Events a file of the site's map speaks of; the protocol allows fifty thousand addresses. */
const eventsAFile = 10_000
const head = '<?xml version="1.0" encoding="UTF-8"?>\n'
const namespace = 'http://www.sitemaps.org/schemas/sitemap/0.9'

// Addresses are made of our own letters, digits and hyphens (`pathOf`); the rest of them is the configuration's.
const place = (publicUrl: string, path: string) => `<loc>${publicUrl.replaceAll('&', '&amp;')}${path}</loc>`

/** The files of the site's map (https://www.sitemaps.org/protocol.html): events, and communes by their own pages. */
export async function sitemapIndex({ database, publicUrl }: Given): Promise<string> {
  const files = Math.max(1, Math.ceil((await lastEventSeq(database.read)) / eventsAFile))
  const entries = Array.from(
    { length: files },
    (_, n) => `<sitemap>${place(publicUrl, `/sitemap/agenda-${n + 1}.xml`)}</sitemap>`,
  )
  entries.push(`<sitemap>${place(publicUrl, '/sitemap/communes.xml')}</sitemap>`)
  return `${head}<sitemapindex xmlns="${namespace}">${entries.join('\n')}</sitemapindex>\n`
}

/** Addresses of the public events of one file; the first also names the pages that do not move. */
export async function sitemapFile({ database, publicUrl }: Given, file: number): Promise<string> {
  const rows = await listForSitemap(database.read, {
    afterSeq: (file - 1) * eventsAFile,
    upToSeq: file * eventsAFile,
  })
  const entries = [
    ...(file === 1 ? ['/', '/agenda', '/aires'] : []).map((path) => `<url>${place(publicUrl, path)}</url>`),
    ...rows.filter(isPublic).map((row) => {
      const changed = new Date(row.updatedAt).toISOString()
      return `<url>${place(publicUrl, pathOf(row))}<lastmod>${changed}</lastmod></url>`
    }),
  ]
  return `${head}<urlset xmlns="${namespace}">${entries.join('\n')}</urlset>\n`
}
