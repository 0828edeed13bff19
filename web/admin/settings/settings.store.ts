import { defineStore } from 'pinia'
import type { Settings, SettingsChange } from '../../../api/territory/territory-admin.schemas.ts'
import { staffPinia } from '../../account/staff-pinia.ts'
import { useAdmin } from '../admin.store.ts'
import { ask } from '../api.ts'

const settingsStore = defineStore('settings', () => {
  const read = (): Promise<Settings> => ask('/settings')

  /** Throws a 412 with the `current` settings when someone else saved meanwhile. */
  async function save(change: SettingsChange, version: number): Promise<Settings> {
    const saved = await ask<Settings>('/settings', { method: 'PATCH', body: change, ifMatch: version })
    await useAdmin()
      .refresh()
      .catch(() => undefined)
    return saved
  }
  return { read, save }
})

/** The store of the territory's settings. */
export const useSettings = () => settingsStore(staffPinia)
