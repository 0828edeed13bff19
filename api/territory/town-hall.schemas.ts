import { z } from '@hono/zod-openapi'
import { adminBody, bodyFields } from './territory-admin.schemas.ts'

/** A commune's own body as its people keep it: how to reach the town hall, and when. */
export const townHall = adminBody
  .omit({ kind: true, active: true })
  .extend({ communeCode: z.string() })
  .openapi('TownHall')
export type TownHall = z.infer<typeof townHall>
export const townHallChange = z.strictObject(bodyFields).openapi('TownHallChange')
export type TownHallChange = z.infer<typeof townHallChange>
