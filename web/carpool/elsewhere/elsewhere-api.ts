import type {
  ElsewhereAnswer,
  ElsewhereBooking,
  ElsewhereRide,
  NewElsewhereBooking,
} from '../../../api/carpool/standard/elsewhere.schemas.ts'
import { request } from '../../http/client.ts'

export type { ElsewhereAnswer, ElsewhereBooking, ElsewhereRide }
type Page<T> = { items: T[]; nextCursor: string | null }

const post = <T>(path: string, { body, key }: { body?: unknown; key: string }) =>
  request<T>(path, { method: 'POST', ...(body === undefined ? {} : { body }), idempotencyKey: key })

export const searchElsewhere = (query: Record<string, string | undefined>) =>
  request<ElsewhereAnswer>('/api/rides/elsewhere', { query })
export const bookElsewhere = (body: NewElsewhereBooking, key: string) =>
  post<ElsewhereBooking>('/api/bookings-elsewhere', { body, key })
export const listElsewhere = (query: {
  territory: string
  when: 'coming' | 'past'
  cursor?: string | undefined
}) => request<Page<ElsewhereBooking>>('/api/bookings-elsewhere/mine', { query })
export const actElsewhere = (id: string, act: 'cancel' | 'complete', key: string) =>
  post<ElsewhereBooking>(`/api/bookings-elsewhere/${id}/${act}`, { key })
export const writeElsewhere = (id: string, body: { id: string; words: string }, key: string) =>
  post<ElsewhereBooking>(`/api/bookings-elsewhere/${id}/messages`, { body, key })
