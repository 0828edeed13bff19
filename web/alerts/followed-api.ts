import type { AlertSubscriptions, AlertSubscriptionsView } from '../../api/alerts/alert.schemas.ts'
import { uuidv7 } from 'uuidv7'
import { request, send } from '../http/client.ts'
import { i18n, type Locale } from '../locales/i18n.ts'
import { readTerritory } from '../territory/territory.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { putBackPreferences } from './phone-api.ts'
import { rememberPhone } from './phone-memory.ts'
import { ownDevice } from './push.ts'
import { dueBack, isDueBack, isStillDue, keepFollowed, markFollowed, settleCommunes } from './put-back.ts'
import { isWanted } from './wanted.ts'

// The communes whose alerts this phone follows, by its own secret. Apart from reading alerts, which the first screen does.

const path = (id: string) => `/api/devices/${id}/alerts`

/** Kept here too: a server that lost this phone is given back what it followed. */
function keep(view: AlertSubscriptionsView): AlertSubscriptionsView {
  // Turned off while the server was asked: it follows nothing any more.
  if (isWanted()) keepFollowed(view.communes)
  // Moved to another phone or not, this one follows something.
  if (view.communes.length > 0) void rememberPhone('moved', null)
  return view
}

/** The communes this phone follows; for a phone that is told by push. What a cut repair left is put back first. */
export async function readFollowed(): Promise<AlertSubscriptionsView> {
  if (isDueBack()) await oneAtATime(putBack)
  const { id, secret } = ownDevice()
  return keep(
    await request<AlertSubscriptionsView>(path(id), { headers: { 'Bocage-Device-Secret': secret } }),
  )
}

async function put(asked: AlertSubscriptions): Promise<AlertSubscriptionsView> {
  const { id, secret } = ownDevice()
  const key = uuidv7()
  const { data, headers } = await send<AlertSubscriptionsView>(path(id), {
    method: 'PUT',
    body: asked,
    idempotencyKey: key,
    headers: { 'Bocage-Device-Secret': secret },
  })
  const acceptedAt = Date.parse(headers.get('Date') ?? '') || Date.now()
  markFollowed(asked.territory, { key, acceptedAt, communes: asked.communes })
  settleCommunes(asked.territory)
  return keep(data)
}

/** Sets all the communes this phone follows in a territory. */
export function writeFollowed(asked: AlertSubscriptions): Promise<AlertSubscriptionsView> {
  return oneAtATime(() => put(asked))
}

/**
 * Gives back what the server lost, as far as it takes it: the rest stays noted for the next time. One at a time. What it
 * will never take (a territory, or a commune, that is no more) is let go.
 */
export async function putBack(): Promise<void> {
  const locale = i18n.global.locale.value as Locale
  for (const [territory, followed] of Object.entries(dueBack().communes)) {
    try {
      const { communes: here } = await readTerritory(territory)
      const communes = followed.filter(({ commune }) => here.some(({ code }) => code === commune))
      await put({ territory, locale, communes })
    } catch (error) {
      if (isStillDue(error)) throw error
      settleCommunes(territory)
    }
  }
  await putBackPreferences()
}
