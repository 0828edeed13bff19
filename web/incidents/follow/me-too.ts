import type { PublicIncident } from '../../../api/incidents/incidents.schemas.ts'
import { i18n } from '../../locales/i18n.ts'
import { newSend } from '../../offline/queue.ts'
import { sendOrThrow } from '../../offline/send-or-throw.ts'
import type { QueuedSend } from '../../offline/stored.ts'
import { noteCounted } from './counted.ts'

type Said = Pick<QueuedSend, 'id' | 'key'> & Pick<Parameters<typeof newSend>[0], 'photos'>

export const meTooPath = (incidentId: string) => `/api/incidents/${incidentId}/me-too`

/** Counts one person more with a report, now or once there is a network, with their photos. Throws as `sendOrThrow`. */
export async function sayMeToo(
  { id, category, commune }: Pick<PublicIncident, 'id' | 'category' | 'commune'>,
  said: Said,
  letGo?: () => Promise<void>,
) {
  const { t, locale } = i18n.global
  const send = newSend({
    ...said,
    kind: 'me-too',
    path: meTooPath(id),
    body: { locale: locale.value },
    label: t('queue.meTooLabel', { category: category.name, commune: commune.name }),
  })
  const outcome = await sendOrThrow<{ meTooCount: number }>(send, letGo)
  if (outcome.fate === 'sent') noteCounted(id)
  return outcome
}
