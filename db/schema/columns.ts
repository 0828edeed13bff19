import { integer, text } from 'drizzle-orm/sqlite-core'

/** A UUIDv7 made by whoever creates the thing (the phone, offline, too). */
export const uuid = () => text()
/** UTC, epoch milliseconds. */
export const instant = () => integer({ mode: 'number' })
export const flag = () => integer({ mode: 'boolean' })
/** A JSON document whose shape is given by the caller's type. */
export const json = <T>() => text({ mode: 'json' }).$type<T>()
