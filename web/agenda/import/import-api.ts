import { uuidv7 } from 'uuidv7'
import type { z } from 'zod'
import type {
  EventSourceView,
  ImportPreview,
  ImportQuery,
  ImportReportView,
  NewSource,
  SourceChange,
  sourceList,
} from '../../../api/agenda/imports.schemas.ts'
import { request } from '../../http/client.ts'

export type { EventSourceView, ImportPreview, ImportReportView, SourceChange }
export type Outcome = ImportPreview['lines'][number]['outcome']

/** Reading ten megabytes over a village's line, then in the server. */
const timeoutMs = 180_000

export function previewFile(file: Blob, query: ImportQuery): Promise<ImportPreview> {
  return request('/api/imports/preview', { method: 'POST', query, body: asBytes(file), timeoutMs })
}

export function previewAddress(url: string, query: ImportQuery): Promise<ImportPreview> {
  return request('/api/imports/address-preview', { method: 'POST', body: { url, ...query }, timeoutMs })
}

/** `key` was made with the preview: pressing twice, or after a lost answer, brings nothing twice. */
export function importFile(file: Blob, query: ImportQuery, key: string): Promise<ImportReportView> {
  return request('/api/imports', {
    method: 'POST',
    query,
    body: asBytes(file),
    idempotencyKey: key,
    timeoutMs,
  })
}

export function listSources(
  query: ImportQuery & { cursor?: string | undefined },
): Promise<z.infer<typeof sourceList>> {
  const { category: _, ...rest } = query
  return request('/api/event-sources', { query: rest })
}

export function followAddress(
  source: Omit<NewSource, 'defaults'> & Partial<Pick<NewSource, 'defaults'>>,
): Promise<EventSourceView> {
  return request('/api/event-sources', { method: 'POST', body: source, idempotencyKey: source.id })
}

const path = (id: string) => `/api/event-sources/${id}`

export function readSourceNow(id: string): Promise<EventSourceView> {
  return request(`${path(id)}/refresh`, { method: 'POST', timeoutMs })
}

export function changeSource(
  { id, version }: EventSourceView,
  change: SourceChange,
): Promise<EventSourceView> {
  return request(path(id), { method: 'PATCH', body: change, ifMatch: version })
}

export function resumeEvent(id: string, eventId: string): Promise<EventSourceView> {
  return request(`${path(id)}/resume`, { method: 'POST', body: { eventId }, timeoutMs })
}

export function forgetSource(id: string, withdraw: boolean): Promise<void> {
  return request(path(id), { method: 'DELETE', query: { withdraw: String(withdraw) }, timeoutMs })
}

export const newKey = uuidv7

/** A table of words sent as the type it claims would be read as JSON by nobody: it goes as bytes. */
const asBytes = (file: Blob) => file.slice(0, file.size, 'application/octet-stream')
