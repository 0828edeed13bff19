import { defineStore } from 'pinia'
import type {
  AdminBody,
  AdminCategory,
  Responsibility,
  ResponsibilityChange,
} from '../../../api/territory/territory-admin.schemas.ts'
import { staffPinia } from '../../account/staff-pinia.ts'
import { ProblemError } from '../../http/errors.ts'
import { ask, askAll } from '../api.ts'
import { useBodies } from '../bodies/bodies.store.ts'
import { useCategories } from '../categories/categories.store.ts'

/** A decision about a category: in one commune, or by default where `communeCode` is null. */
export type Cell = { categoryId: string; communeCode: string | null }
export type Duties = { categories: AdminCategory[]; bodies: AdminBody[]; decided: Responsibility[] }

/** What holds where nothing was decided: each commune's own body, within the category's days. */
export const undecided = (cell: Cell): Responsibility => ({
  ...cell,
  bodyId: null,
  targetDays: null,
  version: 0,
})

const dutiesStore = defineStore('duties', () => {
  async function read(): Promise<Duties> {
    const [categories, bodies, decided] = await Promise.all([
      useCategories().list(),
      useBodies().list(),
      askAll<Responsibility>('/responsibilities'),
    ])
    return { categories, bodies, decided }
  }

  const pathOf = ({ categoryId, communeCode }: Cell) =>
    `/responsibilities/${encodeURIComponent(categoryId)}/${communeCode ?? 'default'}`

  /** A 412 always carries what holds now, even when the decision was taken away meanwhile. */
  async function withCurrent<T>(cell: Cell, work: Promise<T>): Promise<T> {
    try {
      return await work
    } catch (error) {
      if (error instanceof ProblemError && error.status === 412 && !error.members['current'])
        throw new ProblemError({ ...error.members, current: undecided(cell) } as never)
      throw error
    }
  }

  /** `version` is 0 for what nobody decided yet. Throws a 412 with the `current` decision. */
  const decide = (cell: Cell, change: ResponsibilityChange, version: number): Promise<Responsibility> =>
    withCurrent(cell, ask(pathOf(cell), { method: 'PUT', body: change, ifMatch: version }))

  /** The default holds again in that commune. */
  const forget = (cell: Cell, version: number): Promise<void> =>
    withCurrent(cell, ask(pathOf(cell), { method: 'DELETE', ifMatch: version }))

  return { read, decide, forget }
})

/** The store of who looks after what. */
export const useDuties = () => dutiesStore(staffPinia)
