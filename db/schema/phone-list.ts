import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { alert } from './alerts-published.ts'
import { instant, uuid } from './columns.ts'
import { territory } from './territory.ts'

/** Somebody who gave their town hall a number to be called at when an alert leaves. */
export const phoneListed = sqliteTable(
  'phone_listed',
  {
    id: uuid().primaryKey(),
    territorySiren: text()
      .notNull()
      .references(() => territory.siren),
    communeCode: text().notNull(),
    firstName: text().notNull(),
    lastName: text().notNull(),
    /** `lefebvre simone`, without accents: the order of the list. */
    nameKey: text().notNull(),
    /** E.164: +33327630674. */
    phone: text().notNull(),
    /** What the caller must know, on a line: « entend mal », « après 10 h ». */
    note: text(),
    /** Bits, in the order of `alertKinds`. */
    kinds: integer().notNull(),
    /** When the person agreed last that all this be kept, and who asked them. */
    consentAt: instant().notNull(),
    consentByUserId: text().notNull(),
    createdAt: instant().notNull(),
    version: integer().notNull().default(1),
  },
  (t) => [
    // Two people may share a telephone; nobody is called twice.
    uniqueIndex('phone_listed_once').on(t.communeCode, t.phone, t.nameKey),
    index('phone_listed_order').on(t.territorySiren, t.communeCode, t.nameKey, t.id),
    index('phone_listed_consent').on(t.consentAt),
  ],
)

/** Whether somebody of the list answered, when called about an alert. */
export const phoneListCall = sqliteTable(
  'phone_list_call',
  {
    alertId: uuid()
      .notNull()
      .references(() => alert.id, { onDelete: 'cascade' }),
    personId: uuid()
      .notNull()
      .references(() => phoneListed.id, { onDelete: 'cascade' }),
    /** Null: the mark was taken back. */
    outcome: text().$type<'called' | 'no-answer'>(),
    /** Of the alert as they were told it: told again of a later one, they are to be called again. */
    edition: integer().notNull(),
    markedAt: instant().notNull(),
    markedByUserId: text().notNull(),
    version: integer().notNull().default(1),
  },
  (t) => [
    primaryKey({ columns: [t.alertId, t.personId] }),
    index('phone_list_call_person').on(t.personId),
    index('phone_list_call_marked').on(t.markedAt),
  ],
)
