import type { Beneath, Held } from './phone-store.ts'

type Kept = { id?: string; secret?: string | null }
/** In these one takes the place of another under the same name. */
const ofDrafts: ReadonlySet<string> = new Set(['drafts', 'eventDrafts'])

/**
 * What was held in memory while the disk was out of reach goes there, and nothing of what lies there already is lost: a
 * draft of before is set aside, to come back once this one has left, and a private link stays. What does not go stays held.
 */
export async function settleHeld(held: Held, disk: Beneath): Promise<void> {
  for (const [store, values] of held)
    for (const [key, value] of values)
      try {
        await disk.put(store as never, (await inPlaceOf(disk, { store, key, value })) as never, key)
        if (values.get(key) === value) values.delete(key)
      } catch {
        // No room: it is where it was.
      }
}

async function inPlaceOf(
  disk: Beneath,
  { store, key, value }: { store: string; key: string; value: unknown },
): Promise<unknown> {
  const there = (await disk.get(store as never, key)) as Kept | undefined
  const mine = value as Kept
  if (store === 'followed' && there) return { ...mine, secret: mine.secret || there.secret || null }
  if (ofDrafts.has(store) && !key.startsWith('aside:') && there?.id && there.id !== mine.id)
    await disk.put(store as never, { ...there, aside: true } as never, `aside:${there.id}`)
  return value
}
