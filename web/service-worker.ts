import { servePrecachedShell } from './service-worker/precache.ts'
import { showPushes } from './service-worker/push.ts'
import { receiveSharedPhotos } from './service-worker/shared-photos.ts'

declare const self: ServiceWorkerGlobalScope

receiveSharedPhotos(self)
servePrecachedShell(self)
showPushes(self)

self.addEventListener('message', (event) => {
  if (event.data === 'take-over') void self.skipWaiting()
})
