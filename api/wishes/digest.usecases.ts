import type { Reader } from '../../db/client.ts'
import { listEvents } from '../agenda/events-public.usecases.ts'
import { newestAlerts } from '../alerts/alert-public.usecases.ts'
import { recordOutbox } from '../alerts/alerts.usecases.ts'
import type { DraftBatch, OutboxRow } from '../alerts/alerts.types.ts'
import { isDigestAwaited } from '../alerts/digest-followers.usecases.ts'
import { readMended } from '../incidents/wished-incidents.usecases.ts'
import type { Config } from '../config.ts'
import { addDays } from '../platform/days.rules.ts'
import type { Deps } from '../platform/http.ts'
import { wallOfInstant } from '../platform/paris-time.ts'
import type { Language } from '../platform/problems.ts'
import { communeByCode } from '../territory/territory.usecases.ts'
import { digestMails } from './digest-mail.usecases.ts'
import { sayDate } from './digest.words.ts'
import { draftsFor, type WishMessage } from './wish-message.ts'
import {
  deleteSlot,
  findSlot,
  hasWishOfKey,
  listByKey,
  listDueSlots,
  moveSlot,
  type SlotRow,
} from './wishes.repository.ts'
import { nextSlot } from './wishes.rules.ts'
import { parisClock } from './wishes.usecases.ts'
import { sayWish, type WishWord } from './wishes.words.ts'

/** People told in one transaction: danger never waits for more than these. */
export const digestAtOnce = 1000
const slotsAtOnce = 100
const weekMs = 7 * 86_400_000
const shown = { alerts: 10, events: 15, mended: 10 }

/**
 * Lets every digest whose hour has come leave, and foresees its next. An hour that the worker slept through is told once,
 * when it wakes: what it missed before is past. Two workers never tell one twice.
 */
export async function startDigests({
  database,
  clock,
  ids,
}: Pick<Deps, 'database' | 'clock' | 'ids'>): Promise<void> {
  let due: SlotRow[]
  do {
    due = await listDueSlots(database.read, clock.now(), slotsAtOnce)
    for (const { key } of due)
      await database.write(async (tx) => {
        const now = clock.now()
        const slot = await findSlot(tx, key)
        if (!slot || slot.nextAt > now) return
        // Nobody follows it any more.
        if (!(await hasWishOfKey(tx, key)) && !(await isDigestAwaited(tx, slot))) return deleteSlot(tx, key)
        await moveSlot(tx, key, nextSlot(slot, now, parisClock))
        await recordOutbox(tx, {
          id: ids.next(),
          territorySiren: slot.territorySiren,
          topic: 'wish.digest',
          subject: key,
          payload: { key, commune: slot.communeCode, at: now },
          at: now,
        })
      })
  } while (due.length === slotsAtOnce)
}

/** The week of a commune, as anyone may read it. */
type Week = {
  name: string
  alerts: { title: string }[]
  events: { title: string; start: string }[]
  mended: { category: string }[]
}

async function readWeek(
  read: Reader,
  { territorySiren, commune, at }: { territorySiren: string; commune: string; at: number },
): Promise<Week | null> {
  const found = await communeByCode({ database: { read }, code: commune })
  if (!found) return null
  const deps = { database: { read }, clock: { now: () => at } }
  const { alerts } = await newestAlerts(deps, { territory: territorySiren, commune })
  const { day } = wallOfInstant(at)
  const { items } = await listEvents(deps, {
    query: { territory: territorySiren, commune, from: day, to: addDays(day, 6) },
    limit: 60,
  })
  const coming = items.filter(({ cancelled, endAt }) => !cancelled && endAt > at)
  const mended = await readMended(read, {
    territorySiren,
    communeCode: commune,
    from: at - weekMs,
    to: at,
    limit: shown.mended,
  })
  const week = alerts.filter(({ publishedAt }) => publishedAt > at - weekMs && publishedAt <= at)
  return { name: found.name, alerts: week, events: coming, mended }
}

function compose({ name, alerts, events, mended }: Week, path: string) {
  return (language: Language): WishMessage => {
    const count = (n: number, one: WishWord, many: WishWord) =>
      n === 0 ? [] : [sayWish(language, n === 1 ? one : many, { n })]
    const block = (title: WishWord, lines: string[], most: number) =>
      lines.length === 0
        ? []
        : [
            [
              `${sayWish(language, title)} :`,
              ...lines.slice(0, most).map((line) => `– ${line}`),
              ...(lines.length > most ? [sayWish(language, 'more', { n: lines.length - most })] : []),
            ].join('\n'),
          ]
    return {
      title: sayWish(language, 'digest', { name }),
      short: [
        [
          ...count(alerts.length, 'alertShort', 'alertsShort'),
          ...count(events.length, 'oneSoonShort', 'soonShort'),
          ...count(mended.length, 'oneMendedShort', 'mendedShort'),
        ].join(', '),
        ...events.slice(0, 3).map(({ title, start }) => `${title} : ${sayDate(language, start)}`),
      ],
      paragraphs: [
        ...block(
          'alerts',
          alerts.map(({ title }) => title),
          shown.alerts,
        ),
        ...block(
          'soon',
          events.map(({ title, start }) => `${title} : ${sayDate(language, start)}`),
          shown.events,
        ),
        ...block(
          'mended',
          mended.map(({ category }) => category),
          shown.mended,
        ),
      ],
      path,
    }
  }
}

/** Where the mails without an account begin, once every wish was gone through. */
const mailsFrom = 'mail:'

/** Who follows a digest, a thousand at a time; nobody when there is nothing to say. */
export async function digestBatch(
  { config }: { config: Pick<Config, 'publicUrl' | 'secret'> },
  { territorySiren, subject, payload, cursor }: OutboxRow,
  read: Reader,
): Promise<DraftBatch> {
  const commune = String(payload['commune'])
  const week = await readWeek(read, { territorySiren, commune, at: Number(payload['at']) })
  if (!week || week.alerts.length + week.events.length + week.mended.length === 0)
    return { drafts: [], next: null }
  const key = String(payload['key'])
  const limit = digestAtOnce
  const { name } = week
  if (cursor?.startsWith(mailsFrom)) {
    const afterId = cursor.slice(mailsFrom.length)
    const about = { subject, name, compose: compose(week, `/agenda?commune=${commune}`) }
    const { drafts, next } = await digestMails(read, config, { key, afterId, limit, ...about })
    return { drafts, next: next && `${mailsFrom}${next}` }
  }
  const found = await listByKey(read, { key, afterId: cursor ?? '', limit })
  const drafts: DraftBatch['drafts'] = []
  for (const row of found)
    drafts.push(
      ...(await draftsFor(read, config, { wishes: [row], subject, compose: compose(week, row.path) })),
    )
  return { drafts, next: found.length < limit ? mailsFrom : (found.at(-1)?.id ?? mailsFrom) }
}
