import { onMounted, ref } from 'vue'
import type { PublicEvent } from '../../../api/agenda/agenda.schemas.ts'
import { askNewest } from '../../http/ask-newest.ts'
import { phoneDatabase } from '../../offline/database.ts'
import type { FollowedEvent } from '../../offline/stored.ts'
import { readEvent } from '../shared/agenda-api.ts'
import { followedFrom } from './event-news.ts'

/** Events this phone follows: the next to take place first, then those over. */
export const followedEvents = ref<FollowedEvent[]>([])

export async function refreshFollowedEvents(): Promise<FollowedEvent[]> {
  const all = await (await phoneDatabase()).getAll('followedEvents')
  const now = Date.now()
  const rank = ({ date }: FollowedEvent) =>
    !date ? Infinity : date.endAt > now ? date.startAt : 2 * now - date.startAt + now
  followedEvents.value = all.sort((a, b) => rank(a) - rank(b))
  return followedEvents.value
}

/** Keeps or refreshes what is known of a followed event. `seen`: its page is before the person's eyes. */
export async function keepFollowedEvent(event: PublicEvent, { seen }: { seen: boolean }): Promise<void> {
  const database = await phoneDatabase()
  const before = (await database.get('followedEvents', event.id)) ?? null
  const kept = followedFrom(event, before, Date.now())
  await database.put('followedEvents', seen ? { ...kept, news: null } : kept)
  await refreshFollowedEvents()
}

export async function isEventFollowed(id: string): Promise<boolean> {
  return (await (await phoneDatabase()).get('followedEvents', id)) !== undefined
}

/** Removes it from this phone's list; emails asked for are stopped by their own link. */
export async function unfollowEventHere(id: string): Promise<void> {
  await (await phoneDatabase()).delete('followedEvents', id)
  await refreshFollowedEvents()
}

/** Reads the phone's list, then asks what became of its events. What no longer exists keeps what was known. */
export function useFreshEvents(): void {
  onMounted(async () => {
    const list = await refreshFollowedEvents().catch(() => [])
    await askNewest(list, async ({ id }) => keepFollowedEvent(await readEvent(id), { seen: false }))
  })
}
