import type { AcceptedEvent } from '../../../api/agenda/proposals.schemas.ts'
import { newSend, type Outcome } from '../../offline/queue.ts'
import { sendCurrent } from '../../offline/send-current.ts'
import type { Locale } from '../../locales/i18n.ts'
import type { EventDraft } from './event-draft.ts'
import { toRequest } from './event-request.ts'
import { imageToSend } from './image-cut.ts'
import { plainDraft } from './kept-draft.ts'
import { proposal } from './proposal.ts'

let sending: Promise<Outcome<AcceptedEvent>> | null = null

/**
 * Sends the proposal, once: a second press, another tab or a retry joins the same send. Whatever happens next, what was
 * written is on the phone: in the queue until the server has it, then among one's own events.
 */
export function sendProposal(locale: Locale): Promise<Outcome<AcceptedEvent>> {
  sending ??= (async () => {
    if (!proposal.draft.value) throw new Error('There is no proposal to send')
    const frozen = plainDraft(proposal.draft.value)
    const { image } = frozen
    const blob = image && (await imageToSend(image))
    const send = newSend({
      id: frozen.id,
      key: frozen.key,
      kind: 'event',
      path: '/api/events',
      body: toRequest(frozen, locale),
      photos: blob && image?.token ? [{ id: image.mediaId, blob, token: image.token }] : [],
      label: frozen.title,
      eventDraft: frozen,
    })
    return sendCurrent<EventDraft, AcceptedEvent>(proposal, frozen, send)
  })().finally(() => {
    sending = null
  })
  return sending
}
