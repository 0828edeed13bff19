import { servePrecachedShell } from './service-worker/precache.ts'
import { showPushes } from './service-worker/push.ts'

declare const self: ServiceWorkerGlobalScope

servePrecachedShell(self)
showPushes(self)

self.addEventListener('message', (event) => {
  if (event.data === 'take-over') void self.skipWaiting()
})
