import type { DigestMailRequest, FollowAsked } from '../../api/alerts/alert-followers.schemas.ts'
import type { NewWish, WantedRequest, WishList, WishView } from '../../api/wishes/wishes.schemas.ts'
import { grantedDevice, ownDevice } from '../alerts/push.ts'
import { request } from '../http/client.ts'
import { once, onceKept } from '../http/write-once.ts'

export type { WantedRequest, WishView }
/** What a screen offers to be told of: how it is said, and the page that shows it. */
export type WishOffer = { wanted: WantedRequest; name: string; path: string }

/** This phone, when it is told by push; whoever is signed in is known by their session. */
async function headersOf(): Promise<Record<string, string>> {
  if (!(await grantedDevice().catch(() => null))) return {}
  const { id, secret } = ownDevice()
  return { 'Bocage-Push-Device': id, 'Bocage-Device-Secret': secret }
}

export async function leaveWish(asked: Omit<NewWish, 'id'>): Promise<WishView> {
  const headers = await headersOf()
  return onceKept('wish', asked, (id) =>
    request<WishView>('/api/wishes', {
      method: 'POST',
      body: { id, ...asked },
      idempotencyKey: id,
      headers,
    }),
  )
}

/** Asks for the weekly digest by mail, without an account: a link is sent, to be used first. */
export const askDigestByMail = (body: DigestMailRequest): Promise<FollowAsked> =>
  onceKept('digest by mail', body, (key) =>
    request<FollowAsked>('/api/wishes/digest-by-mail', { method: 'POST', body, idempotencyKey: key }),
  )

/** Null: neither this phone nor anybody signed in on it is told of anything. */
export async function listWishes(signedIn: boolean, cursor?: string): Promise<WishList | null> {
  const headers = await headersOf()
  if (!signedIn && Object.keys(headers).length === 0) return null
  return request<WishList>('/api/wishes', { headers, query: { limit: 50, cursor } })
}

export async function removeWish(id: string): Promise<void> {
  const headers = await headersOf()
  await once('wish', ['remove', id], () => request(`/api/wishes/${id}`, { method: 'DELETE', headers }))
}

/** The link of a message. */
export const stopWish = (secret: string) =>
  request('/api/wishes/stop', { method: 'POST', headers: { 'Bocage-Secret': secret } })
