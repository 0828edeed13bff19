import { createHash } from 'node:crypto'
import { deriveSecret, openedBy } from '../platform/link-secrets.ts'
import type { Caller } from '../platform/rate-limits.ts'
import { mediaProblems } from './media.problems.ts'
import { arrivalsFolder } from './media.receiving.ts'
import { photoLimits } from './media.rules.ts'
import { spool } from './media.spool.ts'
import { type MediaDeps, photoTooLarge, uploadMedia } from './media.usecases.ts'

// Photos of a form sent without a script. They are kept as those of a phone are, 48 hours until something bears them;
// the page that comes back after a mistake names them by a seal, so that nobody has to choose them again.

export { photoLimits } from './media.rules.ts'
/** A photo as the write that attaches it names it. */
export type FormPhoto = { id: string; uploadToken: string }
type Secret = Pick<MediaDeps, 'config'>

const ofForm = (formId: string) => `form-photo:${formId}`
const tokenOf = ({ config }: Secret, formId: string, id: string) =>
  deriveSecret(config.secret, `form-photo-token:${formId}`, id)

/** The same photo of the same form has one id, so that a double press keeps it once: a UUIDv7 of the form's moment. */
function idOf(formId: string, sha256: string): string {
  const digest = createHash('sha256').update(`${formId}:${sha256}`).digest('hex')
  const variant = ((Number.parseInt(digest[3] ?? '0', 16) & 3) | 8).toString(16)
  return `${formId.slice(0, 13)}-7${digest.slice(0, 3)}-${variant}${digest.slice(4, 7)}-${digest.slice(8, 20)}`
}

/** Keeps a photo as it arrives. Throws as `uploadMedia`. */
export async function keepFormPhoto(
  deps: MediaDeps,
  { formId, body, caller }: { formId: string; body: AsyncIterable<Uint8Array>; caller: Caller },
): Promise<FormPhoto> {
  const arrived = await spool({
    body,
    folder: arrivalsFolder(deps),
    limit: photoLimits.bytes,
    tooLarge: photoTooLarge,
    cutShort: mediaProblems['photo-damaged'],
  })
  try {
    const id = idOf(formId, arrived.sha256)
    const uploadToken = tokenOf(deps, formId, id)
    await uploadMedia(deps, { id, uploadToken, body: inOnePiece(arrived.read), caller })
    return { id, uploadToken }
  } finally {
    await arrived.close()
  }
}

async function* inOnePiece(read: () => Promise<Uint8Array>) {
  yield await read()
}

/** What the next page of the form bears of a photo. */
export const sealPhoto = ({ config }: Secret, formId: string, { id }: Pick<FormPhoto, 'id'>): string =>
  deriveSecret(config.secret, ofForm(formId), id)

/** The photo that a page of this form bears; null for what is made up. */
export function openPhoto(deps: Secret, formId: string, seal: string): FormPhoto | null {
  const id = openedBy(deps.config.secret, ofForm(formId), seal)
  return id ? { id, uploadToken: tokenOf(deps, formId, id) } : null
}
