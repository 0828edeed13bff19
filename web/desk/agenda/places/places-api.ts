import type {
  DeskPlace,
  DeskPlaces,
  PlaceChange,
  PlacePage,
} from '../../../../api/agenda/places-cleaning.schemas.ts'
import { request, type RequestOptions } from '../../../http/client.ts'

export const listPlaces = (query: RequestOptions['query']) =>
  request<DeskPlaces>('/api/desk/places', { query })
export const readPlace = (id: string) => request<PlacePage>(`/api/desk/places/${id}`)
export const changePlace = (id: string, change: Partial<PlaceChange>, version: number) =>
  request<DeskPlace>(`/api/desk/places/${id}`, { method: 'PATCH', body: change, ifMatch: version })
export const mergeInto = (id: string, intoId: string, version: number) =>
  request<DeskPlace>(`/api/desk/places/${id}/merge`, { method: 'POST', body: { intoId }, ifMatch: version })
