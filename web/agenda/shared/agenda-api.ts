import type { z } from 'zod'
import type {
  categoryShape,
  EventMap,
  eventMonth,
  FlagEventRequest,
  occurrenceList,
  PublicEvent,
} from '../../../api/agenda/agenda.schemas.ts'
import type { PublicOrganizer } from '../../../api/agenda/organizers.schemas.ts'
import { request, type RequestOptions } from '../../http/client.ts'

/** What lists read last are kept under, by their question, to be read without network. */
export const keptListsKind = 'agenda:lists'

export type OccurrenceList = z.infer<typeof occurrenceList>
export type EventCategory = z.infer<typeof categoryShape>
export type EventDate = PublicEvent['dates'][number]
export type FlagReason = FlagEventRequest['reason']

type Query = RequestOptions['query']
const withSignal = (signal?: AbortSignal) => (signal ? { signal } : {})

export function listOccurrences(query: Query, signal?: AbortSignal): Promise<OccurrenceList> {
  return request<OccurrenceList>('/api/events', { query, ...withSignal(signal) })
}

export function mapOccurrences(query: Query, signal?: AbortSignal): Promise<EventMap> {
  return request<EventMap>('/api/events/map', { query, ...withSignal(signal) })
}

export function readMonth(query: Query, signal?: AbortSignal): Promise<z.infer<typeof eventMonth>> {
  return request('/api/events/month', { query, ...withSignal(signal) })
}

/** Also without network, when the commune's pack is kept. */
export async function readCategories(territory: string): Promise<EventCategory[]> {
  const question = { path: '/api/events/categories', query: { territory } }
  try {
    return (await request<{ items: EventCategory[] }>(question.path, question)).items
  } catch (error) {
    const { recallRead } = await import('../../offline/pack/recall-read.ts')
    const kept = await recallRead<{ items: EventCategory[] }>(question)
    if (!kept) throw error
    return kept.data.items
  }
}

/** `key`: the event's id, or the readable end of its address. */
export function readEvent(key: string): Promise<PublicEvent> {
  return request<PublicEvent>(`/api/events/${encodeURIComponent(key)}`)
}

export function flagEvent(eventId: string, flag: FlagEventRequest): Promise<unknown> {
  return request(`/api/events/${eventId}/flags`, { method: 'POST', idempotencyKey: flag.id, body: flag })
}

/** `slug`: the readable end of its address, in a territory. */
export function readOrganizer(slug: string, territory: string): Promise<PublicOrganizer> {
  return request<PublicOrganizer>(`/api/organizers/${encodeURIComponent(slug)}`, { query: { territory } })
}
