import type {
  AlertActRequest,
  AlertEdit,
  AlertSettingsView,
  DeskAlert,
  DeskAlertLine,
  NewAlert,
} from '../../../api/alerts/alert.schemas.ts'
import type { SmsBudgetChange, SmsBudgetView } from '../../../api/alerts/sms-budget.schemas.ts'
import { request } from '../../http/client.ts'
import type { newSend } from '../../offline/queue.ts'
import { sendOrKeep } from '../../offline/send-or-keep.ts'
import { sinceAccepted } from '../../offline/since-accepted.ts'

type Files = Parameters<typeof newSend>[0]['photos']
type Page = { items: DeskAlertLine[]; nextCursor: string | null }
export type Act = AlertActRequest['act']

export const listDeskAlerts = (query: Record<string, string | number | undefined>) =>
  request<Page>('/api/desk/alerts', { query })
export const readDeskAlert = (id: string) => request<DeskAlert>(`/api/desk/alerts/${id}`)
/** A draft with its files: sent now, or kept until there is a network. Nobody is told of anything by a draft. */
export const createAlert = (alert: NewAlert, key: string, photos: Files) =>
  sendOrKeep<DeskAlert>({
    kind: 'alert-draft',
    path: '/api/desk/alerts',
    id: alert.id,
    subject: alert.id,
    key,
    body: alert,
    label: alert.title,
    ...(photos ? { photos } : {}),
  })
/** A draft written again, with its files: sent now, or kept until there is a network. Throws as `editAlert`. */
export const editDraft = (
  alert: string,
  edit: AlertEdit,
  { id, key, version, photos }: { id: string; key: string; version: number; photos: Files },
) =>
  sendOrKeep<DeskAlert>({
    kind: 'alert-edit',
    method: 'PUT',
    path: `/api/desk/alerts/${alert}`,
    id,
    subject: alert,
    key,
    ifMatch: version,
    body: edit,
    label: edit.title,
    ...(photos ? { photos } : {}),
  })
/** Throws `stale-version` with the alert as it is now when a colleague changed it meanwhile. */
export async function editAlert(
  id: string,
  edit: AlertEdit,
  { key, version }: { key: string; version: number },
): Promise<DeskAlert> {
  const edited = await request<DeskAlert>(`/api/desk/alerts/${id}`, {
    method: 'PUT',
    body: edit,
    idempotencyKey: key,
    ifMatch: version,
  })
  await sinceAccepted({ id }, 'changed')
  return edited
}
export async function actOnAlert(
  id: string,
  body: { act: Act; words?: string },
  { key, version }: { key: string; version: number },
): Promise<{ alert: DeskAlert | null }> {
  const acted = await request<{ alert: DeskAlert | null }>(`/api/desk/alerts/${id}/acts`, {
    method: 'POST',
    body,
    idempotencyKey: key,
    ifMatch: version,
  })
  // None is left of a draft that was erased.
  await sinceAccepted({ id }, acted.alert ? 'changed' : 'ended')
  return acted
}

const settingsPath = (siren: string) => `/api/territories/${siren}/alert-settings`
export const readAlertSettings = (siren: string) => request<AlertSettingsView>(settingsPath(siren))
/** Throws a 412 with the `current` settings when somebody else set them meanwhile. */
export const changeAlertSettings = (siren: string, change: { dangerByTwo: boolean }, version: number) =>
  request<AlertSettingsView>(settingsPath(siren), { method: 'PATCH', body: change, ifMatch: version })

const budgetPath = (siren: string) => `/api/territories/${siren}/sms-budget`
export const readSmsBudget = (siren: string) => request<SmsBudgetView>(budgetPath(siren))
/** Throws a 412 with the `current` budget when somebody else set it meanwhile. */
export const changeSmsBudget = (siren: string, change: SmsBudgetChange, version: number) =>
  request<SmsBudgetView>(budgetPath(siren), { method: 'PATCH', body: change, ifMatch: version })
