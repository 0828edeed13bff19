import type { TownHall, TownHallChange } from '../../../api/territory/town-hall.schemas.ts'
import { request } from '../../http/client.ts'

const path = (siren: string, commune: string) => `/api/territories/${siren}/town-halls/${commune}`

export const readTownHall = (siren: string, commune: string) => request<TownHall>(path(siren, commune))
/** Throws a 412 with the `current` town hall when a colleague saved meanwhile. */
export const saveTownHall = (siren: string, commune: string, change: TownHallChange, version: number) =>
  request<TownHall>(path(siren, commune), { method: 'PATCH', body: change, ifMatch: version })
