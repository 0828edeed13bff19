import type { AcceptedIncident } from '../../../api/incidents/incidents.schemas.ts'
import { phoneDatabase } from '../../offline/database.ts'
import { afterSending, enqueue, newSend, type Outcome } from '../../offline/queue.ts'
import type { Locale } from '../../locales/i18n.ts'
import { discardDraft, frozenDraft } from './draft.ts'
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
    const frozen = frozenDraft()
    if (!frozen) throw new Error('There is no draft to send')
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
    const outcome = enqueue<AcceptedIncident>(send)
    await discardDraft()
    return outcome
  })().finally(() => {
    sending = null
  })
  return sending
}

/** Keeps the private link on the phone as soon as the server has given it. */
export function keepSentReports(): void {
  afterSending('report', async (_send, answer) => {
    const accepted = answer as AcceptedIncident
    await (
      await phoneDatabase()
    ).put('followed', {
      id: accepted.id,
      reference: accepted.reference,
      secret: accepted.secret,
      categoryName: accepted.category.name,
      categoryIcon: accepted.category.icon,
      communeName: accepted.commune.name,
      bodyName: accepted.body.name,
      status: accepted.status,
      statusAt: accepted.createdAt,
      createdAt: accepted.createdAt,
      dueAt: accepted.dueAt,
      plannedOn: null,
    })
  })
}
