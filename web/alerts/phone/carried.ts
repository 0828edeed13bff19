import { phoneDatabase } from '../../offline/database.ts'
import { recall, remember } from '../../offline/remembered.ts'
import type { Followed, FollowedEvent, OwnEvent } from '../../offline/stored.ts'
import { seal } from './sealed.ts'

/** What a phone keeps itself and no server has: the private links of one's reports and events, and what is followed. */
export type Carried = {
  followed: Followed[]
  followedEvents: FollowedEvent[]
  ownEvents: OwnEvent[]
  remembered: Record<string, string>
}
const stores = ['followed', 'followedEvents', 'ownEvents'] as const
/** The commune chosen, and the link of one's alerts by mail. */
const names = ['territory', 'commune', 'alertFollower']
/** What the server takes of sealed text. */
const sealedLimit = 120_000

/** Of a phone that followed hundreds of things, the oldest are left where they are. */
export async function sealOwn(key: string): Promise<string> {
  const database = await phoneDatabase()
  const own: Carried = {
    followed: (await database.getAll('followed')).toSorted((a, b) => b.createdAt - a.createdAt),
    followedEvents: (await database.getAll('followedEvents')).toSorted((a, b) => b.followedAt - a.followedAt),
    ownEvents: (await database.getAll('ownEvents')).toSorted((a, b) => b.sentAt - a.sentAt),
    remembered: Object.fromEntries(names.map((name) => [name, recall(name) ?? ''])),
  }
  for (;;) {
    const sealed = await seal(own, key)
    if (sealed.length <= sealedLimit) return sealed
    for (const store of stores) own[store].length = Math.floor(own[store].length / 2)
  }
}

/** Keeps on this phone what the other had; what is here already stays as it is. */
export async function keepCarried(content: unknown): Promise<void> {
  const { remembered = {}, ...lists } = content as Partial<Carried>
  const database = await phoneDatabase()
  for (const store of stores)
    for (const one of lists[store] ?? [])
      if (!(await database.get(store, one.id))) await database.put(store, one as never)
  for (const name of names) if (!recall(name) && remembered[name]) remember(name, remembered[name])
}
