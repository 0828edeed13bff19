import { z } from '@hono/zod-openapi'
import { uuid } from '../platform/wire.ts'
import { type ShownWidth, shownWidths } from './shown.rules.ts'

/** What goes with a photo's bytes, as headers: the body is the photo and nothing else. */
export const uploadHeaders = z.object({
  'bocage-media-id': uuid.openapi({
    description: 'UUIDv7 made by the client. The same id with the same bytes gives the same answer.',
  }),
  'bocage-upload-token': z.string().min(16).max(128).openapi({
    description: 'Random secret made by the client, given again to attach the photo to a report.',
  }),
})

const uploadComplete = z.string().max(16).openapi({
  description: '`?0`: more follows, by PATCH of the address in Location. `?1`: nothing follows.',
})

/** What goes with a photo sent in several pieces (draft-ietf-httpbis-resumable-upload-12). */
export const beginHeaders = uploadHeaders.extend({
  'upload-complete': uploadComplete.optional(),
  'upload-length': z.string().max(20).optional().openapi({
    description: 'Bytes of the whole; needed with `Upload-Complete: ?0`.',
  }),
})

export const standingHeaders = uploadHeaders.pick({ 'bocage-upload-token': true })

export const appendHeaders = standingHeaders.extend({
  'upload-offset': z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .openapi({ type: 'integer', description: 'Where in the whole this piece begins, in bytes.' }),
  'upload-complete': uploadComplete,
})

export const mediaQuery = z.strictObject({
  size: z.enum(['full', 'thumb']).default('full'),
  w: z
    .enum(shownWidths.map(String) as [`${ShownWidth}`])
    .transform((width) => Number(width) as ShownWidth)
    .optional()
    .openapi({
      description: 'Width it is shown at: sent in the lightest of AVIF, WebP and JPEG that Accept names.',
    }),
  until: z.coerce.number().int().positive().optional().openapi({
    description: 'End of a private address, epoch milliseconds.',
  }),
  name: z
    .string()
    .max(120)
    .optional()
    .openapi({ description: 'Under which a document is kept by the reader.' }),
  signature: z.string().max(64).optional().openapi({ description: 'Of a private address.' }),
})

export const uploadedMedia = z
  .object({
    id: z.string(),
    url: z.string(),
    thumbUrl: z.string(),
    contentType: z.string(),
    /** Of the photo as it is kept, upright. */
    width: z.number().int(),
    height: z.number().int(),
    bytes: z.number().int(),
  })
  .openapi('UploadedMedia')

/** The answer to the first of several pieces. */
export const begunUpload = z
  .object({
    id: z.string(),
    /** Bytes that have arrived, of how many. */
    offset: z.number().int(),
    length: z.number().int(),
  })
  .openapi('BegunUpload')

export type UploadedMedia = z.infer<typeof uploadedMedia>
