import { z } from '@hono/zod-openapi'
import {
  createRouter,
  defineRoute,
  type Deps,
  jsonAnswer,
  jsonBody,
  problemAnswer,
  versioned,
  versionOf,
  writeHeaders,
  writeKeyOf,
} from '../platform/http.ts'
import { pageQuery } from '../platform/pagination.ts'
import { adminTags as tags, editing } from './territory-admin.routes.ts'
import {
  adminCategory,
  categoryChange,
  categoryList,
  categoryOrder,
  newCategory,
  newSentence,
  orderedCategories,
  responsibility,
  responsibilityChange,
  responsibilityList,
  responsibilityPath,
  sentence,
  sentenceChange,
  sentenceList,
} from './territory-admin.schemas.ts'
import {
  addCategory,
  changeCategory,
  listAdminCategories,
  orderCategories,
} from './territory-categories.usecases.ts'
import {
  decideResponsibility,
  forgetResponsibility,
  listResponsibilities,
} from './territory-responsibilities.usecases.ts'
import {
  addSentence,
  changeSentence,
  listAdminSentences,
  removeSentence,
} from './territory-sentences.usecases.ts'
import { communeCode, siren, uuid } from './territory.schemas.ts'

const administer = 'territory.administer'
const ofSiren = z.object({ siren })
const ofId = z.object({ siren, id: uuid })
const page = z.object(pageQuery)
const nothing = { description: 'Done' } as const

/** Categories, in their order. */
export function createCategoryRoutes(deps: Deps) {
  return createRouter()
    .openapi(
      defineRoute({
        method: 'get',
        path: '/api/territories/{siren}/categories',
        'x-action': administer,
        summary: 'Categories of a territory, those put away included',
        tags,
        request: { params: ofSiren },
        responses: { 200: jsonAnswer(categoryList, 'Categories, in their order'), default: problemAnswer },
      }),
      async (c) => c.json(await listAdminCategories(editing(deps, c, c.req.valid('param').siren)), 200),
    )
    .openapi(
      defineRoute({
        method: 'post',
        path: '/api/territories/{siren}/categories',
        'x-action': administer,
        summary: 'Add a category',
        tags,
        request: { params: ofSiren, headers: writeHeaders, body: jsonBody(newCategory) },
        responses: { 201: jsonAnswer(adminCategory, 'The category'), default: problemAnswer },
      }),
      async (c) => {
        const category = c.req.valid('json')
        const who = editing(deps, c, c.req.valid('param').siren)
        const write = writeKeyOf(c, { by: who.actor.userId, category })
        const answer = await addCategory({ ...who, write, category })
        return c.json(versioned(c, answer.body), 201)
      },
    )
    .openapi(
      defineRoute({
        method: 'patch',
        path: '/api/territories/{siren}/categories/{id}',
        'x-action': administer,
        summary: 'Change a category, or put it away (If-Match)',
        tags,
        request: { params: ofId, body: jsonBody(categoryChange) },
        responses: { 200: jsonAnswer(adminCategory, 'The category as it is now'), default: problemAnswer },
      }),
      async (c) => {
        const { siren, id } = c.req.valid('param')
        const change = c.req.valid('json')
        const who = editing(deps, c, siren)
        return c.json(versioned(c, await changeCategory({ ...who, id, version: versionOf(c), change })), 200)
      },
    )
    .openapi(
      defineRoute({
        method: 'put',
        path: '/api/territories/{siren}/category-order',
        'x-action': administer,
        summary: 'Put the categories in another order (If-Match: version of the settings)',
        tags,
        request: { params: ofSiren, body: jsonBody(categoryOrder) },
        responses: {
          200: jsonAnswer(orderedCategories, 'Categories, in their new order'),
          default: problemAnswer,
        },
      }),
      async (c) => {
        const { ids } = c.req.valid('json')
        const who = editing(deps, c, c.req.valid('param').siren)
        const ordered = await orderCategories({ editing: who, version: versionOf(c), ids })
        c.header('ETag', `"${ordered.settingsVersion}"`)
        return c.json(ordered, 200)
      },
    )
}

