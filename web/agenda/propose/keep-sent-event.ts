import type { AcceptedEvent } from '../../../api/agenda/proposals.schemas.ts'
import type { QueuedSend } from '../../offline/stored.ts'
import { keepOwnEvent } from './own-events.ts'

/** Keeps the private link on the phone as soon as the server has given it; false when in memory only. */
export async function keepSentEvent({ eventDraft }: QueuedSend, answer: unknown): Promise<boolean> {
  const { id, secret, status } = answer as AcceptedEvent
  const { title = '', email = '' } = eventDraft ?? {}
  return keepOwnEvent({ id, secret, status, title, email })
}
