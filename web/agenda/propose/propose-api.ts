import type {
  AcceptedEvent,
  Foreseen,
  PlaceList,
  SimilarEvents,
} from '../../../api/agenda/proposals.schemas.ts'
import type { OwnOrganizer } from '../../../api/agenda/organizers.schemas.ts'
import { request } from '../../http/client.ts'

/** An organizer one is of, for those who are signed in. */
export type MyOrganizer = Pick<OwnOrganizer, 'id' | 'slug' | 'name' | 'kind' | 'confirmed' | 'territory'>

const most = 8

export async function findPlaces(
  { territory, q }: { territory: string; q: string },
  signal: AbortSignal,
): Promise<PlaceList['items']> {
  const query = { territory, q, limit: most }
  return (await request<PlaceList>('/api/places', { query, signal })).items
}

export async function findSimilar(query: {
  territory: string
  title: string
  day: string
  commune: string
  place: string
}): Promise<SimilarEvents['items']> {
  return (await request<SimilarEvents>('/api/events/similar', { query, timeoutMs: 8000 })).items
}

/** What becomes of an event that is sent from here, as its sender is signed in or not. */
export function foresee(query: {
  territory: string
  commune?: string | undefined
  organizer?: string | undefined
}): Promise<Foreseen> {
  return request<Foreseen>('/api/events/foreseen', { query, timeoutMs: 8000 })
}

/** Whoever opened the mail says that the address is theirs. */
export function confirmProposal(secret: string): Promise<AcceptedEvent> {
  return request<AcceptedEvent>('/api/events/confirm', {
    method: 'POST',
    headers: { 'Bocage-Secret': secret },
  })
}

export async function listMyOrganizers(): Promise<MyOrganizer[]> {
  return (await request<{ items: MyOrganizer[] }>('/api/account/organizers')).items
}
