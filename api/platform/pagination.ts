import { z } from 'zod'
import { commonProblems } from './problems.ts'

/** Query parameters of every list. */
export const pageQuery = {
  cursor: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
}
export type Page<T> = { items: T[]; nextCursor: string | null }
type CursorPart = string | number

/** An opaque place in a list: the sort key of its last item. */
export function encodeCursor(parts: CursorPart[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url')
}

/** Throws `bad-cursor` unless `cursor` holds `types` in that order. */
export function decodeCursor(cursor: string, types: ('string' | 'number')[]): CursorPart[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (
      Array.isArray(parts) &&
      parts.length === types.length &&
      // JSON can write a number that no column holds: 1e999.
      parts.every(
        (part, i) => typeof part === types[i] && (typeof part === 'string' || Number.isFinite(part)),
      )
    )
      return parts as CursorPart[]
  } catch {
    // Falls through to the same refusal: the cursor is not one of ours.
  }
  throw commonProblems['bad-cursor']()
}

/** Cuts a list read one longer than `limit` into a page. */
export function toPage<T>(rows: T[], limit: number, key: (row: T) => CursorPart[]): Page<T> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(key(last)) : null }
}
