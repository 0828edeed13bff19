import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { flag, instant, json, uuid } from './columns.ts'
import { territory } from './territory.ts'

/** Roles of staff: what is given on the desk's screens, and all that a desk action names. */
export const roles = ['technician', 'clerk', 'moderator', 'admin'] as const
export type Role = (typeof roles)[number]
export const scopeKinds = ['territory', 'commune', 'body'] as const
export type ScopeKind = (typeof scopeKinds)[number]
/**
 * Staff, or a member of an organizer in the scope of its id, or a person who shares rides in the scope of their own
 * traveller's, and may be let to book for people without a phone (`helper`, the same scope): never the one by way of the
 * other.
 */
export type HeldRole = Role | 'organizer' | 'traveller' | 'helper'
export type HeldScopeKind = ScopeKind | 'organizer' | 'traveller' | 'helper'
/** Roles that give no right of staff, and are in no list of it. */
export const rolesOfNoStaff = ['organizer', 'traveller', 'helper'] as const satisfies readonly HeldRole[]

const timestamp = () => integer({ mode: 'timestamp_ms' })

// The four tables below have the shapes better-auth asks for.
export const user = sqliteTable('user', {
  id: text().primaryKey(),
  name: text().notNull(),
  email: text().notNull().unique(),
  emailVerified: flag().notNull().default(false),
  image: text(),
  createdAt: timestamp().notNull(),
  updatedAt: timestamp().notNull(),
})

export const session = sqliteTable(
  'session',
  {
    id: text().primaryKey(),
    token: text().notNull().unique(),
    userId: text()
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    expiresAt: timestamp().notNull(),
    ipAddress: text(),
    userAgent: text(),
    createdAt: timestamp().notNull(),
    updatedAt: timestamp().notNull(),
  },
  (t) => [index('session_user').on(t.userId), index('session_expiry').on(t.expiresAt)],
)

export const account = sqliteTable(
  'account',
  {
    id: text().primaryKey(),
    accountId: text().notNull(),
    providerId: text().notNull(),
    userId: text()
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    accessToken: text(),
    refreshToken: text(),
    idToken: text(),
    accessTokenExpiresAt: timestamp(),
    refreshTokenExpiresAt: timestamp(),
    scope: text(),
    password: text(),
    createdAt: timestamp().notNull(),
    updatedAt: timestamp().notNull(),
  },
  (t) => [index('account_user').on(t.userId)],
)

export const verification = sqliteTable(
  'verification',
  {
    id: text().primaryKey(),
    identifier: text().notNull(),
    value: text().notNull(),
    expiresAt: timestamp().notNull(),
    createdAt: timestamp().notNull(),
    updatedAt: timestamp().notNull(),
  },
  (t) => [index('verification_identifier').on(t.identifier), index('verification_expiry').on(t.expiresAt)],
)

/** A person's role in a scope. `scopeId` is a SIREN, an INSEE code, the id of a body or organizer, after `scopeKind`. */
export const membership = sqliteTable(
  'membership',
  {
    id: uuid().primaryKey(),
    userId: text()
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    territorySiren: text()
      .notNull()
      .references(() => territory.siren),
    role: text().$type<HeldRole>().notNull(),
    scopeKind: text().$type<HeldScopeKind>().notNull(),
    scopeId: text().notNull(),
    version: integer().notNull().default(1),
    createdAt: instant().notNull(),
  },
  (t) => [
    uniqueIndex('membership_once').on(t.userId, t.role, t.scopeKind, t.scopeId),
    index('membership_territory').on(t.territorySiren),
    index('membership_scope').on(t.scopeKind, t.scopeId),
  ],
)

/** Who changed a territory's settings, and what: append only. */
export const audit = sqliteTable(
  'audit',
  {
    id: uuid().primaryKey(),
    territorySiren: text().notNull(),
    at: instant().notNull(),
    userId: text(),
    action: text().notNull(),
    subject: text().notNull(),
    change: json<Record<string, unknown>>().notNull().default({}),
  },
  (t) => [index('audit_territory').on(t.territorySiren, t.at)],
)
