import type { PublicAlert } from '../../api/alerts/alert.schemas.ts'
import { request } from '../http/client.ts'

export type AlertList = { items: PublicAlert[]; nextCursor: string | null }
export const listAlerts = (query: Record<string, string | number | undefined>) =>
  request<AlertList>('/api/alerts', { query })
export const readAlert = (id: string, lang: string) =>
  request<PublicAlert>(`/api/alerts/${id}`, { query: { lang } })
