import type { Reader, Tx } from '../../db/client.ts'
import type { Channel, notification, outbox } from '../../db/schema/index.ts'
import type { Language } from '../platform/problems.ts'
import type { AnyPushKind } from './push-policy.rules.ts'

export type OutboxRow = typeof outbox.$inferSelect

/** What a person reads. Erased from the database once the notification has ended, with the address. */
export type NotificationPayload = {
  title: string
  body: string
  /** Page that a tap opens: a path of ours, or an absolute address under PUBLIC_URL. */
  url: string
  /** Same tag, same place on the phone: the later message replaces the earlier. Default: the notification's id. */
  tag?: string
  /** A picture that a push shows: a path of ours. */
  image?: string
  lang: Language
  /** What a push is, for who stops such ones. Default: by the subject. */
  kind?: AnyPushKind
  /** Why a push came, in a short sentence: « Vous suivez les alertes de Bavay. » */
  why?: string
  /** After this instant it is true no longer, and is not sent. Epoch milliseconds. */
  expiresAt?: number
  /** When what it is about begins: quiet hours hold it only when it can wait. Epoch milliseconds. */
  neededBy?: number
  /** How many messages a summary stands for. */
  summed?: number
  /** Says that what was told is over: to who was never told, it says nothing. */
  ends?: boolean
  /** Wishes that it answers: it is not sent once none of them stands. */
  wishes?: string[]
  /** How long a push service keeps it for a phone that is off. Default: by urgency. */
  ttlSeconds?: number
  /** What a push offers beside opening its page. */
  actions?: PushAction[]
  /** Of a push: the mail that goes in its place when the phone cannot be reached. */
  fallback?: { person: string; address: string; payload: NotificationPayload }
  /** What the email says, when it says more than title, body and address. */
  email?: {
    subject: string
    text: string
    html?: string
    /** Stops such mails when opened, and when POSTed to (RFC 8058, one click). */
    listUnsubscribeUrl?: string
    /** Keeps together the mails about one thing. Default: a Message-ID made of the notification's id. */
    /** Somebody just asked for it: sent also to a mailbox that refused mails, which is how it shows that it works. */
    isAskedFor?: boolean
    thread?: { messageId: string; inReplyTo?: string }
  }
  /** Of a text message: all that it says, and whose month pays for it. */
  sms?: { text: string; territorySiren: string; isCode?: boolean }
  /** What a program on the channel `operator` is told, instead of words for a person. */
  call?: { kind: 'booking' | 'ride'; id: string; message?: { words: string } }
}

/** A button of a push. With `post` it is done without opening a page, by the secret of a link; else it opens the page. */
export type PushAction = {
  action: string
  title: string
  post?: {
    /** Of ours: under `/api/`. */
    path: string
    secret: string
    body: Record<string, string | boolean>
    /** The body is given the message's own id as `id`, for what takes the id of a write from whoever makes it. */
    withId?: true
    /** Page that a tap on « it is done » opens. Default: the message's own. */
    doneUrl?: string
    /** Where a tap leads after it failed: where one does the same by hand. */
    failedUrl?: string
    /** What is shown once it is done, and when it could not be: that one opens the page. */
    done: string
    failed: string
  }
}

/** One message to one person on one channel, as a domain's handler writes it. */
export type NotificationDraft = {
  channel: Channel
  /** The follower, member or device, e.g. `follower:<id>`: told once of one cause on one channel. */
  person: string
  /** An email address, a device id or an operator's. */
  address: string
  /** A person hears of one subject in order. */
  subject: string
  urgent?: boolean
  payload: NotificationPayload
}

/** Some of those an event concerns; `next` is where to go on from (`row.cursor`), null when all were told. */
export type DraftBatch = { drafts: NotificationDraft[]; next: string | null }

/** Says whom a domain event concerns. Reads only; may be called again for the same row, and must answer alike. */
export type OutboxHandler = (row: OutboxRow, read: Reader) => Promise<NotificationDraft[]>

/**
 * The same where they may be thousands: a batch of them, after `row.cursor`, so that what is more urgent gets its turn
 * between two batches.
 */
export type BatchHandler = (row: OutboxRow, read: Reader) => Promise<DraftBatch>

export type DueNotification = Omit<typeof notification.$inferSelect, 'payload'> & {
  payload: NotificationPayload
}

/** `error` is a short code, never an address or a message: it is kept and logged. */
export type SendOutcome =
  | { kind: 'sent'; record?: (tx: Tx) => Promise<void> }
  /** Not now: it counts as no attempt. */
  | { kind: 'held'; error: string; until: number }
  /** `record` is written together with the notification's end: of a retry, when it was the last. */
  | { kind: 'retry'; error: string; retryAfterMs?: number; record?: (tx: Tx) => Promise<void> }
  | { kind: 'failed'; error: string; record?: (tx: Tx) => Promise<void> }
  /** There is no one there any more, or no one who wants it. */
  | { kind: 'dropped'; error: string; record?: (tx: Tx) => Promise<void> }

/** Hands a notification to its channel. Never throws for what the other side does. */
export type Sender = (due: DueNotification) => Promise<SendOutcome>
