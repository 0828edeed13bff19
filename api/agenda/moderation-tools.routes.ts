import { z } from '@hono/zod-openapi'
import {
  createRouter,
  defineRoute,
  jsonAnswer,
  jsonBody,
  problemAnswer,
  versionOf,
  writeHeaders,
  writeKeyOf,
} from '../platform/http.ts'
import { uuid } from '../platform/wire.ts'
import {
  adminEventCategories,
  adminEventCategory,
  agendaSettingsChange,
  agendaSettingsShape,
  deskOrganizers,
  deskOrganizersQuery,
  eventCategoryChange,
  eventCategoryOrder,
  newEventCategory,
  trustAnswer,
  trustRequest,
} from './agenda-settings.schemas.ts'
import {
  addEventCategory,
  changeAgendaSettings,
  changeEventCategory,
  listAdminEventCategories,
  orderEventCategories,
  readAgendaSettings,
} from './agenda-settings.usecases.ts'
import { siren } from './agenda.schemas.ts'
import { listDeskOrganizers } from './desk-organizers.usecases.ts'
import { trust } from './moderation.usecases.ts'
import {
  deskPlace,
  deskPlaces,
  deskPlacesQuery,
  placeChange,
  placeMerge,
  placePage,
} from './places-cleaning.schemas.ts'
import {
  editPlace,
  listDeskPlaces,
  mergePlaces,
  readDeskPlace,
  type CleaningDeps,
} from './places-cleaning.usecases.ts'

const tags = ['Agenda : modération']
const moderate = { 'x-action': 'event.moderate' } as const
const administer = { 'x-action': 'territory.administer' } as const
const byId = z.object({ id: uuid })
const ofTerritory = z.object({ siren })
const versioned = z.object({
  'if-match': z.string().openapi({ description: 'Version that was seen, in quotes: `"3"`.' }),
})
const territory = '/api/territories/{siren}' as const

const places = defineRoute({
  ...moderate,
  method: 'get',
  path: '/api/desk/places',
  summary: 'Places that nobody looked at yet, or all by name, of what one moderates',
  tags,
  request: { query: deskPlacesQuery },
  responses: { 200: jsonAnswer(deskPlaces, 'A page'), default: problemAnswer },
})
const placeRoute = defineRoute({
  ...moderate,
  method: 'get',
  path: '/api/desk/places/{id}',
  summary: 'A place, those that may be the same, and what takes place there',
  tags,
  request: { params: byId },
  responses: { 200: jsonAnswer(placePage, 'The place'), default: problemAnswer },
})
const correctPlace = defineRoute({
  ...moderate,
  method: 'patch',
  path: '/api/desk/places/{id}',
  summary: 'Correct a place or offer it to others (If-Match); what takes place there follows',
  tags,
  request: { params: byId, headers: versioned, body: jsonBody(placeChange) },
  responses: { 200: jsonAnswer(deskPlace, 'The place as it is now'), default: problemAnswer },
})
const merge = defineRoute({
  ...moderate,
  method: 'post',
  path: '/api/desk/places/{id}/merge',
  summary: 'Say that a place is another one: what takes place there follows (If-Match)',
  tags,
  request: { params: byId, headers: versioned, body: jsonBody(placeMerge) },
  responses: { 200: jsonAnswer(deskPlace, 'The place that stays'), default: problemAnswer },
})
const organizers = defineRoute({
  ...moderate,
  method: 'get',
  path: '/api/desk/organizers',
  summary: 'Organizers of what one moderates, by name, with what they published',
  tags,
  request: { query: deskOrganizersQuery },
  responses: { 200: jsonAnswer(deskOrganizers, 'A page'), default: problemAnswer },
})
const trustRoute = defineRoute({
  ...moderate,
  method: 'put',
  path: '/api/desk/organizers/{id}/trust',
  summary: 'Let an organizer publish without waiting, or take that back (If-Match)',
  tags,
  request: { params: byId, headers: versioned, body: jsonBody(trustRequest) },
  responses: { 200: jsonAnswer(trustAnswer, 'As it is now'), default: problemAnswer },
})
const settings = defineRoute({
  ...moderate,
  method: 'get',
  path: `${territory}/agenda-settings`,
  summary: 'What a territory decided of its agenda',
  tags,
  request: { params: ofTerritory },
  responses: { 200: jsonAnswer(agendaSettingsShape, 'Settings'), default: problemAnswer },
})
const changeSettings = defineRoute({
  ...administer,
  method: 'patch',
  path: `${territory}/agenda-settings`,
  summary: 'Say who moderates, and which words wait for a person (If-Match)',
  tags,
  request: { params: ofTerritory, headers: versioned, body: jsonBody(agendaSettingsChange) },
  responses: { 200: jsonAnswer(agendaSettingsShape, 'Settings'), default: problemAnswer },
})
const categories = defineRoute({
  ...administer,
  method: 'get',
  path: `${territory}/event-categories`,
  summary: 'Kinds of events in their order, those put away included',
  tags,
  request: { params: ofTerritory },
  responses: { 200: jsonAnswer(adminEventCategories, 'All of them'), default: problemAnswer },
})
const addCategory = defineRoute({
  ...administer,
  method: 'post',
  path: `${territory}/event-categories`,
  summary: 'Add a kind of event, at the end',
  tags,
  request: { params: ofTerritory, headers: writeHeaders, body: jsonBody(newEventCategory) },
  responses: { 201: jsonAnswer(adminEventCategory, 'Added'), default: problemAnswer },
})
const changeCategory = defineRoute({
  ...administer,
  method: 'patch',
  path: `${territory}/event-categories/{id}`,
  summary: 'Rename a kind of event, change its picture, put it away or offer it again (If-Match)',
  tags,
  request: { params: z.object({ siren, id: uuid }), headers: versioned, body: jsonBody(eventCategoryChange) },
  responses: { 200: jsonAnswer(adminEventCategory, 'As it is now'), default: problemAnswer },
})
const orderCategories = defineRoute({
  ...administer,
  method: 'put',
  path: `${territory}/event-category-order`,
  summary: 'Put the kinds of events in order (If-Match: version of the list)',
  tags,
  request: { params: ofTerritory, headers: versioned, body: jsonBody(eventCategoryOrder) },
  responses: { 200: jsonAnswer(adminEventCategories, 'In their order'), default: problemAnswer },
})

