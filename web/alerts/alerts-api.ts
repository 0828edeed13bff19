import type {
  AlertSubscriptions,
  AlertSubscriptionsView,
  PublicAlert,
} from '../../api/alerts/alert.schemas.ts'
import { uuidv7 } from 'uuidv7'
import { request } from '../http/client.ts'
import { i18n, type Locale } from '../locales/i18n.ts'
import { recall, remember } from '../offline/remembered.ts'
import { readTerritory } from '../territory/territory.ts'
import { ownDevice } from './push.ts'

export type AlertList = { items: PublicAlert[]; nextCursor: string | null }
export const listAlerts = (query: Record<string, string | number | undefined>) =>
  request<AlertList>('/api/alerts', { query })
export const readAlert = (id: string, lang: string) =>
  request<PublicAlert>(`/api/alerts/${id}`, { query: { lang } })

const path = (id: string) => `/api/devices/${id}/alerts`

/** Kept here too: a server that lost this phone is given back what it followed. */
const keptName = 'push.followed'
function keep(view: AlertSubscriptionsView): AlertSubscriptionsView {
  remember(keptName, JSON.stringify(view.communes))
  return view
}

/** The communes this phone follows; for a phone that is told by push. */
export async function readFollowed(): Promise<AlertSubscriptionsView> {
  const { id, secret } = ownDevice()
  return keep(
    await request<AlertSubscriptionsView>(path(id), { headers: { 'Bocage-Device-Secret': secret } }),
  )
}

/** Follows again what this phone followed, for a server that knows nothing of it any more. */
export async function putBackFollowed(): Promise<void> {
  const communes = JSON.parse(recall(keptName) || '[]') as AlertSubscriptions['communes']
  const siren = recall('territory')
  if (communes.length === 0 || !siren) return
  const { communes: here } = await readTerritory(siren)
  const own = communes.filter(({ commune }) => here.some(({ code }) => code === commune))
  await writeFollowed({ territory: siren, locale: i18n.global.locale.value as Locale, communes: own })
}

/** Sets all the communes this phone follows in a territory. */
export async function writeFollowed(asked: AlertSubscriptions): Promise<AlertSubscriptionsView> {
  const { id, secret } = ownDevice()
  return keep(
    await request<AlertSubscriptionsView>(path(id), {
      method: 'PUT',
      body: asked,
      idempotencyKey: uuidv7(),
      headers: { 'Bocage-Device-Secret': secret },
    }),
  )
}
