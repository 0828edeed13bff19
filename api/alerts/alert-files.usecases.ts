import type { Tx } from '../../db/client.ts'
import { attach, discardMedia, documentType, type MayRead } from '../media/media.usecases.ts'
import type { Deps } from '../platform/http.ts'
import { scopesFor } from '../platform/policy.ts'
import { findFileOwner, type AlertRow } from './alert.repository.ts'
import type { AlertEdit } from './alert.schemas.ts'

export type AlertFiles = Pick<
  AlertRow,
  'imageId' | 'imageAlt' | 'imageWidth' | 'imageHeight' | 'documentId' | 'documentName' | 'documentBytes'
>
export const noFiles: AlertFiles = {
  imageId: null,
  imageAlt: null,
  imageWidth: null,
  imageHeight: null,
  documentId: null,
  documentName: null,
  documentBytes: null,
}

type Asked = { mediaId: string; uploadToken?: string | undefined }
const uploadOf = ({ mediaId, uploadToken = '' }: Asked) => ({ id: mediaId, uploadToken })

/**
 * Takes the files that a message brings, keeps those it had, and gives up those it has no longer; in the transaction of
 * that write. Throws `photo-not-found`.
 */
export async function changeFiles(
  tx: Tx,
  { before, asked }: { before: AlertFiles; asked: Pick<AlertEdit, 'image' | 'document'> },
): Promise<AlertFiles> {
  const { image, document } = asked
  const after = { ...noFiles }
  if (image) {
    const isKept = image.mediaId === before.imageId
    const { width, height } = isKept
      ? { width: before.imageWidth, height: before.imageHeight }
      : await attach(tx, uploadOf(image), 'image/jpeg')
    Object.assign(after, {
      imageId: image.mediaId,
      imageAlt: image.alt,
      imageWidth: width,
      imageHeight: height,
    })
  }
  if (document) {
    const isKept = document.mediaId === before.documentId
    const documentBytes = isKept
      ? before.documentBytes
      : (await attach(tx, uploadOf(document), documentType)).bytes
    Object.assign(after, { documentId: document.mediaId, documentName: document.name, documentBytes })
  }
  await discardMedia(tx, { ids: fileIds(before).filter((id) => !fileIds(after).includes(id)) })
  return after
}

/** Ids of the files of an alert. */
export const fileIds = ({ imageId, documentId }: AlertFiles): string[] =>
  [imageId, documentId].filter((id) => id !== null)

/** Anyone reads what goes with a published alert; before, those who write alerts in its territory. */
export function createAlertFilePolicy({ database }: Pick<Deps, 'database'>): MayRead {
  return async ({ mediaId, actor }) => {
    const owner = await findFileOwner(database.read, mediaId)
    if (!owner) return null
    if (owner.publishedAt !== null) return 'public'
    const scopes = scopesFor(actor, 'alert.write')
    return scopes.some(({ territorySiren }) => territorySiren === owner.territorySiren) ? 'private' : null
  }
}