/** What keeps an agenda clean beside its events: places, whom one trusts, what the territory decides. */
export function createModerationToolRoutes(deps: CleaningDeps) {
  return createRouter()
    .openapi(places, async (c) =>
      c.json(await listDeskPlaces(deps, { actor: c.get('actor'), ...c.req.valid('query') }), 200),
    )
    .openapi(placeRoute, async (c) => {
      const found = await readDeskPlace(deps, { actor: c.get('actor'), ...c.req.valid('param') })
      return c.json(found, 200, { ETag: `"${found.place.version}"` })
    })
    .openapi(correctPlace, async (c) => {
      const given = { actor: c.get('actor'), ...c.req.valid('param'), version: versionOf(c) }
      return c.json(await editPlace(deps, { ...given, change: c.req.valid('json') }), 200)
    })
    .openapi(merge, async (c) => {
      const given = { actor: c.get('actor'), ...c.req.valid('param'), version: versionOf(c) }
      return c.json(await mergePlaces(deps, { ...given, ...c.req.valid('json') }), 200)
    })
    .openapi(organizers, async (c) =>
      c.json(await listDeskOrganizers(deps, { actor: c.get('actor'), ...c.req.valid('query') }), 200),
    )
    .openapi(trustRoute, async (c) => {
      const given = { actor: c.get('actor'), organizerId: c.req.valid('param').id, version: versionOf(c) }
      return c.json(await trust(deps, { ...given, ...c.req.valid('json') }), 200)
    })
    .openapi(settings, async (c) =>
      c.json(await readAgendaSettings(deps, { actor: c.get('actor'), ...c.req.valid('param') }), 200),
    )
    .openapi(changeSettings, async (c) => {
      const given = { actor: c.get('actor'), ...c.req.valid('param'), version: versionOf(c) }
      return c.json(await changeAgendaSettings(deps, { ...given, change: c.req.valid('json') }), 200)
    })
    .openapi(categories, async (c) =>
      c.json(await listAdminEventCategories(deps, { actor: c.get('actor'), ...c.req.valid('param') }), 200),
    )
    .openapi(addCategory, async (c) => {
      const category = c.req.valid('json')
      const given = { actor: c.get('actor'), ...c.req.valid('param') }
      const answer = await addEventCategory(deps, { ...given, category, write: writeKeyOf(c, category) })
      return c.json(answer.body, 201)
    })
    .openapi(changeCategory, async (c) => {
      const given = { actor: c.get('actor'), ...c.req.valid('param'), version: versionOf(c) }
      return c.json(await changeEventCategory(deps, { ...given, change: c.req.valid('json') }), 200)
    })
    .openapi(orderCategories, async (c) => {
      const given = { actor: c.get('actor'), ...c.req.valid('param'), version: versionOf(c) }
      return c.json(await orderEventCategories(deps, { ...given, ...c.req.valid('json') }), 200)
    })
}
