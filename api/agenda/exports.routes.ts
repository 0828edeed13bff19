import { z } from '@hono/zod-openapi'
import { cors } from 'hono/cors'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { type AppContext, createRouter, defineRoute, type Deps, problemAnswer } from '../platform/http.ts'
import { commonProblems } from '../platform/problems.ts'
import { uuid } from '../platform/wire.ts'
import { type FormatName, formats } from './exports.formats.ts'
import { exportQuery, wholeEventList } from './exports.schemas.ts'
import { createFeeds } from './feeds.ts'
import type { FeedAsk } from './feeds.usecases.ts'
import { createOembedRoutes } from './oembed.routes.ts'

const expand = promisify(gunzip)
const tags = ['Agenda']

const shapes: Record<FormatName, z.ZodType> = {
  ics: z.string(),
  atom: z.string(),
  rss: z.string(),
  csv: z.string(),
  json: wholeEventList,
  'openagenda.json': z
    .object({ total: z.number(), after: z.string().nullable(), events: z.array(z.object({}).loose()) })
    .loose(),
}
const summaries: Record<FormatName, string> = {
  ics: 'Events for calendar programs (RFC 5545), those of the last month too',
  atom: 'Events for feed readers (RFC 4287), paged (RFC 5005)',
  rss: 'Events for feed readers that know RSS 2.0 only',
  csv: 'Events for spreadsheets (RFC 4180), a line a date',
  json: 'Whole events with their schedules, for programs; the list by date is `/api/events`',
  'openagenda.json': 'Events in the shape of OpenAgenda’s API v2',
}

function routeOf<N extends FormatName>(name: N) {
  const { limit, contentType } = formats[name]
  return defineRoute({
    'x-action': 'event.read',
    method: 'get',
    path: `/api/events.${name}`,
    summary: `${summaries[name]}; ${limit} events at most, then the Link header’s next`,
    tags,
    request: { query: exportQuery },
    responses: {
      200: {
        description: 'The events',
        content: { [contentType.split(';')[0] ?? '']: { schema: shapes[name] } },
      },
      304: { description: 'Unchanged since the client’s copy' },
      default: problemAnswer,
    },
  })
}

const calendarOfOne = defineRoute({
  'x-action': 'event.read',
  method: 'get',
  path: '/api/events/{id}.ics',
  summary: 'One event for calendar programs, all its dates',
  tags,
  responses: {
    200: { description: 'The event', content: { 'text/calendar': { schema: z.string() } } },
    304: { description: 'Unchanged since the client’s copy' },
    default: problemAnswer,
  },
  parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }],
})

/** The agenda as other programs read it: any page may, none is told apart, and nothing of a session goes with it. */
export function createExportRoutes(deps: Pick<Deps, 'database' | 'clock' | 'config'>) {
  const feeds = createFeeds(deps)

  const answer = async (c: AppContext, ask: FeedAsk) => {
    const { etag, modifiedAt, kept } = await feeds.open(ask, {
      ifNoneMatch: c.req.header('if-none-match'),
      ifModifiedSince: c.req.header('if-modified-since'),
    })
    const always = {
      ETag: etag,
      'Last-Modified': new Date(modifiedAt).toUTCString(),
      // Always asked again, which costs next to nothing: what was moved or cancelled is told at once.
      'Cache-Control': 'public, no-cache',
      Vary: 'Accept-Encoding',
    }
    if (!kept) return c.body(null, 304, always)
    const format = formats[ask.format]
    const gzipped = acceptsGzip(c.req.header('accept-encoding'))
    return c.body(gzipped ? kept.gzipped : new Uint8Array(await expand(kept.gzipped)), 200, {
      ...always,
      'Content-Type': format.contentType,
      ...(gzipped ? { 'Content-Encoding': 'gzip' } : {}),
      ...('fileName' in format ? { 'Content-Disposition': `inline; filename="${format.fileName}"` } : {}),
      ...(kept.nextUrl === null ? {} : { Link: `<${kept.nextUrl}>; rel="next"` }),
    })
  }

  const router = createRouter()
  const anyone = cors({
    origin: '*',
    allowMethods: ['GET', 'HEAD'],
    exposeHeaders: ['ETag', 'Last-Modified', 'Link'],
    maxAge: 86_400,
  })
  for (const name of Object.keys(formats) as FormatName[]) {
    router.use(`/api/events.${name}`, anyone)
    router.openapi(routeOf(name), async (c) => {
      const { cursor, ...query } = c.req.valid('query')
      return (await answer(c, { format: name, query, cursor })) as never
    })
  }
  router.openapi(calendarOfOne, async (c, next) => {
    // Hono takes the whole last part of the address for the parameter, by the name it has here.
    const [id, ...rest] = /^(.*)\.ics$/.exec(c.req.path.split('/').at(-1) ?? '')?.slice(1) ?? []
    if (id === undefined || rest.length > 0) return (await next()) as never
    const known = uuid.safeParse(id)
    if (!known.success) throw commonProblems['not-found']()
    c.header('Access-Control-Allow-Origin', '*')
    return (await answer(c, { format: 'ics', eventId: known.data })) as never
  })
  return router.route('/', createOembedRoutes(deps))
}

/** Whether a client takes gzip (RFC 9110 §12.5.3): named, or by `*`, and not with q=0. */
function acceptsGzip(header: string | undefined): boolean {
  return (header ?? '')
    .split(',')
    .some(
      (coding) => /^\s*(?:x-)?(?:gzip|\*)\s*(?:;|$)/i.test(coding) && !/;\s*q=0(?:\.0*)?\s*$/i.test(coding),
    )
}
