import { z } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import { compress } from 'hono/compress'
import { etag } from 'hono/etag'
import {
  type AppContext,
  type AppEnv,
  createRouter,
  defineRoute,
  jsonAnswer,
  jsonBody,
  problemAnswer,
  writeHeaders,
  writeKeyOf,
} from '../platform/http.ts'
import { uuid } from '../platform/wire.ts'
import { createKeptAnswers, sendKept } from './agenda-kept.ts'
import { countMonth, mapEvents } from './agenda-map.usecases.ts'
import { lastChange, openCategories } from './agenda-state.usecases.ts'
import {
  eventCategoryList,
  eventListQuery,
  eventMap,
  eventMapQuery,
  eventMonth,
  eventMonthQuery,
  flagEventRequest,
  followEventRequest,
  unfollowEventRequest,
  occurrenceList,
  publicEvent,
  siren,
} from './agenda.schemas.ts'
import {
  confirmEventFollow,
  flagEvent,
  type FollowDeps,
  followEvent,
  stopEventFollow,
  unfollowEvent,
} from './events-followers.usecases.ts'
import { readPublicEvent } from './events-page.usecases.ts'
import { listEvents } from './events-public.usecases.ts'
import type { ViewCounter } from './events-views.ts'

const tags = ['Agenda']
const byId = z.object({ id: uuid })
const secretHeader = z.object({ 'bocage-secret': z.string().min(16).max(128) })

const list = defineRoute({
  'x-action': 'event.read',
  method: 'get',
  path: '/api/events',
  summary: 'Dates of the agenda by start, from now on; `previousCursor` of the first page goes back in time',
  tags,
  request: { query: eventListQuery },
  responses: { 200: jsonAnswer(occurrenceList, 'A page'), default: problemAnswer },
})

const map = defineRoute({
  'x-action': 'event.read',
  method: 'get',
  path: '/api/events/map',
  summary:
    'Where something is on, within a box, a commune or a territory: places, or groups when there are many',
  tags,
  request: { query: eventMapQuery },
  responses: { 200: jsonAnswer(eventMap, 'The map'), default: problemAnswer },
})

const month = defineRoute({
  'x-action': 'event.read',
  method: 'get',
  path: '/api/events/month',
  summary: 'How much is on each day of a month',
  tags,
  request: { query: eventMonthQuery },
  responses: { 200: jsonAnswer(eventMonth, 'Days where something is on'), default: problemAnswer },
})

const categories = defineRoute({
  'x-action': 'event.read',
  method: 'get',
  path: '/api/events/categories',
  summary: 'Kinds of events of a territory, in its order',
  tags,
  request: { query: z.object({ territory: siren }) },
  responses: { 200: jsonAnswer(eventCategoryList, 'The kinds'), default: problemAnswer },
})

const page = defineRoute({
  'x-action': 'event.read',
  method: 'get',
  path: '/api/events/{key}',
  summary: 'An event, by its id or by the end of its page’s address (`2026-12-05-marche-de-noel-bavay`)',
  tags,
  request: { params: z.object({ key: z.string().regex(/^[\w-]{5,140}$/) }) },
  responses: { 200: jsonAnswer(publicEvent, 'The event'), default: problemAnswer },
})

const follow = defineRoute({
  'x-action': 'event.follow',
  method: 'post',
  path: '/api/events/{id}/followers',
  summary:
    'Be told of a new date, another place or a cancellation: on a device, or by email (confirmed by link)',
  tags,
  request: { headers: writeHeaders, params: byId, body: jsonBody(followEventRequest) },
  responses: {
    201: jsonAnswer(z.object({ following: z.literal(true) }), 'Following'),
    default: problemAnswer,
  },
})

const unfollow = defineRoute({
  'x-action': 'event.follow',
  method: 'post',
  path: '/api/events/{id}/followers/stop',
  summary: 'Tell this phone of an event no more; Bocage-Secret is the secret of the phone',
  tags,
  request: {
    headers: writeHeaders.extend(secretHeader.shape),
    params: byId,
    body: jsonBody(unfollowEventRequest),
  },
  responses: {
    200: jsonAnswer(z.object({ following: z.literal(false) }), 'Not told'),
    default: problemAnswer,
  },
})

const flag = defineRoute({
  'x-action': 'event.flag',
  method: 'post',
  path: '/api/events/{id}/flags',
  summary: 'Tell the moderators that an event is wrong or has no place here',
  tags,
  request: { headers: writeHeaders, params: byId, body: jsonBody(flagEventRequest) },
  responses: { 201: jsonAnswer(z.object({ id: z.string() }), 'Told'), default: problemAnswer },
})

const confirm = defineRoute({
  'x-action': 'event.follow',
  method: 'post',
  path: '/api/event-followers/confirm',
  summary: 'Confirm a wish to be told of an event, by the link of the email',
  tags,
  request: { headers: secretHeader },
  responses: {
    200: jsonAnswer(z.object({ eventId: z.string(), path: z.string() }), 'Confirmed'),
    default: problemAnswer,
  },
})

const stop = defineRoute({
  'x-action': 'event.follow',
  method: 'post',
  path: '/api/event-followers/stop',
  summary: 'Stop being told of an event, by the link of any message',
  tags,
  request: { headers: secretHeader },
  responses: { 200: jsonAnswer(z.object({ stopped: z.literal(true) }), 'Stopped'), default: problemAnswer },
})

