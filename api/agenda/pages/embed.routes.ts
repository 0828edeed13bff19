import { compress } from 'hono/compress'
import { etag } from 'hono/etag'
import { createRouter, type Deps } from '../../platform/http.ts'
import { framePolicy } from '../../platform/page-shell.ts'
import { languages } from '../../platform/problems.ts'
import type { PublicEvent } from '../agenda.schemas.ts'
import { listEvents } from '../events-public.usecases.ts'
import { readPublicEvent } from '../events-page.usecases.ts'
import { feedTitle, searchOf } from '../feeds.usecases.ts'
import { understoodFilters } from '../understood.ts'
import { type FrameLine, framePage } from './embed.page.ts'

const usualDates = 5
const mostDates = 30
/** `/integrer/agenda`: the agenda in a frame, with the filters of the lists; `number` dates, or those of one `event`. */
export function createEmbedPages(deps: Pick<Deps, 'config' | 'database' | 'clock'>) {
  const { database, clock } = deps
  const router = createRouter()
  router.use('/integrer/agenda', compress(), etag())
  router.get('/integrer/agenda', async (c) => {
    const asked = c.req.query('lang') ?? c.get('language')
    const language = languages.find((one) => asked.startsWith(one)) ?? 'en'
    const number = Math.min(Math.max(Math.trunc(Number(c.req.query('number'))) || usualDates, 1), mostDates)
    const filters = understoodFilters((name) => c.req.query(name))
    const search = searchOf(filters)
    const withSearch = (path: string) => (search.size > 0 ? `${path}?${search}` : path)
    const key = c.req.query('event')
    const event = key ? await readPublicEvent(deps, { key, language }) : null
    const items = event
      ? linesOf(event).slice(0, number)
      : (await listEvents(deps, { query: filters, limit: number })).items
    c.header('Content-Security-Policy', framePolicy)
    c.header('Cache-Control', 'public, no-cache')
    c.header('Vary', 'Accept-Language, Accept-Encoding')
    return c.html(
      await framePage({
        language,
        title: event?.title ?? (await feedTitle(database.read, filters)),
        items,
        agendaPath: event?.path ?? withSearch('/agenda'),
        calendarPath: event ? `/api/events/${event.id}.ics` : withSearch('/api/events.ics'),
        now: clock.now(),
      }),
    )
  })
  return router
}

function linesOf(event: PublicEvent): FrameLine[] {
  const { path, title, commune, free, price, place } = event
  const off = event.status === 'cancelled'
  return event.dates.map((date) => ({
    path,
    title,
    commune,
    free,
    price,
    place,
    ...date,
    cancelled: off || date.cancelled,
    reason: date.reason ?? (off ? event.statusWords : null),
  }))
}
