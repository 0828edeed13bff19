import { randomBytes } from 'node:crypto'
import type { NewWish, WishView } from '../../api/wishes/wishes.schemas.ts'
import { systemIds } from '../../api/platform/ids.ts'
import { demoSiren } from '../../api/territory/territory.demo.ts'
import type { DemoApp } from './demo-app.ts'
import type { PushService } from './push-service.ts'

export type WishingPhone = Awaited<ReturnType<typeof aWishingPhone>>

/** What one asks to be told of, as a screen sends it. */
export const aWish = (wanted: object, over: Partial<NewWish> = {}) => ({
  id: systemIds.next(),
  territory: demoSiren,
  locale: 'fr' as const,
  name: 'Ce que je suis',
  path: '/agenda',
  wanted,
  ...over,
})

/** A phone that can be told, and what it has received. `cookie`: of whoever is signed in on it. */
export async function aWishingPhone(app: DemoApp, pushes: PushService, cookie?: string) {
  const id = systemIds.next()
  const secret = randomBytes(24).toString('base64url')
  const subscription = pushes.subscribe()
  const own = {
    'Bocage-Push-Device': id,
    'Bocage-Device-Secret': secret,
    ...(cookie ? { Cookie: cookie } : {}),
  }
  const registered = await app.call(`/api/devices/${id}`, {
    method: 'PUT',
    body: { subscription, locale: 'fr' },
    headers: own,
  })
  if (registered.status !== 201) throw new Error(`not registered: ${registered.status}`)
  const ask = (wanted: object, over: Partial<NewWish> = {}, key = systemIds.next()) =>
    app.call('/api/wishes', { body: aWish(wanted, over), headers: { ...own, 'Idempotency-Key': key } })
  return {
    id,
    secret,
    subscription,
    headers: own,
    ask,
    wish: async (wanted: object, over: Partial<NewWish> = {}): Promise<WishView> => {
      const answer = await ask(wanted, over)
      if (answer.status !== 201) throw new Error(`refused: ${answer.status} ${await answer.text()}`)
      return (await answer.json()) as WishView
    },
    list: async () =>
      ((await (await app.call('/api/wishes', { headers: own })).json()) as { items: WishView[] }).items,
    stop: (wish: Pick<WishView, 'id'>) =>
      app.call(`/api/wishes/${wish.id}`, { method: 'DELETE', headers: own }),
    received: () =>
      pushes.received
        .filter(({ endpoint }) => endpoint === subscription.endpoint)
        .map(({ content }) => content),
  }
}
