import { onBeforeUnmount, onMounted } from 'vue'

export type TicketRequest = 'assign' | 'status' | 'note'

const listeners = new Set<(request: TicketRequest) => void>()

/** Asks the report on screen for one of its forms: what a key of the inbox does. */
export function askTicket(request: TicketRequest): void {
  for (const listener of listeners) listener(request)
}

/** For the report on screen. */
export function onTicketRequest(answer: (request: TicketRequest) => void): void {
  onMounted(() => listeners.add(answer))
  onBeforeUnmount(() => listeners.delete(answer))
}
