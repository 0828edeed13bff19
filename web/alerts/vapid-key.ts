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

/**
 * Subscribes with the server's key. A subscription made with another key, of this server before or of another one,
 * could never be used: it is ended first.
 */
export async function subscribeWith(pushManager: PushManager, publicKey: string): Promise<PushSubscription> {
  const existing = await pushManager.getSubscription()
  if (existing && isMadeWith(existing, publicKey)) return existing
  await existing?.unsubscribe()
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(publicKey) })
}
