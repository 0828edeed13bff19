import { openDB } from 'idb'
import { mayRefresh, type Network } from '../offline/pack/limits.ts'
import { refreshPack } from '../offline/pack/refresh.ts'
import { alone, readShelf, type KeptStore } from '../offline/pack/shelf.ts'

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

async function refreshFirst(): Promise<void> {
  const { store, close } = await openKept()
  try {
    const { packs, when } = await readShelf(store)
    const [first] = packs
    const { connection: network } = navigator as WorkerNavigator & { connection?: Network }
    if (first && mayRefresh({ when, network, age: Date.now() - first.at }))
      await refreshPack(store, { code: first.code, lang: first.lang, now: Date.now() })
  } finally {
    close()
  }
}

/** While the app is closed, from time to time, where the browser does so: what one reads of one's commune is fresh. */
export function keepPackFreshWhileClosed(worker: ServiceWorkerGlobalScope): void {
  worker.addEventListener('periodicsync' as 'sync', (event) => {
    const { tag } = event as ExtendableEvent & { tag: string }
    if (tag === 'commune-pack')
      (event as ExtendableEvent).waitUntil(alone(refreshFirst).catch(() => undefined))
  })
}
