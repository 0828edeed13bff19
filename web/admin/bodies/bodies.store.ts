import { defineStore } from 'pinia'
import type { AdminBody, BodyChange, NewBody } from '../../../api/territory/territory-admin.schemas.ts'
import { staffPinia } from '../../account/staff-pinia.ts'
import { useAdmin } from '../admin.store.ts'
import { ask, askAll } from '../api.ts'

const bodiesStore = defineStore('bodies', () => {
  const refresh = () =>
    useAdmin()
      .refresh()
      .catch(() => undefined)

  /** Every body of the territory, those put away included, by kind and name. */
  const list = () => askAll<AdminBody>('/bodies')
  const read = (id: string): Promise<AdminBody> => ask(`/bodies/${encodeURIComponent(id)}`)

  /** The same `key` adds once, however often it is sent. */
  async function add(body: NewBody, key: string): Promise<AdminBody> {
    const added = await ask<AdminBody>('/bodies', { method: 'POST', body, idempotencyKey: key })
    await refresh()
    return added
  }

  /** Throws a 412 with the `current` body when someone else saved meanwhile. */
  async function save(id: string, change: BodyChange, version: number): Promise<AdminBody> {
    const path = `/bodies/${encodeURIComponent(id)}`
    const saved = await ask<AdminBody>(path, { method: 'PATCH', body: change, ifMatch: version })
    await refresh()
    return saved
  }
  return { list, read, add, save }
})

/** The store of the bodies in charge. */
export const useBodies = () => bodiesStore(staffPinia)
