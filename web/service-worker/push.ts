import { tellShown } from './shown.ts'

type Post = { path: string; secret: string; body: Record<string, string>; done: string; failed: string }
type PushAction = { action: string; title: string; post?: Post }
type PushMessage = {
  id?: string
  title?: string
  body?: string
  /** Why it came. */
  why?: string
  /** When what it tells of happened. */
  at?: number
  url?: string
  tag?: string
  urgent?: boolean
  lang?: string
  actions?: PushAction[]
  /** Tells the server, once, that it was shown. */
  shown?: string
}
/** What a shown notification remembers of its message. */
type Kept = Pick<PushMessage, 'id' | 'url' | 'tag' | 'lang' | 'actions'>
/** The DOM's types know no buttons: only workers show them. */
type WithActions = NotificationOptions & { actions?: { action: string; title: string }[] }

const pictures = { icon: '/icons/bocage-192.png', badge: '/icons/bocage-badge-96.png' }

function messageOf(event: PushEvent): PushMessage {
  try {
    return (event.data?.json() ?? {}) as PushMessage
  } catch {
    return { body: event.data?.text() ?? '' }
  }
}

async function open(worker: ServiceWorkerGlobalScope, address: string): Promise<void> {
  const url = new URL(address, worker.location.origin)
  // A message never sends anyone to another site.
  const target = url.origin === worker.location.origin ? url.href : worker.location.origin
  const windows = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const same = windows.find((client) => client.url === target)
  if (same) await same.focus()
  else await worker.clients.openWindow(target)
}

/**
 * Answers from the notification, by the secret of its link, and shows that it is done. The key of the write is the
 * message's id: pressed on two phones, or sent again, it is one answer. What could not be sent opens its page.
 */
async function answer(worker: ServiceWorkerGlobalScope, kept: Kept, post: Post): Promise<void> {
  const url = new URL(post.path, worker.location.origin)
  const isOurs = url.origin === worker.location.origin && url.pathname.startsWith('/api/')
  const done =
    isOurs &&
    (await fetch(url, {
      method: 'POST',
      credentials: 'omit',
      headers: {
        'Content-Type': 'application/json',
        'Bocage-Secret': post.secret,
        'Idempotency-Key': kept.id ?? crypto.randomUUID(),
      },
      body: JSON.stringify(post.body),
    }).then(
      ({ ok }) => ok,
      () => false,
    ))
  await worker.registration.showNotification('Bocage', {
    ...pictures,
    body: done ? post.done : post.failed,
    tag: kept.tag ?? '',
    lang: kept.lang ?? 'fr',
    data: { url: done ? '/trajets/mes-trajets' : kept.url } satisfies Kept,
  })
}

/**
 * Shows a notification for every push, even an unreadable one: browsers withdraw the permission of a site that
 * receives silently (Push API, userVisibleOnly).
 */
export function showPushes(worker: ServiceWorkerGlobalScope): void {
  worker.addEventListener('push', (event) => {
    const { id, title, body, why, url = '/', tag, lang, urgent, actions, shown } = messageOf(event)
    const options: WithActions = {
      ...pictures,
      body: [body, why].filter(Boolean).join('\n'),
      tag: tag ?? '',
      lang: lang ?? 'fr',
      requireInteraction: urgent ?? false,
      ...(actions ? { actions: actions.map(({ action, title: words }) => ({ action, title: words })) } : {}),
      data: { id, url, tag, lang, actions } satisfies Kept,
    }
    event.waitUntil(
      worker.registration.showNotification(title || 'Bocage', options).then(() => tellShown(shown)),
    )
  })

  worker.addEventListener('notificationclick', (event) => {
    event.notification.close()
    const kept = (event.notification.data ?? {}) as Kept
    const post = kept.actions?.find(({ action }) => action === event.action)?.post
    event.waitUntil(post ? answer(worker, kept, post) : open(worker, kept.url ?? '/'))
  })
}
