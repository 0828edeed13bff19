import type { MiddlewareHandler } from 'hono'
import { compress } from 'hono/compress'
import { etag } from 'hono/etag'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { EventRides } from '../../carpool/event-rides.schemas.ts'
import { type AppContext, type AppEnv, createRouter, type Deps } from '../../platform/http.ts'
import { Problem } from '../../platform/problems.ts'
import { listCommunes, listTerritories } from '../../territory/territory.usecases.ts'
import { openCategories } from '../agenda-state.usecases.ts'
import type { EventQuery } from '../agenda-query.ts'
import { eventFilters } from '../agenda.schemas.ts'
import { readPublicEvent } from '../events-page.usecases.ts'
import { listEvents } from '../events-public.usecases.ts'
import { agendaPage } from './agenda.page.ts'
import type { RidesThereAndBack } from './event-rides.part.ts'
import { dateOf, eventPage, missingPage } from './event.page.ts'
import type { PageLanguage } from './pages.words.ts'
import type { Page, Shell } from '../../platform/page-shell.ts'
import { sitemapFile, sitemapIndex } from './sitemap.page.ts'

const datesAPage = 40
const languageOf = (c: AppContext): PageLanguage => c.get('language')

/** Filters of an address, each that is understood; a broken link still shows an agenda. */
function understood(c: AppContext): { query: Record<string, string>; filters: EventQuery } {
  const query: Record<string, string> = {}
  const filters: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries(eventFilters)) {
    const text = c.req.query(name)?.trim()
    const read = text ? schema.safeParse(text) : undefined
    if (!text || !read?.success) continue
    query[name] = text
    filters[name] = read.data
  }
  return { query, filters: filters as EventQuery }
}

const ridesAPage = 20
/** Rides to a date of an event, or back, as the rides' own domain reads them. */
export type RidesTo = (asked: {
  eventId: string
  date: string
  way: 'there' | 'back'
  limit: number
  actor: null
}) => Promise<EventRides>

/** Rides there and back; null without a date, or when what is known of rides says nothing of it. */
async function ridesOf(
  ridesTo: RidesTo,
  eventId: string,
  date: string | undefined,
): Promise<RidesThereAndBack | null> {
  if (date === undefined) return null
  const read = (way: 'there' | 'back') => ridesTo({ eventId, date, way, limit: ridesAPage, actor: null })
  const there = await read('there')
  return there.reach === null ? null : { there, back: await read('back') }
}

/** The agenda as pages that need no script, and what tells search engines where they are. */
export function createAgendaPages(
  deps: Deps & { webDir: string | undefined; shell: Shell; ridesTo: RidesTo },
) {
  const { config, database, clock, webDir, shell } = deps
  const { publicUrl } = config
  const send = async (c: AppContext, page: Page, status: 200 | 404 | 410 = 200) => {
    c.header('Cache-Control', 'public, no-cache')
    c.header('Vary', 'Accept-Language, Accept-Encoding')
    c.header('Content-Language', page.language)
    return c.html(await shell.write(page, c.req.path), status)
  }
  const caching: MiddlewareHandler<AppEnv>[] = [compress(), etag()]
  const router = createRouter()
  for (const path of ['/agenda', '/agenda/:address{20\\d\\d-\\d\\d-\\d\\d-.+}', '/sitemap.xml', '/sitemap/*'])
    router.use(path, ...caching)

  router.get('/agenda', async (c) => {
    const { query, filters } = understood(c)
    const cursor = c.req.query('cursor')
    const [territories, list] = await Promise.all([
      listTerritories({ database }),
      listEvents(deps, { query: filters, cursor, limit: datesAPage }).catch((error: unknown) => {
        // A link cut short begins at the beginning.
        if (error instanceof Problem && cursor) return listEvents(deps, { query: filters, limit: datesAPage })
        throw error
      }),
    ])
    const shown = territories.items.filter(({ siren }) => !filters.territory || siren === filters.territory)
    const [only] = shown
    const communes = await Promise.all(
      shown.map(({ siren }) => listCommunes({ database, territorySiren: siren })),
    )
    const categories = await Promise.all(shown.map(({ siren }) => openCategories({ database }, siren)))
    return send(
      c,
      agendaPage({
        language: languageOf(c),
        publicUrl,
        territoryName: only && shown.length === 1 ? only.name : null,
        query,
        communes: communes.flat().map(({ code, name }) => ({ value: code, name })),
        categories: [
          ...new Map(categories.flat().map(({ slug, name }) => [slug, { value: slug, name }])).values(),
        ],
        ...list,
        within: cursor !== undefined,
        now: clock.now(),
      }),
    )
  })

  router.get('/agenda/:address{20\\d\\d-\\d\\d-\\d\\d-.+}', async (c) => {
    const language = languageOf(c)
    const key = c.req.param('address')
    const dateAsked = c.req.query('date')
    try {
      const event = await readPublicEvent(deps, { key, language })
      // Its first day changed since the link was made.
      if (event.path !== `/agenda/${key}`)
        return c.redirect(`${event.path}${dateAsked ? `?date=${encodeURIComponent(dateAsked)}` : ''}`, 301)
      const shown = { event, dateAsked, now: clock.now() }
      const rides = await ridesOf(deps.ridesTo, event.id, dateOf(shown)?.recurrence)
      return await send(c, eventPage({ ...shown, language, publicUrl, rides }))
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      if (error.status === 410) return send(c, missingPage(language, 'gone'), 410)
      if (error.status === 404) return send(c, missingPage(language, 'notFound'), 404)
      throw error
    }
  })

  const xml = (c: AppContext, body: string) =>
    c.body(body, 200, {
      'Content-Type': 'application/xml; charset=utf-8',
      'Cache-Control': 'public, max-age=3600',
    })
  router.get('/sitemap.xml', async (c) => xml(c, await sitemapIndex({ database, publicUrl })))
  router.get('/sitemap/:file{agenda-[1-9]\\d{0,4}\\.xml}', async (c) => {
    const file = Number(/\d+/.exec(c.req.param('file'))?.[0])
    return xml(c, await sitemapFile({ database, publicUrl }, file))
  })
  router.get('/robots.txt', async (c) => {
    const rules = webDir ? await readFile(join(webDir, 'robots.txt'), 'utf8') : 'User-agent: *\nAllow: /\n'
    return c.text(`${rules.trimEnd()}\n\nSitemap: ${publicUrl}/sitemap.xml\n`, 200, {
      'Cache-Control': 'no-cache',
    })
  })
  return router
}
