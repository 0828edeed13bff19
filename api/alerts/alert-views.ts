import { mediaUrls } from '../media/media.usecases.ts'
import { actsOn, phaseOf } from './alert.rules.ts'
import type { AlertRow } from './alert.repository.ts'
import type { DeskAlertLine, PublicAlert } from './alert.schemas.ts'
import type { Place } from './alert-scope.usecases.ts'

export type AlertLanguage = 'fr' | 'en' | 'nl'
export const pathOf = (id: string): string => `/alertes/${id}`

/** The message in a language, or in French when it was not written in it. */
export function saidIn(row: Pick<AlertRow, 'title' | 'words' | 'translations'>, language: AlertLanguage) {
  const other = language === 'fr' ? undefined : row.translations[language]
  return other ? { ...other, language } : { title: row.title, words: row.words, language: 'fr' as const }
}

/** The picture and the document of an alert, as they are read. */
export function filesOf(row: AlertRow): Pick<PublicAlert, 'image' | 'document'> {
  const { imageId, imageAlt, imageWidth, imageHeight, documentId, documentName, documentBytes } = row
  return {
    image: imageId
      ? {
          mediaId: imageId,
          alt: imageAlt ?? '',
          ...mediaUrls(imageId),
          width: imageWidth ?? 0,
          height: imageHeight ?? 0,
        }
      : null,
    document: documentId
      ? {
          mediaId: documentId,
          name: documentName ?? '',
          url: `${mediaUrls(documentId).url}?name=${encodeURIComponent(documentName ?? '')}`,
          bytes: documentBytes ?? 0,
        }
      : null,
  }
}

type Seen = { row: AlertRow; communes: Place[]; now: number }

/** Throws RangeError for an alert that nobody may read yet: callers list published ones. */
export function toPublic({ row, communes, now }: Seen, language: AlertLanguage): PublicAlert {
  const { id, kind, street, issuer, whole, area, startsAt, endsAt, publishedAt, edition } = row
  if (publishedAt === null) throw new RangeError('Not published')
  return {
    id,
    kind,
    ...saidIn(row, language),
    street,
    issuer,
    whole,
    communes,
    area,
    ...filesOf(row),
    startsAt,
    endsAt,
    territory: row.territorySiren,
    phase: phaseOf(row, now),
    endWords: row.endWords,
    publishedAt,
    changedAt: row.changedAt ?? publishedAt,
    edition,
    path: pathOf(id),
  }
}

export function toLine(
  { row, communes, now }: Seen,
  { userId, askedByUserId }: { userId: string; askedByUserId: string | null },
): DeskAlertLine {
  const { id, kind, title, words, street, issuer, whole, area, startsAt, endsAt } = row
  return {
    id,
    kind,
    title,
    words,
    street,
    issuer,
    whole,
    communes,
    area,
    ...filesOf(row),
    startsAt,
    endsAt,
    territory: row.territorySiren,
    status: row.status,
    phase: phaseOf(row, now),
    publishAt: row.publishAt,
    publishedAt: row.publishedAt,
    edition: row.edition,
    endWords: row.endWords,
    updatedAt: row.updatedAt,
    version: row.version,
    actions: actsOn({ ...row, askedByUserId }, { userId, now }),
  }
}
