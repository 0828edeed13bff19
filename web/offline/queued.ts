import { ref } from 'vue'
import type { PhotosSent } from './attempt.ts'
import type { QueuedSend } from './stored.ts'

/** What waits or was refused, oldest first: the same in every tab. Apart from what sends it: the first screen only looks. */
export const queued = ref<QueuedSend[]>([])

/** Whose photos are on their way, here, in another tab or in the service worker: how far they are, by the write's id. */
export const photosSent = ref<Readonly<Record<string, PhotosSent>>>({})
