import type {
  FollowCall,
  FollowCallList,
  FollowCallMarked,
  ListedFollowNoted,
  NewListedFollow,
} from '../../../../api/wishes/follow-calls.schemas.ts'
import { request } from '../../../http/client.ts'
import { once } from '../../../http/write-once.ts'
import { readPhoneList, type ListedPerson } from './phone-list-api.ts'

export type { FollowCall, NewListedFollow }
const path = '/api/desk/calls'
type Place = { territory: string; commune: string }

/** All pages of a list: a commune's people are as many as one calls. */
async function readAll<T>(page: (cursor?: string) => Promise<{ items: T[]; nextCursor: string | null }>) {
  const items: T[] = []
  let cursor: string | null = null
  do {
    const read = await page(cursor ?? undefined)
    items.push(...read.items)
    cursor = read.nextCursor
  } while (cursor !== null)
  return items
}

export const readListed = (place: Place): Promise<ListedPerson[]> =>
  readAll((cursor) => readPhoneList({ ...place, cursor }))

/** What the people of a commune are called about; `at`: when the first of it was read. */
export async function readFollowCalls(place: Place): Promise<{ items: FollowCall[]; at: number }> {
  let at: number | undefined
  const items = await readAll(async (cursor) => {
    const page = await request<FollowCallList>(path, { query: { ...place, cursor, limit: 100 } })
    at ??= page.at
    return page
  })
  return { items, at: at ?? 0 }
}

/** Sent again, the same request has the same id: it is noted once. */
export const noteFollow = (personId: string, follow: NewListedFollow) =>
  request<ListedFollowNoted>(`/api/desk/phone-list/${personId}/follows`, {
    method: 'POST',
    body: follow,
    idempotencyKey: follow.id,
  })
/** Throws a 412 with the `current` call when somebody else noted it meanwhile. */
export const markFollowCall = (
  { id, version }: FollowCall,
  mark: { outcome: FollowCall['outcome']; readAt?: number },
) =>
  once(id, [version, mark], (key) =>
    request<FollowCallMarked>(`${path}/${id}`, {
      method: 'POST',
      body: mark,
      idempotencyKey: key,
      ifMatch: version,
    }),
  )
export const removeFollow = ({ id, version }: FollowCall) =>
  once(id, [version, 'remove'], (key) =>
    request(`${path}/${id}`, { method: 'DELETE', idempotencyKey: key, ifMatch: version }),
  )
