import { uploadDocument, uploadPhoto } from '../../http/photos.ts'
import type { AlertDraft, DraftFile } from './alert-form.ts'

/** A secret of the one who chose a file: nobody else may attach it. */
export const newToken = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(18))
  return btoa(String.fromCharCode(...bytes)).replace(/[+/]/g, '_')
}

const toSend = (file: DraftFile | null) =>
  file?.blob && file.uploadToken ? { id: file.mediaId, blob: file.blob, token: file.uploadToken } : null

/** What was chosen and is not sent yet, as the queue of the phone takes it. */
export const filesOf = ({ image, document }: AlertDraft) => {
  const [photo, pdf] = [toSend(image), toSend(document)]
  return [...(photo ? [photo] : []), ...(pdf ? [{ ...pdf, as: 'document' as const }] : [])]
}

/** Sends what was chosen and is not sent yet; sent again after a failure, it is the same file. */
export async function sendFiles({ image, document }: AlertDraft): Promise<void> {
  const [photo, pdf] = [toSend(image), toSend(document)]
  if (photo) await uploadPhoto(photo)
  if (pdf) await uploadDocument(pdf)
}
