import { movedTag } from '../../api/alerts/push-kinds.rules.ts'
import { recallPhone, rememberPhone, type PushShown } from '../alerts/phone-memory.ts'
import {
  layOut,
  pictures,
  putBackAction,
  readPush,
  stopAction,
  type Kept,
  type PushMessage,
  type Shown,
  type ShownOptions,
} from './push-message.ts'
import { isKind, wordsOf } from './push-words.ts'
import { tellShown } from './shown.ts'
import { askApi } from './ask-api.ts'
import { askAsPhone } from './subscription.ts'

async function open(worker: ServiceWorkerGlobalScope, address: string): Promise<void> {
  const url = new URL(address, worker.location.origin)
  // A message never sends anyone to another site.
  const target = url.origin === worker.location.origin ? url.href : worker.location.origin
  const windows = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const same = windows.find((client) => client.url === target)
  if (same) await same.focus()
  else await worker.clients.openWindow(target)
}

/** Says in its place what became of a button that was pressed. */
function say(
  worker: ServiceWorkerGlobalScope,
  kept: Kept,
  body: string,
  more: Pick<ShownOptions, 'actions'> & { url?: string } = {},
): Promise<void> {
  const { url = kept.url ?? '/', actions } = more
  const options: ShownOptions = {
    ...pictures,
    body,
    tag: kept.tag ?? '',
    lang: kept.lang ?? 'fr',
    ...(actions ? { actions } : {}),
    data: { ...kept, url, actions: [] } satisfies Kept,
  }
  return worker.registration.showNotification('Bocage', options)
}

type Post = NonNullable<NonNullable<Kept['actions']>[number]['post']>

/**
 * Answers from the notification, by the secret of its link, and shows that it is done. The key of the write is the
 * message's id: pressed on two phones, or sent again, it is one answer. What could not be sent opens its page.
 */
async function answer(worker: ServiceWorkerGlobalScope, kept: Kept, post: Post): Promise<void> {
  const url = new URL(post.path, worker.location.origin)
  const isOurs = url.origin === worker.location.origin && url.pathname.startsWith('/api/')
  const id = kept.id ?? crypto.randomUUID()
  const done =
    isOurs &&
    (
      await askApi(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Bocage-Secret': post.secret, 'Idempotency-Key': id },
        body: JSON.stringify({ ...post.body, ...(post.withId ? { id } : {}) }),
      })
    )?.ok
  const leadsTo = done ? post.doneUrl : post.failedUrl
  await say(worker, kept, done ? post.done : post.failed, leadsTo ? { url: leadsTo } : {})
}

/** Stops the kind of a message, or takes that back; what is shown says so, and how to undo it. */
async function setStopped(worker: ServiceWorkerGlobalScope, kept: Kept, stopped: boolean): Promise<void> {
  const { kind } = kept
  if (!isKind(kind)) return
  const words = wordsOf(kept.lang)
  const path = (id: string) => `/api/devices/${id}/stops`
  const done = await askAsPhone(path, { method: 'POST', body: { kind, stopped } })
  // A page may still hold an older set to give back to a server that lost it: this press counts over it.
  if (done?.ok) await rememberPhone('stops', { ...(await recallPhone('stops')), [kind]: stopped })
  const body = done?.ok
    ? (stopped ? words.stopped : words.isBack).replace('{kind}', words.kinds[kind])
    : words.failed
  await say(worker, kept, body, {
    url: '/mes-alertes',
    ...(done?.ok && stopped ? { actions: [{ action: putBackAction, title: words.putBack }] } : {}),
  })
}

/**
 * Notes on this phone that a push was shown, and tells the pages that are open: the settings say when the last one
 * came.
 */
async function noteShown(worker: ServiceWorkerGlobalScope, message: PushMessage, title: string) {
  const shown = { id: message.id ?? '', tag: message.tag ?? '', title, at: Date.now() }
  await rememberPhone('shown', shown)
  if (message.tag === movedTag) await rememberPhone('moved', { at: shown.at })
  const pages = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true })
  for (const page of pages) page.postMessage({ type: 'push-shown', ...shown } satisfies PushShown)
}

/**
 * Of two messages about one thing the later stands, whichever came last: an older one that was long on its way shows
 * again, without a sound, what is already there.
 */
async function newest(worker: ServiceWorkerGlobalScope, coming: Shown): Promise<Shown> {
  const { tag, at, id } = coming.options.data
  if (!tag) return coming
  const there = await worker.registration.getNotifications({ tag }).catch(() => [])
  for (const shown of there) {
    const kept = (shown.data ?? {}) as Kept
    const isSame = kept.id !== undefined && kept.id === id
    const isLater = kept.at !== undefined && at !== undefined && kept.at > at
    if (!isSame && !isLater) continue
    const { title, body, lang, requireInteraction } = shown
    const { actions } = shown as Notification & Pick<ShownOptions, 'actions'>
    const options = { ...pictures, body, lang, tag, requireInteraction, silent: true, data: kept }
    return { title, options: { ...options, ...(actions ? { actions: [...actions] } : {}) } }
  }
  return coming
}

/**
 * Shows a notification for every push, even an unreadable one: browsers withdraw the permission of a site that
 * receives silently (Push API, userVisibleOnly; iOS does after three).
 */
export function showPushes(worker: ServiceWorkerGlobalScope): void {
  worker.addEventListener('push', (event) => {
    const message = readPush(event.data)
    const show = async () => {
      const coming = layOut(message)
      const { title, options } = await newest(worker, coming)
      await worker.registration.showNotification(title, options)
      await noteShown(worker, message, title)
      // What gave way to a later message was not read by anybody.
      if (options === coming.options) await tellShown(message.shown)
    }
    event.waitUntil(show())
  })

  worker.addEventListener('notificationclick', (event) => {
    event.notification.close()
    const kept = (event.notification.data ?? {}) as Kept
    const act = () => {
      if (event.action === stopAction) return setStopped(worker, kept, true)
      if (event.action === putBackAction) return setStopped(worker, kept, false)
      const post = kept.actions?.find(({ action }) => action === event.action)?.post
      return post ? answer(worker, kept, post) : open(worker, kept.url ?? '/')
    }
    event.waitUntil(act())
  })
}
