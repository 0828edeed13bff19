import { defineStore } from 'pinia'
import type {
  AdminAire,
  AireChange,
  AireSettings,
  AireSettingsChange,
  AireUse,
  NewAire,
} from '../../../api/carpool/aires-admin.schemas.ts'
import { staffPinia } from '../../account/staff-pinia.ts'
import { ask, askAll } from '../api.ts'

const airesStore = defineStore('aires', () => {
  const pathOf = (id: string) => `/aires/${encodeURIComponent(id)}`

  /** Every aire that is or was proposed, hidden ones included, by name. */
  const list = () => askAll<AdminAire>('/aires')
  const read = (id: string): Promise<AdminAire> => ask(pathOf(id))
  /** Trips and bookings to come there: null below five. */
  const readUse = (id: string): Promise<AireUse> => ask(`${pathOf(id)}/use`)
  /** The same `key` adds once, however often it is sent. */
  const add = (body: NewAire, key: string): Promise<AdminAire> =>
    ask('/aires', { method: 'POST', body, idempotencyKey: key })
  /** Throws a 412 with the `current` aire when someone else saved meanwhile. */
  const save = (id: string, change: AireChange, version: number): Promise<AdminAire> =>
    ask(pathOf(id), { method: 'PATCH', body: change, ifMatch: version })

  const readSettings = (): Promise<AireSettings> => ask('/aire-settings')
  const saveSettings = (change: Partial<AireSettingsChange>, version: number): Promise<AireSettings> =>
    ask('/aire-settings', { method: 'PATCH', body: change, ifMatch: version })
  return { list, read, readUse, add, save, readSettings, saveSettings }
})

/** The store of the aires, and of how far around the territory they are taken. */
export const useAires = () => airesStore(staffPinia)
