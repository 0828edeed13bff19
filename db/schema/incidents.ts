import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { sql } from 'drizzle-orm'
import { flag, instant, json, uuid } from './columns.ts'
import { body, category, commune, territory } from './territory.ts'

export const incidentStatuses = [
  'received',
  'acknowledged',
  'scheduled',
  'in_progress',
  'resolved',
  'declined',
  'forwarded',
  'reopened',
] as const
export type IncidentStatus = (typeof incidentStatuses)[number]
export const declineReasons = ['duplicate', 'private-land', 'not-an-incident', 'not-enough', 'other'] as const
export type DeclineReason = (typeof declineReasons)[number]
export type IncidentChannel = 'web' | 'phone' | 'counter'
export type AuthorKind = 'reporter' | 'passer-by' | 'staff' | 'body' | 'system'
export type PhotoKind = 'report' | 'before' | 'after' | 'follow-up'

export const incident = sqliteTable(
  'incident',
  {
    /** The stable row number that the full-text and position indexes refer to. */
    seq: integer().primaryKey({ autoIncrement: true }),
    id: uuid().notNull().unique(),
    territorySiren: text()
      .notNull()
      .references(() => territory.siren),
    /** What a person can read aloud: `LQN-26-0042`. */
    reference: text().notNull(),
    categoryId: uuid()
      .notNull()
      .references(() => category.id),
    communeCode: text()
      .notNull()
      .references(() => commune.code),
    bodyId: uuid()
      .notNull()
      .references(() => body.id),
    status: text().$type<IncidentStatus>().notNull(),
    /** Kept beside the status so that one index serves "what is still open". */
    open: flag().notNull(),
    lon: real().notNull(),
    lat: real().notNull(),
    /** Metres, as the phone said; null when the point was placed by hand. */
    accuracy: real(),
    /** The position is only the commune's centre: `place` says where in words. */
    positionApproximate: flag().notNull().default(false),
    place: text(),
    /** The reporter's own words: staff only. */
    words: text(),
    /** What the public reads, approved by staff or published at once after the territory's setting. */
    publicWords: text(),
    answers: json<Record<string, string>>().notNull().default({}),
    channel: text().$type<IncidentChannel>().notNull(),
    enteredBy: text(),
    roadRef: text(),
    /** Why this body: a slug of the routing rule that decided. */
    routingReason: text().notNull(),
    /** SHA-256 of the reporter's private link. */
    secretHash: text().notNull(),
    locale: text().notNull(),
    published: flag().notNull().default(false),
    hiddenReason: text(),
    assigneeId: text(),
    plannedOn: text(),
    mergedIntoId: uuid(),
    meTooCount: integer().notNull().default(0),
    readAt: instant(),
    createdAt: instant().notNull(),
    statusAt: instant().notNull(),
    acknowledgedAt: instant(),
    resolvedAt: instant(),
    dueAt: instant().notNull(),
    version: integer().notNull().default(1),
  },
  (t) => [
    uniqueIndex('incident_reference').on(t.territorySiren, t.reference),
    uniqueIndex('incident_secret').on(t.secretHash),
    index('incident_public_all').on(t.published, t.createdAt, t.id),
    index('incident_public').on(t.territorySiren, t.published, t.createdAt, t.id),
    index('incident_public_commune').on(t.communeCode, t.published, t.createdAt, t.id),
    index('incident_public_category').on(t.categoryId, t.published, t.createdAt, t.id),
    index('incident_desk').on(t.bodyId, t.open, t.createdAt, t.id),
    index('incident_due')
      .on(t.bodyId, t.dueAt, t.id)
      .where(sql`open = 1`),
    // What the desk watches: small whatever the number of closed ones.
    index('incident_waiting')
      .on(t.territorySiren, t.dueAt, t.id)
      .where(sql`open = 1 or read_at is null`),
    index('incident_recent').on(t.territorySiren, t.statusAt, t.id),
    index('incident_assignee')
      .on(t.assigneeId, t.open)
      .where(sql`assignee_id is not null`),
    index('incident_merged')
      .on(t.mergedIntoId)
      .where(sql`merged_into_id is not null`),
  ],
)

/** How to reach the reporter: apart, so that it can be erased without touching the history. */
export const incidentContact = sqliteTable(
  'incident_contact',
  {
    incidentId: uuid()
      .primaryKey()
      .references(() => incident.id),
    name: text(),
    email: text(),
    phone: text(),
    createdAt: instant().notNull(),
  },
  (t) => [index('incident_contact_age').on(t.createdAt)],
)

/** One entry of an incident's history. Append only: triggers refuse UPDATE and DELETE. */
export const incidentUpdate = sqliteTable(
  'incident_update',
  {
    id: uuid().primaryKey(),
    incidentId: uuid()
      .notNull()
      .references(() => incident.id),
    at: instant().notNull(),
    authorKind: text().$type<AuthorKind>().notNull(),
    authorId: text(),
    public: flag().notNull(),
    /** What happened: status, note, message, photos, routed, assigned, merged, hidden, me-too, still-there … */
    kind: text().notNull(),
    fromStatus: text().$type<IncidentStatus>(),
    toStatus: text().$type<IncidentStatus>(),
    words: text(),
    data: json<Record<string, unknown>>().notNull().default({}),
  },
  (t) => [index('incident_update_history').on(t.incidentId, t.at, t.id)],
)

