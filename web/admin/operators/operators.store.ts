import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type {
  AdminOperator,
  NewOperator,
  OperatorChange,
  OperatorKey,
  OperatorList,
  OperatorTrial,
} from '../../../api/carpool/standard/operators-admin.schemas.ts'
import { staffPinia } from '../../account/staff-pinia.ts'
import { ask, askAll } from '../api.ts'

const operatorsStore = defineStore('operators', () => {
  const pathOf = (id: string) => `/operators/${encodeURIComponent(id)}`
  /** What operators are to be told of us. */
  const own = shallowRef<OperatorList['own'] | null>(null)

  async function list(): Promise<AdminOperator[]> {
    own.value = (await ask<OperatorList>('/operators', { query: { limit: 1 } })).own
    return askAll<AdminOperator>('/operators')
  }
  const read = (id: string): Promise<AdminOperator> => ask(pathOf(id))
  /** The same `key` adds once, however often it is sent. */
  const add = (body: NewOperator, key: string): Promise<AdminOperator> =>
    ask('/operators', { method: 'POST', body, idempotencyKey: key })
  /** Throws a 412 with the `current` operator when someone else saved meanwhile. */
  const save = (id: string, change: OperatorChange, version: number): Promise<AdminOperator> =>
    ask(pathOf(id), { method: 'PATCH', body: change, ifMatch: version })
  /** Makes the key it calls us with: told in this answer alone. */
  const renew = (id: string, key: string): Promise<OperatorKey> =>
    ask(`${pathOf(id)}/key`, { method: 'POST', idempotencyKey: key })
  const tryNow = (id: string): Promise<OperatorTrial> => ask(`${pathOf(id)}/try`, { method: 'POST' })
  return { own, list, read, add, save, renew, tryNow }
})

/** The store of the other operators that a territory knows. */
export const useOperators = () => operatorsStore(staffPinia)
