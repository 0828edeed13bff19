import { mediaUrls } from '../media/media.usecases.ts'
import { concernedPlaces, gatherByCommune, type News, type Place } from './alert-fan-out.ts'
import { alertSentences, kindWords } from './alert-notifications.words.ts'
import { findAlert, listFollowing, type AlertRow } from './alert.repository.ts'
import { isUrgent, maskOf } from './alert.rules.ts'
import { pathOf, saidIn, type AlertLanguage } from './alert-views.ts'
import { deviceSubject } from './alerts.usecases.ts'
import type { BatchHandler, DraftBatch, NotificationDraft, OutboxRow } from './alerts.types.ts'

/** A push service keeps it no longer than this for a phone that is off, in seconds. */
const longestTtl = 3 * 86_400
const wordsShown = 400

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
    body: [`${before}${shown}`.trim(), row.issuer].filter(Boolean).join('\n'),
    why,
    kind: `alert.${row.kind}` as const,
    // Told of nothing before, one is not told that it is over.
    ...(news === 'ended' ? { ends: true } : { expiresAt: row.endsAt }),
    url: pathOf(row.id),
    // The small one: a phone on a slow network shows the words first.
    ...(row.imageId && news !== 'ended' ? { image: mediaUrls(row.imageId).thumbUrl } : {}),
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
  const places = await concernedPlaces(read, row)
  const mask = maskOf([row.kind])
  const ttlSeconds =
    news === 'ended'
      ? 86_400
      : Math.min(longestTtl, Math.max(60, Math.round((row.endsAt - event.createdAt) / 1000)))
  const { found, next } = await gatherByCommune({
    places,
    cursor: event.cursor,
    list: (asked) => listFollowing(read, { mask, ...asked }),
  })
  return { drafts: found.map(({ place, one }) => draftOf({ row, news, place, ttlSeconds }, one)), next }
}