/** Who is in charge of each category in each commune. */
export function createResponsibilityRoutes(deps: Deps) {
  return createRouter()
    .openapi(
      defineRoute({
        method: 'get',
        path: '/api/territories/{siren}/responsibilities',
        'x-action': administer,
        summary: 'Who is in charge: defaults, and what communes decided otherwise',
        tags,
        request: { params: ofSiren, query: page },
        responses: { 200: jsonAnswer(responsibilityList, 'By category'), default: problemAnswer },
      }),
      async (c) => {
        const who = editing(deps, c, c.req.valid('param').siren)
        return c.json(await listResponsibilities({ ...who, ...c.req.valid('query') }), 200)
      },
    )
    .openapi(
      defineRoute({
        method: 'put',
        path: '/api/territories/{siren}/responsibilities/{categoryId}/{commune}',
        'x-action': administer,
        summary: 'Decide who is in charge of a category in a commune, or by default (If-Match, "0" when new)',
        tags,
        request: { params: responsibilityPath, body: jsonBody(responsibilityChange) },
        responses: { 200: jsonAnswer(responsibility, 'What holds now'), default: problemAnswer },
      }),
      async (c) => {
        const { siren, categoryId, commune } = c.req.valid('param')
        const change = c.req.valid('json')
        const decided = await decideResponsibility({
          ...editing(deps, c, siren),
          cell: { categoryId, communeCode: commune === 'default' ? null : commune },
          version: versionOf(c),
          change,
        })
        return c.json(versioned(c, decided), 200)
      },
    )
    .openapi(
      defineRoute({
        method: 'delete',
        path: '/api/territories/{siren}/responsibilities/{categoryId}/{commune}',
        'x-action': administer,
        summary: 'Let the default hold again in a commune (If-Match)',
        tags,
        request: { params: z.object({ siren, categoryId: uuid, commune: communeCode }) },
        responses: { 204: nothing, default: problemAnswer },
      }),
      async (c) => {
        const { siren, categoryId, commune } = c.req.valid('param')
        const cell = { categoryId, communeCode: commune }
        await forgetResponsibility({ ...editing(deps, c, siren), cell, version: versionOf(c) })
        return c.body(null, 204)
      },
    )
}

/** Sentences that staff send with a status. */
export function createSentenceRoutes(deps: Deps) {
  const action = 'sentences.edit'
  return createRouter()
    .openapi(
      defineRoute({
        method: 'get',
        path: '/api/territories/{siren}/sentences',
        'x-action': action,
        summary: 'Ready-made sentences of a territory',
        tags,
        request: { params: ofSiren, query: page },
        responses: { 200: jsonAnswer(sentenceList, 'Sentences'), default: problemAnswer },
      }),
      async (c) => {
        const who = editing(deps, c, c.req.valid('param').siren)
        return c.json(await listAdminSentences({ ...who, ...c.req.valid('query') }), 200)
      },
    )
    .openapi(
      defineRoute({
        method: 'post',
        path: '/api/territories/{siren}/sentences',
        'x-action': action,
        summary: 'Add a sentence, for one body or for the whole territory',
        tags,
        request: { params: ofSiren, headers: writeHeaders, body: jsonBody(newSentence) },
        responses: { 201: jsonAnswer(sentence, 'The sentence'), default: problemAnswer },
      }),
      async (c) => {
        const added = c.req.valid('json')
        const who = editing(deps, c, c.req.valid('param').siren)
        const write = writeKeyOf(c, { by: who.actor.userId, sentence: added })
        const answer = await addSentence({ ...who, write, sentence: added })
        return c.json(versioned(c, answer.body), 201)
      },
    )
    .openapi(
      defineRoute({
        method: 'patch',
        path: '/api/territories/{siren}/sentences/{id}',
        'x-action': action,
        summary: 'Change a sentence (If-Match)',
        tags,
        request: { params: ofId, body: jsonBody(sentenceChange) },
        responses: { 200: jsonAnswer(sentence, 'The sentence as it is now'), default: problemAnswer },
      }),
      async (c) => {
        const { siren, id } = c.req.valid('param')
        const change = c.req.valid('json')
        const who = editing(deps, c, siren)
        return c.json(versioned(c, await changeSentence({ ...who, id, version: versionOf(c), change })), 200)
      },
    )
    .openapi(
      defineRoute({
        method: 'delete',
        path: '/api/territories/{siren}/sentences/{id}',
        'x-action': action,
        summary: 'Remove a sentence (If-Match)',
        tags,
        request: { params: ofId },
        responses: { 204: nothing, default: problemAnswer },
      }),
      async (c) => {
        const { siren, id } = c.req.valid('param')
        await removeSentence({ ...editing(deps, c, siren), id, version: versionOf(c) })
        return c.body(null, 204)
      },
    )
}
