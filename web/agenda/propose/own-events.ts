import { ref } from 'vue'
import { phoneDatabase } from '../../offline/database.ts'
import type { OwnEvent } from '../../offline/stored.ts'

/** Events proposed from this phone, the newest first. */
export const ownEvents = ref<OwnEvent[]>([])

export async function refreshOwnEvents(): Promise<OwnEvent[]> {
  const all = await (await phoneDatabase()).getAll('ownEvents')
  ownEvents.value = all.sort((a, b) => b.sentAt - a.sentAt)
  return ownEvents.value
}

/** Keeps the private link of an event, with what is known of it; what is not given stays. False when in memory only. */
export async function keepOwnEvent(
  event: Pick<OwnEvent, 'id' | 'secret'> & Partial<OwnEvent>,
): Promise<boolean> {
  const database = await phoneDatabase()
  const before = await database.get('ownEvents', event.id)
  const blank = { title: '', status: 'draft', email: '', sentAt: Date.now() }
  const kept = await database.put('ownEvents', { ...blank, ...before, ...event })
  await refreshOwnEvents()
  return kept
}

export async function findOwnEvent(id: string): Promise<OwnEvent | undefined> {
  return (await phoneDatabase()).get('ownEvents', id)
}

/** It is no longer there, or the person wants it off this phone. */
export async function forgetOwnEvent(id: string): Promise<void> {
  await (await phoneDatabase()).delete('ownEvents', id)
  await refreshOwnEvents()
}
