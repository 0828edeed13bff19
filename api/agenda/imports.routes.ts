import { z } from '@hono/zod-openapi'
import {
  type AppContext,
  createRouter,
  defineRoute,
  jsonAnswer,
  jsonBody,
  problemAnswer,
  versionOf,
  writeHeaders,
  writeKeyOf,
} from '../platform/http.ts'
import { readBytes } from '../platform/middleware.ts'
import { uuid } from '../platform/wire.ts'
import { csvTemplate } from './agenda-import.csv.ts'
import { importLimits } from './import-draft.ts'
import {
  addressPreview,
  eventSourceView,
  importPreview,
  importQuery,
  importReport,
  newSource,
  sourceChange,
  sourceList,
  sourceQuery,
} from './imports.schemas.ts'
import { hashBytes, importFile, previewAddress, previewFile, type ImportDeps } from './imports.usecases.ts'
import {
  changeSource,
  createSource,
  forgetSource,
  listSources,
  readNow,
  readSource,
  resumeEvent,
} from './sources.usecases.ts'

const tags = ['Agenda : imports']
const own = { 'x-action': 'event.import', tags } as const
const noStore = { 'Cache-Control': 'no-store' }
const binary = z.string().openapi({ format: 'binary' })
const fileBody = {
  required: true,
  content: { 'application/octet-stream': { schema: binary }, 'text/*': { schema: binary } },
} as const
const byId = z.object({ id: uuid })
const path = '/api/event-sources/{id}' as const
const sourceAnswer = { 200: jsonAnswer(eventSourceView, 'The source'), default: problemAnswer } as const

const template = defineRoute({
  'x-action': 'event.read',
  method: 'get',
  path: '/api/imports/template.csv',
  summary: 'A table to fill with events, with one line that shows how',
  tags,
  responses: { 200: { description: 'The table', content: { 'text/csv': { schema: z.string() } } } },
})
const preview = defineRoute({
  ...own,
  method: 'post',
  path: '/api/imports/preview',
  summary: 'What a file would bring, line by line; nothing is written',
  description:
    'iCalendar, CSV or a JSON export of OpenAgenda (v2), told by content; 10 MB and 10,000 events at most. The body is the file, as it is.',
  request: { query: importQuery, body: fileBody },
  responses: { 200: jsonAnswer(importPreview, 'What it would bring'), default: problemAnswer },
})
const addressed = defineRoute({
  ...own,
  method: 'post',
  path: '/api/imports/address-preview',
  summary: 'What the file at an address would bring; nothing is written',
  request: { body: jsonBody(addressPreview) },
  responses: { 200: jsonAnswer(importPreview, 'What it would bring'), default: problemAnswer },
})
const confirm = defineRoute({
  ...own,
  method: 'post',
  path: '/api/imports',
  summary: 'Bring the events of a file in: the same file again brings nothing twice',
  request: { query: importQuery, headers: writeHeaders, body: fileBody },
  responses: { 201: jsonAnswer(importReport, 'What it brought'), default: problemAnswer },
})
const list = defineRoute({
  ...own,
  method: 'get',
  path: '/api/event-sources',
  summary: 'Where events of an organizer, or of a territory, come from',
  request: { query: sourceQuery },
  responses: { 200: jsonAnswer(sourceList, 'The newest first'), default: problemAnswer },
})
const create = defineRoute({
  ...own,
  method: 'post',
  path: '/api/event-sources',
  summary: 'Follow an address: its events come in, change and go as it says',
  request: { headers: writeHeaders, body: jsonBody(newSource) },
  responses: { 201: jsonAnswer(eventSourceView, 'Read within a minute'), default: problemAnswer },
})
const read = defineRoute({
  ...own,
  method: 'get',
  path,
  summary: 'A source, with what came of its last reading',
  request: { params: byId },
  responses: sourceAnswer,
})
const change = defineRoute({
  ...own,
  method: 'patch',
  path,
  summary: 'Rename, pause or adjust a source (If-Match)',
  request: { params: byId, body: jsonBody(sourceChange) },
  responses: sourceAnswer,
})
const refresh = defineRoute({
  ...own,
  method: 'post',
  path: `${path}/refresh`,
  summary: 'Read a source now',
  request: { params: byId },
  responses: sourceAnswer,
})
const resume = defineRoute({
  ...own,
  method: 'post',
  path: `${path}/resume`,
  summary: 'Let the source have its way with an event that was changed here',
  request: { params: byId, body: jsonBody(z.strictObject({ eventId: uuid })) },
  responses: sourceAnswer,
})
const forget = defineRoute({
  ...own,
  method: 'delete',
  path,
  summary: 'Follow a source no more; its events stay, or those to come are cancelled',
  request: { params: byId, query: z.object({ withdraw: z.enum(['true', 'false']).default('false') }) },
  responses: { 204: { description: 'Followed no more' }, default: problemAnswer },
})

const fileOf = async (c: AppContext) =>
  Buffer.from(new Uint8Array(await readBytes(c.req.raw, importLimits.bytes)))
const askedBy = (c: AppContext) => ({
  actor: c.get('actor'),
  language: c.get('language'),
  caller: c.get('caller'),
})

/** Events that come in from files and from other agendas, and the addresses that are followed. */
export function createImportRoutes(deps: ImportDeps) {
  return createRouter()
    .openapi(template, (c) =>
      c.body(csvTemplate(), 200, {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': 'attachment; filename="evenements.csv"',
        'Cache-Control': 'public, max-age=3600',
      }),
    )
    .openapi(preview, async (c) => {
      const query = c.req.valid('query')
      return c.json(await previewFile(deps, { ...askedBy(c), query, bytes: await fileOf(c) }), 200, noStore)
    })
    .openapi(addressed, async (c) => {
      const { url, ...query } = c.req.valid('json')
      return c.json(await previewAddress(deps, { ...askedBy(c), query, url }), 200, noStore)
    })
    .openapi(confirm, async (c) => {
      const query = c.req.valid('query')
      const bytes = await fileOf(c)
      const write = writeKeyOf(c, { query, file: hashBytes(bytes) })
      const answer = await importFile(deps, { ...askedBy(c), query, bytes, write })
      return c.json(answer.body, 201, noStore)
    })
    .openapi(list, async (c) =>
      c.json(await listSources(deps, { ...askedBy(c), ...c.req.valid('query') }), 200, noStore),
    )
    .openapi(create, async (c) => {
      const request = c.req.valid('json')
      const answer = await createSource(deps, { ...askedBy(c), request, write: writeKeyOf(c, request) })
      return c.json(answer.body, 201, noStore)
    })
    .openapi(read, async (c) =>
      c.json(await readSource(deps, { ...askedBy(c), ...c.req.valid('param') }), 200, noStore),
    )
    .openapi(change, async (c) => {
      const given = { ...askedBy(c), ...c.req.valid('param') }
      const changed = await changeSource(deps, {
        ...given,
        version: versionOf(c),
        change: c.req.valid('json'),
      })
      return c.json(changed, 200, noStore)
    })
    .openapi(refresh, async (c) =>
      c.json(await readNow(deps, { ...askedBy(c), ...c.req.valid('param') }), 200, noStore),
    )
    .openapi(resume, async (c) =>
      c.json(
        await resumeEvent(deps, { ...askedBy(c), ...c.req.valid('param'), ...c.req.valid('json') }),
        200,
        noStore,
      ),
    )
    .openapi(forget, async (c) => {
      const withdraw = c.req.valid('query').withdraw === 'true'
      await forgetSource(deps, { ...askedBy(c), ...c.req.valid('param'), withdraw })
      return c.body(null, 204)
    })
}
