import type { Database } from '../../../db/client.ts'
import { communePaths } from '../../territory/territory.usecases.ts'

type Given = { database: Pick<Database, 'read'>; publicUrl: string }
/** What one file may hold (https://www.sitemaps.org/protocol.html): more than France has communes. */
const most = 50_000

/** Addresses of the communes' pages, and of the lists that lead to them. Our addresses are letters, digits and hyphens. */
export async function communeSitemap({ database, publicUrl }: Given): Promise<string> {
  const lists = ['/communes', '/alertes']
  const paths = [...lists, ...(await communePaths({ database }, most - lists.length))]
  const base = publicUrl.replaceAll('&', '&amp;')
  const entries = paths.map((path) => `<url><loc>${base}${path}</loc></url>`)
  return `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${entries.join('\n')}</urlset>\n`
}
