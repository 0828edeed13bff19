import { uuidv7 } from 'uuidv7'
import type {
  AdminEventCategories,
  AdminEventCategory,
  AgendaSettingsChange,
  AgendaSettingsShape,
  EventCategoryChange,
} from '../../../../api/agenda/agenda-settings.schemas.ts'
import { request } from '../../../http/client.ts'

const path = (siren: string) => `/api/territories/${siren}`

export const readAgendaSettings = (siren: string) =>
  request<AgendaSettingsShape>(`${path(siren)}/agenda-settings`)
export const changeAgendaSettings = (siren: string, change: Partial<AgendaSettingsChange>, version: number) =>
  request<AgendaSettingsShape>(`${path(siren)}/agenda-settings`, {
    method: 'PATCH',
    body: change,
    ifMatch: version,
  })
export const readEventCategories = (siren: string) =>
  request<AdminEventCategories>(`${path(siren)}/event-categories`)
export const addEventCategory = (siren: string, category: { name: string; icon: string }, id: string) =>
  request<AdminEventCategory>(`${path(siren)}/event-categories`, {
    method: 'POST',
    body: { id, ...category },
    idempotencyKey: id,
  })
export const changeEventCategory = (
  siren: string,
  { id, version }: AdminEventCategory,
  change: EventCategoryChange,
) =>
  request<AdminEventCategory>(`${path(siren)}/event-categories/${id}`, {
    method: 'PATCH',
    body: change,
    ifMatch: version,
  })
export const orderEventCategories = (siren: string, ids: string[], version: number) =>
  request<AdminEventCategories>(`${path(siren)}/event-category-order`, {
    method: 'PUT',
    body: { ids },
    ifMatch: version,
  })
export const newId = () => uuidv7()
