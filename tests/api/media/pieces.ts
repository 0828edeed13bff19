import type { Upload } from './uploads.ts'

type Requester = { request: (path: string, options?: RequestInit) => Promise<Response> }
type Bytes = Uint8Array | ReadableStream<Uint8Array>
const bodyOf = (bytes: Bytes): RequestInit =>
  bytes instanceof ReadableStream
    ? ({ body: bytes, duplex: 'half' } as RequestInit)
    : { body: new Uint8Array(bytes) }

/** Begins a photo of `length` bytes with its first piece. */
export const beginIn = (
  app: Requester,
  { id, uploadToken }: Upload,
  first: Bytes,
  length: number,
  headers: Record<string, string> = {},
  path = '/api/media',
): Promise<Response> =>
  app.request(path, {
    method: 'POST',
    headers: {
      'Bocage-Media-Id': id,
      'Bocage-Upload-Token': uploadToken,
      'Upload-Complete': '?0',
      'Upload-Length': String(length),
      ...headers,
    },
    ...bodyOf(first),
  })

/** Sends the piece that begins at `offset`. */
export const append = (
  app: Requester,
  { id, uploadToken }: Upload,
  bytes: Bytes,
  offset: number,
  complete: '?0' | '?1' = '?0',
  headers: Record<string, string> = {},
): Promise<Response> =>
  app.request(`/api/media/uploads/${id}`, {
    method: 'PATCH',
    headers: {
      'Bocage-Upload-Token': uploadToken,
      'Content-Type': 'application/partial-upload',
      'Upload-Offset': String(offset),
      'Upload-Complete': complete,
      ...headers,
    },
    ...bodyOf(bytes),
  })

/** Asks how far it is. */
export const standingIn = (app: Requester, { id, uploadToken }: Upload): Promise<Response> =>
  app.request(`/api/media/uploads/${id}`, {
    method: 'HEAD',
    headers: { 'Bocage-Upload-Token': uploadToken },
  })

/** Where an answer says the upload stands. */
export const saidBy = ({ headers }: Response) => ({
  offset: Number(headers.get('upload-offset')),
  complete: headers.get('upload-complete'),
})
