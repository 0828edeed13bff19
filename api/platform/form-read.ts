import type { Deps } from './http.ts'
import { openForm, type Typed } from './form-pages.ts'
import { type FormPart, readForm, typedText } from './multipart.ts'
import { commonProblems, Problem } from './problems.ts'

/** What arrived of one form: its number, what was typed, its photos and what was refused of them. */
export type ReceivedForm<Photo> = {
  /** Null when it is none of ours, or too old: it is sent again under a new number. */
  id: string | null
  typed: Typed
  photos: Photo[]
  /** What is wrong with a photo; the others are kept. */
  photoRefusal: Problem | null
  /** Some photos were left out. */
  tooMany: boolean
}

const textBytes = 512 * 1024

/**
 * Reads a form whose first field is its seal (`form`). Photos that were kept before come as `kept`, new ones in the
 * file field `photos`: at most `most` in all, each kept as it arrives. Throws `unreadable-form`, `body-too-large`.
 */
export async function receiveForm<Photo extends { id: string }>(
  deps: Pick<Deps, 'config' | 'clock'>,
  {
    request,
    purpose,
    most,
    photoBytes,
    openPhoto,
    keepPhoto,
  }: {
    request: Request
    purpose: string
    most: number
    photoBytes: number
    openPhoto: (formId: string, seal: string) => Photo | null
    keepPhoto: (formId: string, part: FormPart) => Promise<Photo>
  },
): Promise<ReceivedForm<Photo>> {
  const limit = textBytes + (most + 1) * photoBytes
  const tooLarge = (said: string) => commonProblems['body-too-large']({ limit: said })
  const received: ReceivedForm<Photo> = {
    id: null,
    // A field may have any name, `constructor` too.
    typed: Object.create(null) as Typed,
    photos: [],
    photoRefusal: null,
    tooMany: false,
  }
  const parts = readForm({
    body: request.body as unknown as AsyncIterable<Uint8Array> | null,
    contentType: request.headers.get('content-type') ?? undefined,
    limit,
    tooLarge: () => tooLarge(`${Math.floor(limit / 1_048_576)} Mo`),
  })
  let textLeft = textBytes
  const photos = new Map<string, Photo>()
  for await (const part of parts) {
    if (part.name === 'form') received.id = openForm(deps, purpose, await typedText(part))
    else if (part.fileName === null) {
      const text = await typedText(part)
      // Photos go to the disk, words are held.
      textLeft -= Buffer.byteLength(text)
      if (textLeft < 0) throw tooLarge(`${textBytes / 1024} Ko`)
      const kept = part.name === 'kept' && received.id !== null ? openPhoto(received.id, text) : null
      if (kept) photos.set(kept.id, kept)
      else (received.typed[part.name] ??= []).push(text)
    } else if (part.fileName !== '' && received.id !== null) {
      if (photos.size >= most) {
        received.tooMany = true
        continue
      }
      try {
        const photo = await keepPhoto(received.id, part)
        photos.set(photo.id, photo)
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        received.photoRefusal = error
      }
    }
  }
  received.photos = [...photos.values()]
  return received
}
