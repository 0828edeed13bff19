import { index, primaryKey, sqliteTable } from 'drizzle-orm/sqlite-core'
import { device } from './alerts.ts'
import { instant, uuid } from './columns.ts'
import { traveller } from './rides.ts'

/** Phones that are told by push of what becomes of somebody's rides. */
export const travellerDevice = sqliteTable(
  'traveller_device',
  {
    travellerId: uuid()
      .notNull()
      .references(() => traveller.id, { onDelete: 'cascade' }),
    deviceId: uuid()
      .notNull()
      .references(() => device.id, { onDelete: 'cascade' }),
    createdAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.travellerId, t.deviceId] }),
    index('traveller_device_device').on(t.deviceId),
  ],
)
