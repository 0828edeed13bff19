import { uuidv7 } from 'uuidv7'
import type {
  AgendaSetup,
  Moderated,
  ModeratedEvent,
  ModeratedList,
  QueueCounts,
  ResponseTimes,
} from '../../../api/agenda/moderation.schemas.ts'
import { request, send, type RequestOptions } from '../../http/client.ts'

type Query = RequestOptions['query']
/** What an act is sent with: made with its form, so that sending it again does it once. */
export type ActKeys = { key: string; id: string }
export const newKeys = (): ActKeys => ({ key: uuidv7(), id: uuidv7() })

export const readAgendaSetup = () => request<AgendaSetup>('/api/desk/agenda/setup')
export const readAgendaCounts = () => request<QueueCounts>('/api/desk/agenda/counts')
export const readTimes = (query: Query) => request<ResponseTimes>('/api/desk/agenda/times', { query })
export const readModerated = (id: string) => request<ModeratedEvent>(`/api/desk/events/${id}`)

/** A page of a queue, with the tag that says whether it changed since. */
export async function readEvents(query: Query): Promise<ModeratedList & { tag: string }> {
  const { data, headers } = await send<ModeratedList>('/api/desk/events', { query })
  return { ...data, tag: headers.get('ETag') ?? '' }
}

export type ActName = 'approve' | 'decline' | 'questions' | 'cancel' | 'image' | 'revision'
export const sendAct = (id: string, to: ActName, body: object, keys: ActKeys, version: number) =>
  request<Moderated>(`/api/desk/events/${id}/${to}`, {
    method: 'POST',
    body: { id: keys.id, ...body },
    idempotencyKey: keys.key,
    ifMatch: version,
  })
export const sendCorrection = (id: string, content: object, keys: ActKeys, version: number) =>
  request<Moderated>(`/api/desk/events/${id}/content`, {
    method: 'PUT',
    body: { id: keys.id, content },
    idempotencyKey: keys.key,
    ifMatch: version,
  })
export const sendSettled = (id: string, flagId: string) =>
  request<Moderated>(`/api/desk/events/${id}/flags/${flagId}/settle`, { method: 'POST', body: {} })
