import { defineStore } from 'pinia'
import type { NewSentence, Sentence, SentenceChange } from '../../../api/territory/territory-admin.schemas.ts'
import { staffPinia } from '../../account/staff-pinia.ts'
import { ask, askAll } from '../api.ts'

const sentencesStore = defineStore('sentences', () => {
  const list = () => askAll<Sentence>('/sentences')

  /** The same `key` adds once, however often it is sent. */
  const add = (sentence: NewSentence, key: string): Promise<Sentence> =>
    ask('/sentences', { method: 'POST', body: sentence, idempotencyKey: key })

  /** Throws a 412 with the `current` sentence when someone else saved meanwhile. */
  const save = (id: string, change: SentenceChange, version: number): Promise<Sentence> =>
    ask(`/sentences/${encodeURIComponent(id)}`, { method: 'PATCH', body: change, ifMatch: version })

  const remove = (id: string, version: number): Promise<void> =>
    ask(`/sentences/${encodeURIComponent(id)}`, { method: 'DELETE', ifMatch: version })

  return { list, add, save, remove }
})

/** The store of the ready-made sentences. */
export const useSentences = () => sentencesStore(staffPinia)
