import type { Reader } from '../../db/client.ts'
import type { BatchHandler, DraftBatch, NotificationDraft, OutboxRow } from '../alerts/alerts.types.ts'
import type { Config } from '../config.ts'
import type { Clock } from '../platform/clock.ts'
import type { Language } from '../platform/problems.ts'
import { digestBatch } from './digest.usecases.ts'
import { draftsFor, type WishMessage } from './wish-message.ts'
import { manyWords, readNews, type News, type NewsKind } from './wish-news.usecases.ts'
import { listByKey, listHeldKeys, listOfOwners, type WishRow } from './wishes.repository.ts'
import { sayWish } from './wishes.words.ts'

/** Wishes looked at in one transaction: what is more urgent never waits for more than these. */
export const wishesAtOnce = 1000
const shownOnPhone = 4
const shownInMail = 20

type Given = { config: Config; clock: Pick<Clock, 'now'> }

/** Goes through keys in their order, and through each one's wishes in the order of theirs. */
const readCursor = (cursor: string | null): { key: string; afterId: string } => {
  const [key = '', afterId = ''] = (cursor ?? '').split(' ')
  return { key, afterId }
}

/** The next wishes that some keys find; `next`: where to go on from. */
async function nextWishes(read: Reader, keys: Iterable<string>, cursor: string | null) {
  const from = readCursor(cursor)
  const rows: WishRow[] = []
  for (const key of await listHeldKeys(read, keys, from.key)) {
    let afterId = key === from.key ? from.afterId : ''
    for (;;) {
      const limit = wishesAtOnce - rows.length
      const found = await listByKey(read, { key, afterId, limit })
      rows.push(...found)
      afterId = found.at(-1)?.id ?? afterId
      if (rows.length >= wishesAtOnce) return { rows, next: `${key} ${afterId}` }
      if (found.length < limit) break
    }
  }
  return { rows, next: null }
}

function compose(kind: NewsKind, news: readonly [News, ...News[]], wish: WishRow) {
  return (language: Language): WishMessage => {
    const [only] = news
    const lines = news.map(({ line }) => line(language))
    const cut = (count: number) => [
      ...lines.slice(0, count),
      ...(lines.length > count ? [sayWish(language, 'more', { n: lines.length - count })] : []),
    ]
    return {
      title:
        news.length === 1 ? only.title(language) : sayWish(language, manyWords[kind], { n: news.length }),
      short: cut(shownOnPhone),
      paragraphs: cut(shownInMail),
      path: (news.length === 1 ? only.path : null) ?? wish.path,
    }
  }
}

async function newsBatch(
  { config, clock }: Given,
  row: OutboxRow,
  read: Reader,
  kind: NewsKind,
): Promise<DraftBatch> {
  const { territorySiren, subject } = row
  const causes = row.payload['causes'] as string[]
  const news = await readNews[kind](read, { causes, territorySiren, now: clock.now() })
  const { rows, next } = await nextWishes(read, new Set(news.flatMap(({ keys }) => keys)), row.cursor)
  // A person is told once, of all that any of their wishes asks: found again by another key, they are told already.
  const owners = new Set(rows.map(({ owner }) => owner))
  const drafts: NotificationDraft[] = []
  if (owners.size > 0) {
    const all = await listOfOwners(read, { owners, kind, territorySiren })
    for (const own of Map.groupBy(all, ({ owner }) => owner).values()) {
      const told = news.filter(({ meets }) => own.some(meets))
      const [wish, ...others] = own.filter((one) => told.some(({ meets }) => meets(one)))
      const [first, ...rest] = told
      if (!wish || !first) continue
      drafts.push(
        ...(await draftsFor(read, config, {
          wishes: [wish, ...others],
          subject,
          compose: compose(kind, [first, ...rest], wish),
        })),
      )
    }
  }
  return { drafts, next }
}

/** Handles `wish.<kind>`: whoever wishes for what happened, a thousand wishes at a time. */
export function createWishHandler(given: Given): BatchHandler {
  return (row, read) => {
    const kind = row.topic.slice('wish.'.length)
    return kind === 'digest' ? digestBatch(given, row, read) : newsBatch(given, row, read, kind as NewsKind)
  }
}
