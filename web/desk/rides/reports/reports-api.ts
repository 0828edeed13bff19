import type {
  ReportList,
  ReportView,
  SuspendedList,
  Settling,
} from '../../../../api/carpool/reports.schemas.ts'
import { request } from '../../../http/client.ts'

export type { ReportView, Settling }
export type Suspended = SuspendedList['items'][number]
export type ReportState = 'open' | 'settled'

export const listReports = (territory: string, state: ReportState, cursor?: string) =>
  request<ReportList>('/api/desk/ride-reports', { query: { territory, state, cursor } })
export const settle = (id: string, body: Settling, key: string) =>
  request<unknown>(`/api/desk/ride-reports/${id}/settle`, { method: 'POST', body, idempotencyKey: key })
export const listSuspended = (territory: string, cursor?: string) =>
  request<SuspendedList>('/api/desk/suspended-travellers', { query: { territory, cursor } })
export const lift = (id: string, note: string, key: string) =>
  request<unknown>(`/api/desk/suspended-travellers/${id}/lift`, {
    method: 'POST',
    body: { note },
    idempotencyKey: key,
  })
