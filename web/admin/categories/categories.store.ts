import { defineStore } from 'pinia'
import type {
  AdminCategory,
  CategoryChange,
  NewCategory,
  Settings,
} from '../../../api/territory/territory-admin.schemas.ts'
import { staffPinia } from '../../account/staff-pinia.ts'
import { useAdmin } from '../admin.store.ts'
import { ask } from '../api.ts'

/** The categories in their order; `version` is what changing that order must carry. */
export type Ordered = { items: AdminCategory[]; version: number }

const categoriesStore = defineStore('categories', () => {
  const refresh = () =>
    useAdmin()
      .refresh()
      .catch(() => undefined)

  /** Every category, those put away included, in their order. */
  const list = async () => (await ask<{ items: AdminCategory[] }>('/categories')).items

  async function listOrdered(): Promise<Ordered> {
    const [{ version }, items] = await Promise.all([ask<Settings>('/settings'), list()])
    return { items, version }
  }

  /** Throws `not-found` as undefined: the category was never there. */
  const read = async (id: string) => (await list()).find((one) => one.id === id)

  async function add(category: NewCategory, key: string): Promise<AdminCategory> {
    const options = { method: 'POST', body: category, idempotencyKey: key } as const
    const added = await ask<AdminCategory>('/categories', options)
    await refresh()
    return added
  }

  /** Throws a 412 with the `current` category when someone else saved meanwhile. */
  async function save(id: string, change: CategoryChange, version: number): Promise<AdminCategory> {
    const path = `/categories/${encodeURIComponent(id)}`
    const saved = await ask<AdminCategory>(path, { method: 'PATCH', body: change, ifMatch: version })
    await refresh()
    return saved
  }

  /** Throws a 412 when the order or the settings were changed meanwhile. */
  async function order(ids: string[], version: number): Promise<Ordered> {
    const { items, settingsVersion } = await ask<{ items: AdminCategory[]; settingsVersion: number }>(
      '/category-order',
      { method: 'PUT', body: { ids }, ifMatch: version },
    )
    await refresh()
    return { items, version: settingsVersion }
  }
  return { list, listOrdered, read, add, save, order }
})

/** The store of the categories. */
export const useCategories = () => categoriesStore(staffPinia)
