import type { AcceptedEvent } from '../../../api/agenda/proposals.schemas.ts'
import { afterSending } from '../../offline/queue.ts'
import { keepOwnEvent } from './own-events.ts'

/** Keeps the private link on the phone as soon as the server has given it. */
export function keepSentEvents(): void {
  afterSending('event', async (send, answer) => {
    const { id, secret, status } = answer as AcceptedEvent
    const { title = '', email = '' } = send.eventDraft ?? {}
    await keepOwnEvent({ id, secret, status, title, email })
  })
}