const stopOneClick = defineRoute({
  'x-action': 'event.follow',
  method: 'post',
  path: '/api/event-followers/stop/{secret}',
  summary: 'One-click unsubscribe of mail programs (RFC 8058)',
  tags,
  request: { params: z.object({ secret: z.string().min(16).max(128) }) },
  responses: { 200: jsonAnswer(z.object({ stopped: z.literal(true) }), 'Stopped'), default: problemAnswer },
})

const stopPage = defineRoute({
  'x-action': 'event.follow',
  method: 'get',
  path: '/api/event-followers/stop/{secret}',
  summary: 'The same address opened by a person: the page that asks before stopping',
  tags,
  request: { params: z.object({ secret: z.string().regex(/^[\w.-]{16,128}$/) }) },
  responses: { 302: { description: 'The page' }, default: problemAnswer },
})

/** Other sites may read the agenda from their pages; nothing of a session goes with it. */
const openToAll: MiddlewareHandler<AppEnv> = async (c, next) => {
  if (c.req.method === 'OPTIONS' && c.req.header('access-control-request-method') === 'GET')
    return c.body(null, 204, {
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Allow-Methods': 'GET, HEAD',
      'Access-Control-Allow-Headers': 'If-None-Match, Accept-Language',
      'Access-Control-Max-Age': '86400',
    })
  if (c.req.method === 'GET' || c.req.method === 'HEAD') {
    c.header('Access-Control-Allow-Origin', '*')
    c.header('Access-Control-Expose-Headers', 'ETag, Last-Modified')
    // Kept by browsers and asked again each time: what moderators change is seen at once.
    c.header('Cache-Control', 'public, no-cache')
    c.header('Vary', 'Accept-Language, Accept-Encoding')
  }
  await next()
}

const robots = /bot\b|crawl|spider|slurp|preview|facebookexternalhit|curl|wget|python|headless/i

/** A person opened the page: by its address, on our own site, in a browser that says so, and not one of the staff. */
function isView(c: AppContext, key: string): boolean {
  const site = c.req.header('sec-fetch-site')
  return (
    /^\d{4}-/.test(key) &&
    site === 'same-origin' &&
    c.get('actor') === null &&
    !robots.test(c.req.header('user-agent') ?? '')
  )
}

/** The agenda as anyone reads it, and what anyone may ask of it. */
export function createAgendaRoutes(deps: FollowDeps & { views: ViewCounter }) {
  const { database } = deps
  const router = createRouter()
  const keep = createKeptAnswers(deps)
  const answer = async (c: AppContext, make: () => Promise<unknown>) =>
    sendKept(c, await keep(c.req.url, make)) as never
  for (const path of ['/api/events', '/api/events/map', '/api/events/month']) router.use(path, openToAll)
  for (const path of ['/api/events/categories', '/api/events/:key'])
    router.use(path, openToAll, compress(), etag(), async (c, next) => {
      if (c.req.method === 'GET')
        c.header('Last-Modified', new Date(await lastChange({ database })).toUTCString())
      await next()
    })
  return router
    .openapi(list, async (c) => {
      const { cursor, limit, sort, ...query } = c.req.valid('query')
      return answer(c, () => listEvents(deps, { query, sort, cursor, limit }))
    })
    .openapi(map, (c) => answer(c, () => mapEvents(deps, c.req.valid('query'))))
    .openapi(month, async (c) => {
      const { month, ...query } = c.req.valid('query')
      return answer(c, () => countMonth(deps, { month, query }))
    })
    .openapi(categories, async (c) =>
      c.json({ items: await openCategories({ database }, c.req.valid('query').territory) }, 200),
    )
    .openapi(page, async (c) => {
      const { key } = c.req.valid('param')
      const language = c.get('language')
      const event = await readPublicEvent(deps, { key, language })
      if (isView(c, key)) deps.views.count(event.id)
      return c.json(event, 200)
    })
    .openapi(follow, async (c) => {
      const request = c.req.valid('json')
      const answer = await followEvent(deps, {
        eventId: c.req.valid('param').id,
        request,
        write: writeKeyOf(c, request),
        caller: c.get('caller'),
      })
      return c.json(answer.body, 201)
    })
    .openapi(unfollow, async (c) => {
      const request = c.req.valid('json')
      const answer = await unfollowEvent(deps, {
        eventId: c.req.valid('param').id,
        request,
        secret: c.req.valid('header')['bocage-secret'],
        write: writeKeyOf(c, request),
      })
      return c.json(answer.body, 200)
    })
    .openapi(flag, async (c) => {
      const request = c.req.valid('json')
      const answer = await flagEvent(deps, {
        eventId: c.req.valid('param').id,
        request,
        write: writeKeyOf(c, request),
        caller: c.get('caller'),
      })
      return c.json(answer.body, 201)
    })
    .openapi(confirm, async (c) =>
      c.json(await confirmEventFollow(deps, { secret: c.req.valid('header')['bocage-secret'] }), 200),
    )
    .openapi(stopOneClick, async (c) => c.json(await stopEventFollow(deps, c.req.valid('param')), 200))
    .openapi(stopPage, (c) => c.redirect(`/abonnement/arreter?agenda#${c.req.valid('param').secret}`, 302))
    .openapi(stop, async (c) =>
      c.json(await stopEventFollow(deps, { secret: c.req.valid('header')['bocage-secret'] }), 200),
    )
}
