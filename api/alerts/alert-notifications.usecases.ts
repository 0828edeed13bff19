import type { Reader } from '../../db/client.ts'
import { listCommunes } from '../territory/territory.usecases.ts'
import { alertSentences, kindWords } from './alert-notifications.words.ts'
import { findAlert, findAlertCommunes, listFollowing, type AlertRow } from './alert.repository.ts'
import { isUrgent, maskOf } from './alert.rules.ts'
import { pathOf, saidIn, type AlertLanguage } from './alert-views.ts'
import { deviceSubject } from './alerts.usecases.ts'
import type { BatchHandler, DraftBatch, NotificationDraft, OutboxRow } from './alerts.types.ts'

/** People told in one transaction: what is more urgent never waits for more than these. */
export const fanOutSize = 1000
/** A push service keeps it no longer than this for a phone that is off, in seconds. */
const longestTtl = 3 * 86_400
const wordsShown = 400

type Place = { code: string; name: string }
type News = 'published' | 'corrected' | 'ended'

/** Goes through communes in the order of their codes, and through each one's phones in the order of theirs. */
const readCursor = (cursor: string | null): { code: string; afterId: string } => {
  const [code = '', afterId = ''] = (cursor ?? '').split(' ')
  return { code, afterId }
}

async function placesOf(read: Reader, row: AlertRow): Promise<Place[]> {
  const all = await listCommunes({ database: { read }, territorySiren: row.territorySiren })
  const codes = (await findAlertCommunes(read, [row.id])).get(row.id) ?? []
  const named = row.whole ? all : all.filter(({ code }) => codes.includes(code))
  return named.toSorted((a, b) => (a.code < b.code ? -1 : 1))
}

/** What a phone shows; the same tag at each edition, so that the newest stands alone. */
function payloadOf({
  row,
  news,
  place,
  language,
}: {
  row: AlertRow
  news: News
  place: Place
  language: AlertLanguage
}) {
  const { title, words } = saidIn(row, language)
  const say = alertSentences[language]
  const told = news === 'ended' ? (row.endWords ?? '') : words
  const before = news === 'published' ? '' : say[news]
  const shown = told.length > wordsShown ? `${told.slice(0, wordsShown)}…` : told
  const why = say.why.replace('{place}', place.name)
  return {
    title: `${kindWords[language][row.kind]} : ${title}`,
    body: [`${before}${shown}`.trim(), `${row.issuer}. ${why}`].filter(Boolean).join('\n'),
    url: pathOf(row.id),
    tag: `alert:${row.id}`,
    lang: language,
  }
}

const languages: readonly string[] = ['fr', 'en', 'nl']

/** A phone told of an alert by two of its communes is told once: the notification is unique by phone. */
function draftOf(
  { row, news, place, ttlSeconds }: { row: AlertRow; news: News; place: Place; ttlSeconds: number },
  { deviceId, locale }: { deviceId: string; locale: string },
): NotificationDraft {
  const language = languages.includes(locale) ? (locale as AlertLanguage) : 'fr'
  return {
    channel: 'push',
    person: deviceSubject(deviceId),
    address: deviceId,
    subject: `alert:${row.id}`,
    urgent: isUrgent(row.kind) && news !== 'ended',
    payload: { ...payloadOf({ row, news, place, language }), ttlSeconds },
  }
}

/**
 * Handles `alert.published`, `alert.corrected`, `alert.ended`: every phone that follows one of its communes for its
 * kind, a thousand at a time. An edition that a later one replaced is told to nobody: the later one has its own event.
 */
export const alertHandler: BatchHandler = async (event: OutboxRow, read): Promise<DraftBatch> => {
  const nobody = { drafts: [], next: null }
  const row = await findAlert(read, String(event.payload['alertId']))
  if (!row || row.toldEdition !== event.payload['edition']) return nobody
  const news = event.topic.slice('alert.'.length) as News
  const places = await placesOf(read, row)
  const mask = maskOf([row.kind])
  const ttlSeconds =
    news === 'ended'
      ? 86_400
      : Math.min(longestTtl, Math.max(60, Math.round((row.endsAt - event.createdAt) / 1000)))
  const drafts: NotificationDraft[] = []
  let { code, afterId } = readCursor(event.cursor)
  for (const place of places) {
    if (place.code < code) continue
    if (place.code > code) [code, afterId] = [place.code, '']
    for (;;) {
      const limit = fanOutSize - drafts.length
      const found = await listFollowing(read, { communeCode: code, mask, afterId, limit })
      for (const one of found) drafts.push(draftOf({ row, news, place, ttlSeconds }, one))
      afterId = found.at(-1)?.id ?? afterId
      if (drafts.length >= fanOutSize) return { drafts, next: `${code} ${afterId}` }
      if (found.length < limit) break
    }
  }
  return { drafts, next: null }
}
