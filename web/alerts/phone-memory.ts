/**
 * What a page and its service worker both need to know of this phone. A worker cannot read localStorage, and runs when
 * no page is open: both read this, in the cache storage.
 */
export type PhoneMemory = {
  /** By which the server knows this phone; none once the person turned notifications off. */
  device: { id: string; secret: string; locale: string } | null
  /** The last push that was shown. */
  shown: { id: string; tag: string; title: string; at: number } | null
  /** The server had lost this phone when the worker registered it again: what it followed is to be put back. */
  forgotten: { at: number } | null
  /** Another phone took over what this one was told of, and this one has followed nothing since. */
  moved: { at: number } | null
  /** Kinds stopped (true) or put back from a notification, since a page last heard of the server's own. */
  stops: Record<string, boolean> | null
}

const cacheName = 'bocage-phone'
const addressOf = (name: keyof PhoneMemory) => `/${name}`

/** Null too where the browser keeps nothing. */
export async function recallPhone<Name extends keyof PhoneMemory>(name: Name): Promise<PhoneMemory[Name]> {
  try {
    const kept = await (await caches.open(cacheName)).match(addressOf(name))
    return kept ? ((await kept.json()) as PhoneMemory[Name]) : null
  } catch {
    return null
  }
}

export async function rememberPhone<Name extends keyof PhoneMemory>(
  name: Name,
  value: PhoneMemory[Name],
): Promise<void> {
  try {
    await (await caches.open(cacheName)).put(addressOf(name), Response.json(value))
  } catch {
    // A browser that keeps nothing forgets it, and the rest works.
  }
}

/** What a service worker tells the pages that are open. */
export type PushShown = { type: 'push-shown' } & NonNullable<PhoneMemory['shown']>

/** Calls back for each push that is shown while this page is open; answers how to stop. */
export function onPushShown(tell: (shown: PushShown) => void): () => void {
  const hear = ({ data }: MessageEvent<unknown>) => {
    if (data && typeof data === 'object' && 'type' in data && data.type === 'push-shown')
      tell(data as PushShown)
  }
  navigator.serviceWorker?.addEventListener('message', hear)
  return () => navigator.serviceWorker?.removeEventListener('message', hear)
}