export const incidentPhoto = sqliteTable(
  'incident_photo',
  {
    incidentId: uuid()
      .notNull()
      .references(() => incident.id),
    mediaId: uuid().notNull(),
    updateId: uuid().notNull(),
    kind: text().$type<PhotoKind>().notNull(),
    position: integer().notNull(),
    approved: flag().notNull(),
  },
  (t) => [primaryKey({ columns: [t.incidentId, t.mediaId] }), index('incident_photo_media').on(t.mediaId)],
)

/** Who wants to be told of an incident: by email or on a device, never both rows for one wish. */
export const incidentFollower = sqliteTable(
  'incident_follower',
  {
    id: uuid().primaryKey(),
    incidentId: uuid()
      .notNull()
      .references(() => incident.id),
    kind: text().$type<'reporter' | 'me-too' | 'follower'>().notNull(),
    email: text(),
    deviceId: uuid(),
    locale: text().notNull(),
    /** SHA-256 of the secret of the "stop" link. */
    stopHash: text().notNull(),
    confirmedAt: instant(),
    createdAt: instant().notNull(),
  },
  (t) => [
    index('incident_follower_incident').on(t.incidentId),
    index('incident_follower_age').on(t.createdAt),
    index('incident_follower_unconfirmed')
      .on(t.createdAt)
      .where(sql`confirmed_at is null`),
    uniqueIndex('incident_follower_email').on(t.incidentId, t.email),
    // All that an address follows is stopped for its owner.
    index('incident_follower_address')
      .on(t.email)
      .where(sql`email is not null`),
    uniqueIndex('incident_follower_device').on(t.incidentId, t.deviceId),
    // What a phone follows goes with its person to another.
    index('incident_follower_phone')
      .on(t.deviceId)
      .where(sql`device_id is not null`),
    uniqueIndex('incident_follower_stop').on(t.stopHash),
  ],
)

/** Reply link of an incident forwarded to a body outside Bocage. */
export const incidentForward = sqliteTable(
  'incident_forward',
  {
    id: uuid().primaryKey(),
    incidentId: uuid()
      .notNull()
      .references(() => incident.id),
    bodyId: uuid()
      .notNull()
      .references(() => body.id),
    /** Who forwarded it, and still follows it from here. */
    fromBodyId: uuid().references(() => body.id),
    email: text().notNull(),
    replyHash: text().notNull(),
    expiresAt: instant().notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [
    index('incident_forward_incident').on(t.incidentId),
    index('incident_forward_from').on(t.fromBodyId),
    index('incident_forward_body').on(t.bodyId),
    uniqueIndex('incident_forward_reply').on(t.replyHash),
  ],
)

/** Last number given to an incident of a territory in a year. */
export const incidentCounter = sqliteTable(
  'incident_counter',
  { territorySiren: text().notNull(), year: integer().notNull(), last: integer().notNull() },
  (t) => [primaryKey({ columns: [t.territorySiren, t.year] })],
)

/**
 * How many published incidents lie in a map tile (Web Mercator, `x`/`y` at `zoom`): one row a tile, so that the map of
 * a large area costs the same however many incidents it holds.
 */
export const incidentTile = sqliteTable(
  'incident_tile',
  {
    territorySiren: text().notNull(),
    zoom: integer().notNull(),
    x: integer().notNull(),
    y: integer().notNull(),
    openCount: integer().notNull(),
    closedCount: integer().notNull(),
    sumLon: real().notNull(),
    sumLat: real().notNull(),
    /** `{ [categoryId]: [open, closed] }` */
    byCategory: json<Record<string, [number, number]>>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.territorySiren, t.zoom, t.x, t.y] })],
)

/** Ready-made sentences a body edits and its staff send. */
export const readySentence = sqliteTable(
  'ready_sentence',
  {
    id: uuid().primaryKey(),
    territorySiren: text().notNull(),
    /** Null: offered to every body of the territory. */
    bodyId: uuid(),
    status: text().$type<IncidentStatus>().notNull(),
    words: text().notNull(),
    position: integer().notNull(),
    version: integer().notNull().default(1),
  },
  (t) => [index('ready_sentence_body').on(t.territorySiren, t.bodyId, t.status, t.position)],
)

export const savedView = sqliteTable(
  'saved_view',
  {
    id: uuid().primaryKey(),
    userId: text().notNull(),
    name: text().notNull(),
    /** The query string of the inbox, as in its address. */
    query: text().notNull(),
    position: integer().notNull(),
  },
  (t) => [index('saved_view_user').on(t.userId, t.position)],
)
