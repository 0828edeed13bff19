import { z } from '@hono/zod-openapi'
import { type AppContext, createRouter, defineRoute, jsonAnswer, problemAnswer } from '../platform/http.ts'
import { Problem } from '../platform/problems.ts'
import { uuid } from '../platform/wire.ts'
import { mediaProblems } from './media.problems.ts'
import { documentLimits, photoLimits, resumableLimits, unattachedHours } from './media.rules.ts'
import { appendHeaders, beginHeaders, standingHeaders, uploadedMedia } from './media.schemas.ts'
import { documentType } from './media.usecases.ts'
import {
  appendPiece,
  beginUpload,
  completeUpload,
  readStanding,
  type ResumableDeps,
  type Standing,
} from './resumable.usecases.ts'

// Resumable Uploads for HTTP (draft-ietf-httpbis-resumable-upload-12). An upload is begun where a file is sent at once, and
// lives at an address made of its id. No 104 is sent: what serves us has no interim answers.

const tags = ['Media']
const pathOf = (id: string) => `/api/media/uploads/${id}`
const params = z.object({ id: uuid })
const partial = 'application/partial-upload'

const standing = defineRoute({
  'x-action': 'media.upload',
  method: 'get',
  path: '/api/media/uploads/{id}',
  summary: 'How much of a photo sent in pieces has arrived (HEAD or GET)',
  description:
    'In `Upload-Offset`, `Upload-Length` and `Upload-Complete`. An upload that is not known: 404 with `Upload-Limit`.',
  tags,
  request: { params, headers: standingHeaders },
  responses: { 204: { description: 'In the headers' }, 404: problemAnswer },
})

const append = defineRoute({
  'x-action': 'media.upload',
  method: 'patch',
  path: '/api/media/uploads/{id}',
  summary: 'Adds the next piece of a photo',
  description:
    'From `Upload-Offset` on. With `Upload-Complete: ?1` the whole is judged, and answered as at once.',
  tags,
  request: {
    params,
    headers: appendHeaders,
    body: { required: true, content: { [partial]: { schema: z.string().openapi({ format: 'binary' }) } } },
  },
  responses: {
    201: jsonAnswer(uploadedMedia, 'It was the last: kept; it waits 48 hours to be attached'),
    204: { description: 'Kept; more is to follow' },
    400: problemAnswer,
    404: problemAnswer,
    409: problemAnswer,
    413: problemAnswer,
    415: problemAnswer,
    422: problemAnswer,
    503: problemAnswer,
  },
})

/** Limits as a dictionary (RFC 8941): of bytes, and seconds from the beginning. */
const limitsOf = (contentType: string) => {
  const most = contentType === documentType ? documentLimits : photoLimits
  return `max-size=${most.bytes}, min-append-size=${resumableLimits.leastPiece}, max-age=${unattachedHours * 3600}`
}

function say(c: AppContext, { offset, length, complete }: Standing): void {
  c.header('Upload-Offset', String(offset))
  c.header('Upload-Length', String(length))
  c.header('Upload-Complete', complete ? '?1' : '?0')
}

/** On every answer here: what is allowed, and that nothing keeps it. */
function prepare(c: AppContext, contentType = 'image/jpeg'): void {
  c.header('Upload-Limit', limitsOf(contentType))
  c.header('Cache-Control', 'no-store')
}

/** A refusal says as headers, too, where the upload stands, and that it may go on. */
async function inHeaders<T>(c: AppContext, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    c.header('Upload-Complete', '?0')
    const expected = error instanceof Problem ? error.extra['expected-offset'] : undefined
    if (typeof expected === 'number') c.header('Upload-Offset', String(expected))
    throw error
  }
}

type BeginHeaders = z.infer<typeof beginHeaders>

/** Is more to follow? Any other value is as if nothing were said (RFC 8941 §3.3.6). */
export const isFirstPiece = (headers: BeginHeaders): boolean => headers['upload-complete'] === '?0'

/** Begins an upload with its first piece, and answers where it goes on. */
export async function answerBegun(
  deps: ResumableDeps,
  c: AppContext,
  { headers, contentType }: { headers: BeginHeaders; contentType: 'image/jpeg' | typeof documentType },
) {
  prepare(c, contentType)
  const id = headers['bocage-media-id']
  const said = headers['upload-length'] ?? ''
  const begun = await inHeaders(c, () =>
    beginUpload(deps, {
      id,
      uploadToken: headers['bocage-upload-token'],
      length: /^\d{1,15}$/.test(said) ? Number(said) : null,
      contentType,
      body: c.req.raw.body as AsyncIterable<Uint8Array> | null,
      caller: c.get('caller'),
    }),
  )
  say(c, begun)
  return c.json({ id, offset: begun.offset, length: begun.length }, 201, { Location: pathOf(id) })
}

export function addResumableRoutes(router: ReturnType<typeof createRouter>, deps: ResumableDeps) {
  return router
    .openapi(standing, async (c) => {
      prepare(c)
      const name = { id: c.req.valid('param').id, uploadToken: c.req.valid('header')['bocage-upload-token'] }
      say(c, await inHeaders(c, () => readStanding(deps, name)))
      return c.body(null, 204)
    })
    .openapi(append, async (c) => {
      prepare(c)
      const headers = c.req.valid('header')
      const name = { id: c.req.valid('param').id, uploadToken: headers['bocage-upload-token'] }
      const complete = headers['upload-complete'] === '?1'
      const added = await inHeaders(c, () => {
        if (c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase() !== partial)
          throw mediaProblems['not-a-partial-upload']()
        return appendPiece(deps, {
          ...name,
          offset: headers['upload-offset'],
          body: c.req.raw.body as AsyncIterable<Uint8Array> | null,
          complete,
          actor: c.get('actor'),
        })
      })
      say(c, { ...added, complete })
      if (!complete) return c.body(null, 204)
      try {
        return c.json(await completeUpload(deps, name), 201)
      } catch (error) {
        // Refused for good, or to be completed later.
        if (!(error instanceof Problem) || error.status >= 500) c.header('Upload-Complete', '?0')
        throw error
      }
    })
}
