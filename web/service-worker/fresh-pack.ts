import { openDB } from 'idb'
import { mayRefresh, type Network } from '../offline/pack/limits.ts'
import { keepPictures } from '../offline/pack/pictures.ts'
import { refreshPack } from '../offline/pack/refresh.ts'
import { oneAtTheShelf, packSyncTag, readShelf, type KeptStore } from '../offline/pack/shelf.ts'

/** As pages made it, whatever its version. Throws when none did: its stores are theirs to make. */
async function openKept(): Promise<{ store: KeptStore; close: () => void }> {
  const database = await openDB('bocage', undefined, {
    upgrade: (_database, _from, _to, transaction) => transaction.abort(),
  })
  return {
    store: {
      get: (key) => database.get('kept', key),
      put: async (key, value) => void (await database.put('kept', value, key)),
      delete: (key) => database.delete('kept', key),
    },
    close: () => database.close(),
  }
}

/** Refreshes the pack that comes first, if it is old, and the person and the network let it. */
async function refreshFirst(): Promise<void> {
  const { store, close } = await openKept()
  try {
    const first = await oneAtTheShelf(async () => {
      const { packs, when, clockAhead } = await readShelf(store)
      const [pack] = packs
      const { connection: network } = navigator as WorkerNavigator & { connection?: Network }
      const age = pack ? Date.now() - clockAhead - pack.at : null
      return pack && mayRefresh({ when, network, age }) ? refreshPack(store, pack) : null
    })
    if (first) await keepPictures(store, first)
  } finally {
    close()
  }
}

/** While the app is closed, from time to time, where the browser does so: what one reads of one's commune is fresh. */
export function keepPackFreshWhileClosed(worker: ServiceWorkerGlobalScope): void {
  worker.addEventListener('periodicsync' as 'sync', (event) => {
    const { tag } = event as ExtendableEvent & { tag: string }
    if (tag === packSyncTag) (event as ExtendableEvent).waitUntil(refreshFirst().catch(() => undefined))
  })
}
