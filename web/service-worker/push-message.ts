import type { PushContent } from '../../api/alerts/alerts.rules.ts'
import { isKind, wordsOf } from './push-words.ts'

/** What comes: whatever its sender is, nothing of it is sure to be there. */
export type PushMessage = Partial<PushContent>
type Post = NonNullable<NonNullable<PushContent['actions']>[number]['post']>
/** What a shown notification remembers of its message. */
export type Kept = Pick<PushMessage, 'id' | 'url' | 'tag' | 'lang' | 'kind' | 'at'> & {
  actions?: { action: string; post?: Post }[]
}
/** The DOM's types know neither buttons nor pictures: only workers show them. */
export type ShownOptions = NotificationOptions & {
  image?: string
  actions?: { action: string; title: string }[]
  renotify?: boolean
}
export type Shown = { title: string; options: ShownOptions & { data: Kept } }

export const pictures = { icon: '/icons/bocage-192.png', badge: '/icons/bocage-badge-96.png' }
/** Buttons of our own, beside those a message brings. */
export const stopAction = 'stop-kind'
export const putBackAction = 'put-back-kind'
/** What every system shows; of more, the last are cut. */
const mostButtons = 2

export function readPush(data: PushMessageData | null): PushMessage {
  try {
    const message: unknown = data?.json()
    return message && typeof message === 'object' ? (message as PushMessage) : {}
  } catch {
    return {}
  }
}

/** How a message is shown. One that cannot be read is shown as news, which its tap leads to. */
export function layOut(message: PushMessage): Shown {
  const { id, title, body, why, url, tag = '', lang = 'fr', kind, urgent, actions = [], at, image } = message
  const words = wordsOf(lang)
  const buttons = actions.map(({ action, title: said }) => ({ action, title: said }))
  if (isKind(kind)) buttons.push({ action: stopAction, title: words.stop })
  return {
    title: title || 'Bocage',
    options: {
      ...pictures,
      body: [body, why].filter(Boolean).join('\n') || words.unreadable,
      tag,
      lang,
      requireInteraction: urgent ?? false,
      // What replaces an older message is news, and heard as such.
      ...(tag ? { renotify: true } : {}),
      // Of ours, or none: a message never makes a phone call another site.
      ...(image?.startsWith('/api/media/') ? { image } : {}),
      ...(buttons.length > 0 ? { actions: buttons.slice(0, mostButtons) } : {}),
      data: {
        url: url || '/alertes',
        tag,
        lang,
        ...(id ? { id } : {}),
        ...(kind ? { kind } : {}),
        ...(at ? { at } : {}),
        ...(actions.length > 0
          ? { actions: actions.map(({ action, post }) => ({ action, ...(post ? { post } : {}) })) }
          : {}),
      },
    },
  }
}
