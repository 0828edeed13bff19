type PushMessage = {
  title?: string
  body?: string
  url?: string
  tag?: string
  urgent?: boolean
  lang?: string
}

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
 * Shows a notification for every push, even an unreadable one: browsers withdraw the permission of a site that
 * receives silently (Push API, userVisibleOnly).
 */
export function showPushes(worker: ServiceWorkerGlobalScope): void {
  worker.addEventListener('push', (event) => {
    const message = messageOf(event)
    event.waitUntil(
      worker.registration.showNotification(message.title || 'Bocage', {
        body: message.body ?? '',
        icon: '/icons/bocage-192.png',
        badge: '/icons/bocage-badge-96.png',
        tag: message.tag ?? '',
        lang: message.lang ?? 'fr',
        requireInteraction: message.urgent ?? false,
        data: { url: message.url ?? '/' },
      }),
    )
  })

  worker.addEventListener('notificationclick', (event) => {
    event.notification.close()
    event.waitUntil(open(worker, String(event.notification.data?.url ?? '/')))
  })
}
