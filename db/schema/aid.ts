import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { flag, instant, uuid } from './columns.ts'
import { traveller } from './rides.ts'
import { territory } from './territory.ts'

// Mutual-aid networks: volunteers who drive people without a car, at their asking.

export const volunteerStatuses = ['asked', 'approved', 'declined'] as const
export type VolunteerStatus = (typeof volunteerStatuses)[number]
export const aidStatuses = ['open', 'taken', 'confirmed', 'done', 'cancelled'] as const
export type AidStatus = (typeof aidStatuses)[number]

export const aidNetwork = sqliteTable(
  'aid_network',
  {
    id: uuid().primaryKey(),
    territorySiren: text()
      .notNull()
      .references(() => territory.siren),
    name: text().notNull(),
    description: text().notNull(),
    phone: text(),
    /** What a volunteer is given back for a kilometre; 0 when it is free. Never above the official scale. */
    centsPerKm: integer().notNull(),
    createdAt: instant().notNull(),
    version: integer().notNull().default(1),
  },
  (t) => [index('aid_network_territory').on(t.territorySiren, t.name, t.id)],
)

/** Who drives for a network, once its staff said yes. */
export const aidVolunteer = sqliteTable(
  'aid_volunteer',
  {
    networkId: uuid()
      .notNull()
      .references(() => aidNetwork.id),
    travellerId: uuid()
      .notNull()
      .references(() => traveller.id, { onDelete: 'cascade' }),
    status: text().$type<VolunteerStatus>().notNull().default('asked'),
    askedAt: instant().notNull(),
    decidedAt: instant(),
    decidedByUserId: text(),
  },
  (t) => [
    primaryKey({ columns: [t.networkId, t.travellerId] }),
    index('aid_volunteer_of').on(t.travellerId, t.status),
  ],
)

/** Somebody without a car who asks to be driven. */
export const aidRequest = sqliteTable(
  'aid_request',
  {
    id: uuid().primaryKey(),
    territorySiren: text().notNull(),
    networkId: uuid()
      .notNull()
      .references(() => aidNetwork.id),
    travellerId: uuid()
      .notNull()
      .references(() => traveller.id),
    /** Staff who entered it for them: then the desk calls them. */
    enteredByUserId: text(),
    /** What every volunteer reads: an aire or a commune. */
    fromPlace: text().notNull(),
    toPlace: text().notNull(),
    /** The door, for the one who takes it. */
    fromWords: text(),
    toWords: text(),
    day: text().notNull(),
    wallTime: text().notNull(),
    leaveAt: instant().notNull(),
    /** Wall time of the way back; null without one. */
    backTime: text(),
    reason: text().notNull(),
    needs: text(),
    seats: integer().notNull().default(1),
    status: text().$type<AidStatus>().notNull().default('open'),
    volunteerId: uuid().references(() => traveller.id),
    takenAt: instant(),
    doneAt: instant(),
    metres: integer(),
    reimbursedCents: integer(),
    /** News that the desk has still to tell them on the phone. */
    toCall: flag().notNull().default(false),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    version: integer().notNull().default(1),
  },
  (t) => [
    index('aid_request_list').on(t.territorySiren, t.leaveAt, t.id),
    index('aid_request_open')
      .on(t.networkId, t.leaveAt, t.id)
      .where(sql`status = 'open'`),
    index('aid_request_traveller').on(t.travellerId, t.leaveAt, t.id),
    index('aid_request_volunteer').on(t.volunteerId, t.leaveAt, t.id),
    index('aid_request_age').on(t.leaveAt),
  ],
)
