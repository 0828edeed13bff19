import { ref } from 'vue'
import type { QueuedSend } from './stored.ts'

/** What waits or was refused, oldest first: the same in every tab. Apart from what sends it: the first screen only looks. */
export const queued = ref<QueuedSend[]>([])
