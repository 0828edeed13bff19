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
