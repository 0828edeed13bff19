import { onBeforeUnmount, onMounted } from 'vue'

export type EventRequest = 'approve' | 'decline' | 'question' | 'correct' | 'image' | 'cancel' | 'settle'

const listeners = new Set<(request: EventRequest) => void>()

/** Asks the event on screen for one of its acts: what a key of the list does. */
export function askEvent(request: EventRequest): void {
  for (const listener of listeners) listener(request)
}

/** For the event on screen. */
export function onEventRequest(answer: (request: EventRequest) => void): void {
  onMounted(() => listeners.add(answer))
  onBeforeUnmount(() => listeners.delete(answer))
}
