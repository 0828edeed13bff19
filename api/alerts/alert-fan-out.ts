import type { Reader } from '../../db/client.ts'
import { findAlertCommunes, type AlertRow } from './alert.repository.ts'
import { placesOf, type Place } from './alert-scope.usecases.ts'
import type { BatchHandler, NotificationDraft } from './alerts.types.ts'

/** People told in one transaction: what is more urgent never waits for more than these. */
export const fanOutSize = 1000

export type { Place }
export type News = 'published' | 'corrected' | 'ended'

/** The communes an alert concerns, in the order of their codes. */
export async function concernedPlaces(read: Reader, row: AlertRow): Promise<Place[]> {
  const communes = (await findAlertCommunes(read, [row.id])).get(row.id) ?? []
  const places = await placesOf(read, { ...row, communes })
  return places.toSorted((a, b) => (a.code < b.code ? -1 : 1))
}

/** Goes through communes in the order of their codes, and through those who follow each in the order of their ids. */
const readCursor = (cursor: string | null): { code: string; afterId: string } => {
  const [code = '', afterId = ''] = (cursor ?? '').split(' ')
  return { code, afterId }
}

/** The next `fanOutSize` of those who follow some communes, and where to go on from; null when all were gone through. */
export async function gatherByCommune<T extends { id: string }>({
  places,
  cursor,
  list,
}: {
  places: readonly Place[]
  cursor: string | null
  list: (asked: { communeCode: string; afterId: string; limit: number }) => Promise<T[]>
}): Promise<{ found: { place: Place; one: T }[]; next: string | null }> {
  const found: { place: Place; one: T }[] = []
  let { code, afterId } = readCursor(cursor)
  for (const place of places) {
    if (place.code < code) continue
    if (place.code > code) [code, afterId] = [place.code, '']
    const limit = fanOutSize - found.length
    const some = await list({ communeCode: code, afterId, limit })
    for (const one of some) found.push({ place, one })
    afterId = some.at(-1)?.id ?? afterId
    if (some.length === limit) return { found, next: `${code} ${afterId}` }
  }
  return { found, next: null }
}

/**
 * Channels one after the other, each to its end: the next one finds in the database whom the one before it told.
 */
export function channelByChannel(...handlers: BatchHandler[]): BatchHandler {
  return async (row, read) => {
    const [, from = '0', left = ''] = /^(\d):(.*)$/s.exec(row.cursor ?? '') ?? []
    for (let i = Number(from); ; i++) {
      const handle = handlers[i]
      if (!handle) return { drafts: [] as NotificationDraft[], next: null }
      const cursor = i === Number(from) && left !== '' ? left : null
      const { drafts, next } = await handle({ ...row, cursor }, read)
      if (next !== null) return { drafts, next: `${i}:${next}` }
      const isLast = i === handlers.length - 1
      if (drafts.length > 0 || isLast) return { drafts, next: isLast ? null : `${i + 1}:` }
    }
  }
}
