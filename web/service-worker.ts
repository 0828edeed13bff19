import './shell/old-phone/abort-timeout.ts'
import { sendInBackground } from './service-worker/background-sync.ts'
import { keepPackFreshWhileClosed } from './service-worker/fresh-pack.ts'
import { showKeptPictures } from './service-worker/kept-pictures.ts'
import { keepSeenTiles } from './service-worker/seen-tiles.ts'
import { servePrecachedShell } from './service-worker/precache.ts'
import { showPushes } from './service-worker/push.ts'
import { keepSubscription } from './service-worker/subscription.ts'
import { receiveSharedPhotos } from './service-worker/shared-photos.ts'

declare const self: ServiceWorkerGlobalScope

receiveSharedPhotos(self)
servePrecachedShell(self)
showPushes(self)
keepSubscription(self)
keepPackFreshWhileClosed(self)
keepSeenTiles(self)
showKeptPictures(self)
sendInBackground(self)

self.addEventListener('message', (event) => {
  if (event.data === 'take-over') void self.skipWaiting()
})
