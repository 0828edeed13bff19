import { shallowRef } from 'vue'
import type { SimilarEvents } from '../../../api/agenda/proposals.schemas.ts'
import type { EventDraft } from './event-draft.ts'
import { findSimilar } from './propose-api.ts'
import { toSchedule } from './schedule-draft.ts'

/** Events that may be the one being proposed, as last asked. */
export const similarEvents = shallowRef<SimilarEvents['items']>([])

/** Where it takes place, by the code of the commune; empty when nobody said. */
export const communeOf = (where: EventDraft['where']): string =>
  where.known?.communeCode ?? where.fresh?.communeCode ?? where.communeCode

/** Never throws: without an answer the moderator, who sees them too, will tell. */
export async function askSimilar({
  territory,
  title,
  when,
  where,
}: EventDraft): Promise<SimilarEvents['items']> {
  const day = toSchedule(when).spans[0]?.start.slice(0, 10) ?? ''
  const commune = communeOf(where)
  const query = { territory, title: title.trim(), day, commune, place: where.known?.id ?? '' }
  similarEvents.value = await findSimilar(query).catch(() => [])
  return similarEvents.value
}
