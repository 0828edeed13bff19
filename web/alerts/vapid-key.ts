/** A key as the server gives it, as browsers take it. */
export function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0))
}

/** Whether a subscription was made with a key of the server. */
export function isMadeWith(subscription: PushSubscription, publicKey: string): boolean {
  const key = subscription.options.applicationServerKey
  const text = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes))
  return key !== null && text(new Uint8Array(key)) === text(bytesOf(publicKey))
}

/** The browser's own push service refused this phone, or did not answer: nothing that our server can mend. */
export class NotSubscribed extends Error {
  constructor(cause?: unknown) {
    super('not-subscribed', { cause })
    this.name = 'NotSubscribed'
  }
}
/** A push service that is filtered (a school's wifi) may never answer, and others wait for their turn. */
const patienceMs = 30_000

/**
 * Subscribes with the server's key. A subscription made with another key, of this server before or of another one,
 * could never be used: it is ended first. Throws NotSubscribed.
 */
export async function subscribeWith(pushManager: PushManager, publicKey: string): Promise<PushSubscription> {
  const existing = await pushManager.getSubscription()
  if (existing && isMadeWith(existing, publicKey)) return existing
  await existing?.unsubscribe()
  let timer: ReturnType<typeof setTimeout> | undefined
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('timeout')), patienceMs)
  })
  try {
    const asked = pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(publicKey) })
    return await Promise.race([asked, tooLong])
  } catch (error) {
    throw new NotSubscribed(error)
  } finally {
    clearTimeout(timer)
  }
}
