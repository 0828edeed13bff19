import { z } from '@hono/zod-openapi'
import { createRouter, defineRoute, jsonAnswer, problemAnswer } from '../platform/http.ts'
import { uuid } from '../platform/wire.ts'
import { documentLimits, photoLimits } from './media.rules.ts'
import { beginHeaders, begunUpload, mediaQuery, uploadedMedia } from './media.schemas.ts'
import {
  documentTooLarge,
  documentType,
  type MayRead,
  photoTooLarge,
  readMedia,
  uploadDocument,
  uploadMedia,
} from './media.usecases.ts'
import { addResumableRoutes, answerBegun, isFirstPiece } from './resumable.routes.ts'
import type { ResumableDeps } from './resumable.usecases.ts'
import type { ShownPhotos } from './shown.ts'

const tags = ['Media']
const binary = z.string().openapi({ format: 'binary' })

const upload = defineRoute({
  'x-action': 'media.upload',
  method: 'post',
  path: '/api/media',
  summary: 'Sends a photo: the body is its bytes, as they are',
  description:
    'JPEG, PNG, WebP, AVIF, GIF or HEIC, told by content; 15 MB and 64 megapixels at most. Kept as JPEG without metadata. In several pieces: docs/decisions/photos.md.',
  tags,
  request: {
    headers: beginHeaders,
    body: {
      required: true,
      content: { 'application/octet-stream': { schema: binary }, 'image/*': { schema: binary } },
    },
  },
  responses: {
    201: jsonAnswer(z.union([uploadedMedia, begunUpload]), 'Kept; it waits 48 hours to be attached'),
    409: problemAnswer,
    413: problemAnswer,
    415: problemAnswer,
    422: problemAnswer,
    503: problemAnswer,
  },
})

const document = defineRoute({
  'x-action': 'alert.write',
  method: 'post',
  path: '/api/desk/documents',
  summary: 'Sends a PDF to attach: the body is its bytes, as they are',
  description: 'Told by its content; 5 MB at most. Given back as a file to download only.',
  tags,
  request: {
    headers: beginHeaders,
    body: { required: true, content: { 'application/pdf': { schema: binary } } },
  },
  responses: {
    201: jsonAnswer(z.union([uploadedMedia, begunUpload]), 'Kept; it waits 48 hours to be attached'),
    413: problemAnswer,
    415: problemAnswer,
    default: problemAnswer,
  },
})

const read = defineRoute({
  'x-action': 'media.read',
  method: 'get',
  path: '/api/media/{id}',
  summary: 'A photo, for whoever may see it',
  tags,
  request: { params: z.object({ id: uuid }), query: mediaQuery },
  responses: {
    200: {
      description: 'The photo',
      content: {
        'image/jpeg': { schema: binary },
        'image/avif': { schema: binary },
        'image/webp': { schema: binary },
        'application/pdf': { schema: binary },
      },
    },
    304: { description: 'Not changed' },
    404: problemAnswer,
  },
})

/**
 * A photo never changes under its id, but staff may hide it: browsers keep a public one a day, caches shared between
 * people five minutes; a private one is asked for each time.
 */
const cacheControl = {
  public: 'public, max-age=86400, s-maxage=300, immutable',
  private: 'private, no-cache',
} as const

/** A file's name for the header that saves it (RFC 6266, RFC 8187): letters and digits, never a path. */
function savedAs(name: string | undefined): string {
  const kept =
    (name ?? '')
      .replace(/\.pdf$/i, '')
      .replace(/[^\p{L}\p{N} _-]+/gu, ' ')
      .trim() || 'document'
  const plain = kept.normalize('NFD').replace(/[^A-Za-z0-9 _-]/g, '') || 'document'
  return `attachment; filename="${plain}.pdf"; filename*=UTF-8''${encodeURIComponent(kept)}.pdf`
}

export function createMediaRoutes(deps: ResumableDeps & { mayRead: MayRead; shown: ShownPhotos }) {
  return addResumableRoutes(createRouter(), deps)
    .openapi(upload, async (c) => {
      const headers = c.req.valid('header')
      if (isFirstPiece(headers)) return answerBegun(deps, c, { headers, contentType: 'image/jpeg' })
      // Refused on its word, before it arrives; the count while it arrives is what binds.
      if (Number(c.req.header('content-length') ?? 0) > photoLimits.bytes) throw photoTooLarge()
      const uploaded = await uploadMedia(deps, {
        id: headers['bocage-media-id'],
        uploadToken: headers['bocage-upload-token'],
        body: c.req.raw.body as AsyncIterable<Uint8Array> | null,
        caller: c.get('caller'),
      })
      return c.json(uploaded, 201)
    })
    .openapi(document, async (c) => {
      const headers = c.req.valid('header')
      if (isFirstPiece(headers)) return answerBegun(deps, c, { headers, contentType: documentType })
      if (Number(c.req.header('content-length') ?? 0) > documentLimits.bytes) throw documentTooLarge()
      const uploaded = await uploadDocument(deps, {
        id: headers['bocage-media-id'],
        uploadToken: headers['bocage-upload-token'],
        body: c.req.raw.body as AsyncIterable<Uint8Array> | null,
        caller: c.get('caller'),
      })
      return c.json(uploaded, 201)
    })
    .openapi(read, async (c) => {
      const { name, w: width, ...asked } = c.req.valid('query')
      const { id } = c.req.valid('param')
      const found = await readMedia(deps, {
        id,
        ...asked,
        width,
        accept: c.req.header('accept'),
        actor: c.get('actor'),
        mayRead: deps.mayRead,
      })
      const varies = [
        // The session decides of a private one.
        ...(found.visibility === 'private' ? ['Cookie'] : []),
        ...(width ? ['Accept'] : []),
      ].join(', ')
      const headers = {
        'Cache-Control': cacheControl[found.visibility],
        ...(varies ? { Vary: varies } : {}),
      }
      if (c.req.header('if-none-match') === found.etag)
        return c.body(null, 304, { ...headers, ETag: found.etag })
      const { bytes, contentType, etag } = await found.read()
      return c.body(new Uint8Array(bytes), 200, {
        ...headers,
        ETag: etag,
        'Content-Type': contentType,
        // Never opened in a page of ours: a PDF may hold scripts.
        'Content-Disposition': contentType === documentType ? savedAs(name) : 'inline',
        'X-Content-Type-Options': 'nosniff',
        'Content-Security-Policy': "default-src 'none'; sandbox",
      })
    })
}
