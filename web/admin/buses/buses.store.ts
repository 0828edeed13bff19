import { defineStore } from 'pinia'
import type { AdminBusFeed, NewBusFeed } from '../../../api/carpool/bus-feeds.schemas.ts'
import { staffPinia } from '../../account/staff-pinia.ts'
import { ask, askAll } from '../api.ts'

export type { AdminBusFeed }

const busesStore = defineStore('buses', () => {
  const list = () => askAll<AdminBusFeed>('/bus-feeds')
  /** The same `key` adds once, however often it is sent. */
  const add = (body: NewBusFeed, key: string): Promise<AdminBusFeed> =>
    ask('/bus-feeds', { method: 'POST', body, idempotencyKey: key })
  const readAgain = (id: string, evenIfHalf: boolean): Promise<AdminBusFeed> =>
    ask(`/bus-feeds/${id}/read`, { method: 'POST', body: { evenIfHalf } })
  const remove = (id: string): Promise<void> => ask(`/bus-feeds/${id}`, { method: 'DELETE' })
  return { list, add, readAgain, remove }
})

/** The store of the timetables a territory reads. */
export const useBuses = () => busesStore(staffPinia)
