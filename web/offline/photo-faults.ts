import { ProblemError } from '../http/errors.ts'
import type { QueuedPhoto, QueuedSend } from './stored.ts'

type Fault = { pointer: string; detail: string }
const ofOnePhoto = /^\/(photos|before|after)\/(\d+)$/
/** The server took its bytes for no photo, or for too much of one. */
const refusing: ReadonlySet<number> = new Set([409, 413, 415, 422])

/** Where the body names it: it bears one image, or lists of photos. */
function pointerOf({ kind, photos }: Pick<QueuedSend, 'kind' | 'photos'>, photo: QueuedPhoto): string {
  if (photo.as === 'document') return '/documents'
  if (kind === 'event' || kind === 'alert-draft') return '/image'
  const list = photo.as ?? 'photos'
  return `/${list}/${photos.filter((one) => (one.as ?? 'photos') === list).indexOf(photo)}`
}

/** A refusal of one photo's bytes, as of the write that names it: it says which one. */
export function refusalOf(
  send: Pick<QueuedSend, 'kind' | 'photos'>,
  photo: QueuedPhoto,
  error: unknown,
): unknown {
  if (!(error instanceof ProblemError) || !refusing.has(error.status)) return error
  const { type, title, detail, status, slug, members, retryAfter, headers } = error
  const errors = [{ pointer: pointerOf(send, photo), code: slug, detail }]
  return new ProblemError({ ...members, type, title, detail, status, errors }, retryAfter, headers)
}

/** Of which photo it is, in which list, counted from 0; null when it is of something else. */
export function photoOf({ pointer }: Pick<Fault, 'pointer'>): { list: string; index: number } | null {
  const [, list, index] = ofOnePhoto.exec(pointer) ?? []
  return list ? { list, index: Number(index) } : null
}

/** What was said of each of these photos, by its id. */
export function faultsById(
  photos: readonly { id: string }[],
  errors: readonly Fault[],
  list = 'photos',
): Record<string, string> {
  return Object.fromEntries(
    errors.flatMap((fault) => {
      const of = photoOf(fault)
      const photo = of?.list === list ? photos[of.index] : undefined
      return photo ? [[photo.id, fault.detail]] : []
    }),
  )
}

/** The same faults of photos that were sent, as they stand `now`; those of a photo that was taken out are no more. */
export function pointedAgain<F extends Fault>(
  errors: readonly F[],
  sent: readonly { id: string }[],
  now: readonly { id: string }[],
): F[] {
  return errors.flatMap((fault) => {
    const of = photoOf(fault)
    if (of?.list !== 'photos') return [fault]
    const index = now.findIndex(({ id }) => id === sent[of.index]?.id)
    return index < 0 ? [] : [{ ...fault, pointer: `/photos/${index}` }]
  })
}
