import type { QueuedSend } from './stored.ts'

/** The same write without how to reach who made it, also in the draft it came from. */
export function withoutContact(send: QueuedSend): QueuedSend {
  const { contact: _, ...body } = send.body
  return {
    ...send,
    body,
    draft: send.draft && { ...send.draft, email: '', phone: '' },
    ...(send.eventDraft ? { eventDraft: { ...send.eventDraft, contactName: '', email: '', phone: '' } } : {}),
  }
}
