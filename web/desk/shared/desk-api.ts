import { uuidv7 } from 'uuidv7'
import type {
  BulkAnswer,
  BulkRequest,
  Changed,
  ContactRequest,
  DeskCounts,
  DeskList,
  DeskSetup,
  EditRequest,
  EnteredIncident,
  MergeRequest,
  MoveRequest,
  NoteRequest,
  SaidRequest,
  Ticket,
} from '../../../api/incidents/desk.schemas.ts'
import type { OfferedSentence, SavedView, ViewRequest } from '../../../api/incidents/desk-tools.schemas.ts'
import type { Figures } from '../../../api/incidents/figures.schemas.ts'
import type { AcceptedIncident, IncidentPreview } from '../../../api/incidents/incidents.schemas.ts'
import { request, send, type RequestOptions } from '../../http/client.ts'

type Query = RequestOptions['query']
/** What a change is sent with: made with its form, so that sending it again does it once. */
export type WriteOf = { key: string; version: number }
/** What is sent leaves out what the server adds by itself. */
type Sent<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & Partial<T>

/** A new idempotency key, and the id of the history entry that goes with it. */
export const newKey = () => uuidv7()

export const readSetup = () => request<DeskSetup>('/api/desk/setup')
export const readCounts = () => request<DeskCounts>('/api/desk/counts')
export const readSentences = () => request<{ items: OfferedSentence[] }>('/api/desk/sentences')
export const readViews = () => request<{ items: SavedView[] }>('/api/desk/views')
export const readTicket = (id: string, signal?: AbortSignal) =>
  request<Ticket>(`/api/desk/incidents/${id}`, signal ? { signal } : {})
export const readFigures = (query: Query) => request<Figures>('/api/desk/figures', { query })
export const preview = (query: Query) => request<IncidentPreview>('/api/incidents/preview', { query })

/** A page of a queue, with the tag that says whether it changed since. */
export async function readQueue(query: Query): Promise<DeskList & { tag: string }> {
  const { data, headers } = await send<DeskList>('/api/desk/incidents', { query })
  return { ...data, tag: headers.get('ETag') ?? '' }
}

export const markRead = (id: string) => request<void>(`/api/desk/incidents/${id}/read`, { method: 'POST' })

export const sendMove = (id: string, body: Sent<MoveRequest>, { key, version }: WriteOf) =>
  request<Changed>(`/api/desk/incidents/${id}/moves`, {
    method: 'POST',
    body,
    idempotencyKey: key,
    ifMatch: version,
  })
export const sendEdit = (id: string, body: Sent<EditRequest>, { key, version }: WriteOf) =>
  request<Changed>(`/api/desk/incidents/${id}`, {
    method: 'PATCH',
    body,
    idempotencyKey: key,
    ifMatch: version,
  })
export const sendMerge = (id: string, body: MergeRequest, { key, version }: WriteOf) =>
  request<Changed>(`/api/desk/incidents/${id}/merge`, {
    method: 'POST',
    body,
    idempotencyKey: key,
    ifMatch: version,
  })
export const sendNote = (id: string, body: Sent<NoteRequest>, key: string) =>
  request<Changed>(`/api/desk/incidents/${id}/notes`, { method: 'POST', body, idempotencyKey: key })
export const sendContact = (id: string, body: ContactRequest, { key, version }: WriteOf) =>
  request<Changed>(`/api/desk/incidents/${id}/contact`, {
    method: 'PUT',
    body,
    idempotencyKey: key,
    ifMatch: version,
  })
export const sendSaid = (id: string, body: Sent<SaidRequest>, { key, version }: WriteOf) =>
  request<Changed>(`/api/desk/incidents/${id}/said`, {
    method: 'POST',
    body,
    idempotencyKey: key,
    ifMatch: version,
  })
export const sendBulk = (body: BulkRequest, key: string) =>
  request<BulkAnswer>('/api/desk/bulk', { method: 'POST', body, idempotencyKey: key })
export const sendEntered = (body: Sent<EnteredIncident>, key: string) =>
  request<AcceptedIncident>('/api/desk/incidents', { method: 'POST', body, idempotencyKey: key })

export const saveView = (id: string, body: ViewRequest) =>
  request<SavedView>(`/api/desk/views/${id}`, { method: 'PUT', body })
export const removeView = (id: string) => request<void>(`/api/desk/views/${id}`, { method: 'DELETE' })
