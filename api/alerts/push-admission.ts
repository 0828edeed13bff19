import type { Tx } from '../../db/client.ts'
import { quietError } from '../../db/schema/index.ts'
import type { Deps } from '../platform/http.ts'
import type { Language } from '../platform/problems.ts'
import type { Device } from './alerts.repository.ts'
import type { DueNotification, NotificationPayload, SendOutcome } from './alerts.types.ts'
import {
  countInDay,
  dropUnheard,
  findLater,
  findSummary,
  insertSummary,
  replaceSummary,
} from './push-admission.repository.ts'
import { canBeStopped, countsInDay, dailyCap, heldUntil, pushKindOf, summaryAt } from './push-policy.rules.ts'
import { pushSentences } from './push.words.ts'

export const languageOfDevice = ({ locale }: Pick<Device, 'locale'>): Language =>
  locale === 'en' || locale === 'nl' ? locale : 'fr'
export const quietOf = ({ quietFrom, quietTo }: Pick<Device, 'quietFrom' | 'quietTo'>) =>
  quietFrom === null || quietTo === null ? null : { from: quietFrom, to: quietTo }

type Item = { title: string; url: string }
const mostItems = 10
const titleShown = 60
/** What fits in a push beside the words, in characters of an address. */
const addressLimit = 1800
const summaryPath = '/alertes/resume'

const pack = (items: Item[]) => Buffer.from(JSON.stringify(items)).toString('base64url')
function unpack(url: string): Item[] {
  const packed = url.split('#')[1]
  return packed ? (JSON.parse(Buffer.from(packed, 'base64url').toString()) as Item[]) : []
}

/** What the summary says with one more in it. What it holds is kept in the address, after the #: no server sees it. */
function summaryWith(
  { title, url }: NotificationPayload,
  before: { payload: NotificationPayload; count: number } | null,
  language: Language,
): NotificationPayload {
  const { summary, more, whySummary } = pushSentences[language]
  const count = (before?.count ?? 0) + 1
  const known = before ? unpack(before.payload.url) : []
  const longer = [...known, { title: title.slice(0, titleShown), url }]
  const items = longer.length <= mostItems && pack(longer).length <= addressLimit ? longer : known
  const lines = items.map((item) => `• ${item.title}`)
  const left = count - items.length
  if (left > 0) lines.push(more.replace('{count}', String(left)))
  return {
    title: (count === 1 ? summary.one : summary.many).replace('{count}', String(count)),
    body: lines.join('\n'),
    url: `${summaryPath}#${pack(items)}`,
    tag: 'summary',
    kind: 'summary',
    why: whySummary,
    lang: language,
    summed: count,
  }
}

/** It may go; `record` is written together with its being sent. */
export type Admitted = { go: true; record?: (tx: Tx) => Promise<void> }

const mostCounted = 100_000

/**
 * How many messages each phone was given today, with those in hand, which the database does not know yet. Another
 * process knows only what was recorded: of two, a phone may get a few more than its limit.
 */
function createDayCount() {
  let today = ''
  const given = new Map<string, number>()
  return {
    /** False when it had as many as it may; trying again (`first` false) takes nothing more. */
    take: ({ id, sentDay, sentCount }: Device, day: string, first: boolean): boolean => {
      if (day !== today || given.size > mostCounted) given.clear()
      today = day
      if (!first) return true
      const count = Math.max(given.get(id) ?? 0, sentDay === day ? sentCount : 0)
      if (count >= dailyCap) return false
      given.set(id, count + 1)
      return true
    },
  }
}

const dayFormat = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' })
let knownDay = { hour: -1, day: '' }
/** The day in Europe/Paris; asked for each message, and looked up once an hour. */
function dayOf(at: number): string {
  const hour = Math.floor(at / 3_600_000)
  if (hour !== knownDay.hour) knownDay = { hour, day: dayFormat.format(at) }
  return knownDay.day
}

/**
 * Decides, before a push is sent, whether the person wants it, and now. What was stopped, is over
 * or was replaced ends here; quiet hours hold it; what passes the day's limit goes into one summary.
 */
export function createPushAdmission({ database, clock, ids }: Pick<Deps, 'database' | 'clock' | 'ids'>) {
  const count = createDayCount()

  async function addToSummary(tx: Tx, device: Device, due: DueNotification): Promise<void> {
    const language = languageOfDevice(device)
    const told = { subject: `summary:${device.id}`, person: `summary:${device.id}` }
    const known = await findSummary(tx, told)
    const before = known ? { payload: known.payload, count: known.payload.summed ?? 0 } : null
    const payload = summaryWith(due.payload, before, language)
    if (known) return replaceSummary(tx, known.id, payload)
    const now = clock.now()
    await insertSummary(tx, {
      ...told,
      id: ids.next(),
      // The first that it holds is its cause.
      outboxId: due.outboxId,
      address: device.id,
      nextAt: summaryAt(now),
      createdAt: now,
      payload,
    })
  }

  return async function admit(device: Device, due: DueNotification): Promise<Admitted | SendOutcome> {
    const { payload, urgent } = due
    const now = clock.now()
    const kind = pushKindOf(payload.kind, due.subject)
    if (canBeStopped(kind) && device.stopped.includes(kind)) return { kind: 'dropped', error: 'stopped' }
    if (payload.expiresAt !== undefined && payload.expiresAt <= now) return { kind: 'dropped', error: 'over' }
    const until = heldUntil({ kind, urgent, neededBy: payload.neededBy, quiet: quietOf(device), now })
    if (until !== null) return { kind: 'held', error: quietError, until }
    // Only what had to wait can have been overtaken: what leaves at once costs no question.
    const waited = payload.tag !== undefined && (due.attempts > 1 || due.lastError !== null)
    const later = waited ? await findLater(database.read, due) : undefined
    if (later)
      return {
        kind: 'dropped',
        error: 'replaced',
        ...(later.ends ? { record: (tx: Tx) => dropUnheard(tx, due) } : {}),
      }
    if (!countsInDay(kind)) return { go: true }
    const day = dayOf(now)
    if (!count.take(device, day, due.attempts === 1))
      return { kind: 'dropped', error: 'summed-up', record: (tx) => addToSummary(tx, device, due) }
    return { go: true, record: (tx) => countInDay(tx, { id: device.id, day }) }
  }
}
