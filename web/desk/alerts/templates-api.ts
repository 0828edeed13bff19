import type {
  AlertTemplateChange,
  AlertTemplateView,
  NewAlertTemplate,
} from '../../../api/alerts/alert-template.schemas.ts'
import { request } from '../../http/client.ts'
import { once } from '../../http/write-once.ts'

export type { AlertTemplateView }
const path = '/api/desk/alert-templates'

export async function listTemplates(query: Record<string, string | number | undefined>) {
  const page = await request<{ items: AlertTemplateView[]; nextCursor: string | null }>(path, { query })
  // The database puts « École » after « Vent ».
  return { ...page, items: page.items.toSorted((a, b) => a.title.localeCompare(b.title, 'fr')) }
}
export const addTemplate = (template: NewAlertTemplate) =>
  // Sent again, the same template has the same id: it is added once.
  request<AlertTemplateView>(path, { method: 'POST', body: template, idempotencyKey: template.id })
/** Throws a 412 with the `current` template when somebody else wrote it meanwhile. */
export const changeTemplate = ({ id, version }: AlertTemplateView, change: AlertTemplateChange) =>
  once(id, [version, change], (key) =>
    request<AlertTemplateView>(`${path}/${id}`, {
      method: 'PUT',
      body: change,
      idempotencyKey: key,
      ifMatch: version,
    }),
  )
export const removeTemplate = ({ id, version }: AlertTemplateView) =>
  once(id, [version, 'remove'], (key) =>
    request(`${path}/${id}`, { method: 'DELETE', idempotencyKey: key, ifMatch: version }),
  )
