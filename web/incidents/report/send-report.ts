import type { AcceptedIncident } from '../../../api/incidents/incidents.schemas.ts'
import { newSend, type Outcome } from '../../offline/queue.ts'
import { sendCurrent } from '../../offline/send-current.ts'
import type { StoredDraft } from '../../offline/stored.ts'
import type { Locale } from '../../locales/i18n.ts'
import { plainReport, report } from './draft.ts'
import { toRequest } from './report-request.ts'

let sending: Promise<Outcome<AcceptedIncident>> | null = null

/**
 * Sends the draft, once: a second press, another tab or a retry joins the same send. Whatever happens next, what was
 * written is on the phone: in the queue until the server has it, then among what is followed.
 */
export function sendReport({
  label,
  locale,
}: {
  label: string
  locale: Locale
}): Promise<Outcome<AcceptedIncident>> {
  sending ??= (async () => {
    if (!report.draft.value) throw new Error('There is no draft to send')
    const frozen = plainReport(report.draft.value)
    const send = newSend({
      id: frozen.id,
      key: frozen.key,
      kind: 'report',
      path: '/api/incidents',
      body: toRequest(frozen, locale),
      photos: frozen.photos,
      label,
      draft: frozen,
    })
    return sendCurrent<StoredDraft, AcceptedIncident>(report, frozen, send)
  })().finally(() => {
    sending = null
  })
  return sending
}
