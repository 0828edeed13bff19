import type { CommunePage, CommuneRef } from '../../api/communes/communes.schemas.ts'
import { request } from '../http/client.ts'

export const readCommune = (address: string, lang: string) =>
  request<CommunePage>(`/api/communes/${encodeURIComponent(address)}`, { query: { lang } })
export const searchCommunes = (query: Record<string, string | number | undefined>) =>
  request<{ items: CommuneRef[]; nextCursor: string | null }>('/api/communes', { query })
