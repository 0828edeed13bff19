import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { instant, uuid } from './columns.ts'

/** `receiving`: named before its files, so none is ever left unknown; `discarded`: its files are being deleted. */
export type MediaState = 'receiving' | 'uploaded' | 'attached' | 'discarded'

/** A photo, re-encoded and stripped by us. Bytes are behind the storage interface. */
export const media = sqliteTable(
  'media',
  {
    id: uuid().primaryKey(),
    /** SHA-256 of what the client sent: the same id with other bytes is refused. */
    sourceSha256: text().notNull(),
    storageKey: text().notNull(),
    thumbKey: text().notNull(),
    contentType: text().notNull(),
    width: integer().notNull(),
    height: integer().notNull(),
    bytes: integer().notNull(),
    state: text().$type<MediaState>().notNull().default('uploaded'),
    /** SHA-256 of the uploader's secret: only who uploaded may attach. */
    uploadTokenHash: text().notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [index('media_orphans').on(t.state, t.createdAt)],
)

/**
 * A photo, or a document, that arrives in several pieces. The row is written before the first of them; they lie in
 * `DATA_DIR/uploads/<id>/`, and how much has arrived is read there. Completed, the row stays until 48 hours after its
 * beginning, to give the answer again to a phone that missed it.
 */
export const mediaUpload = sqliteTable(
  'media_upload',
  {
    id: uuid().primaryKey(),
    /** SHA-256 of the uploader's secret: nobody else adds to it, nor learns how far it is. */
    uploadTokenHash: text().notNull(),
    /** What it is to be judged as. */
    contentType: text().notNull(),
    /** Of the whole, as the phone said at the beginning. */
    bytes: integer().notNull(),
    createdAt: instant().notNull(),
    completedAt: instant(),
  },
  (t) => [
    index('media_upload_age').on(t.createdAt),
    // What has begun and not ended comes to how much, without reading the table.
    index('media_upload_unfinished').on(t.completedAt, t.bytes),
  ],
)
