import type { Reader } from '../../db/client.ts'
import type { Deps } from '../platform/http.ts'
import { layOutMail } from '../platform/mail-layout.ts'
import { concernedPlaces, gatherByCommune, type News, type Place } from './alert-fan-out.ts'
import {
  findTold,
  listFollowers,
  listFollowersOfDevices,
  type Following,
} from './alert-followers.repository.ts'
import { choicesUrl, followerSecret, stopOneClickUrl, stopUrl } from './alert-followers.secrets.ts'
import { fillIn, mailWords } from './alert-mail.words.ts'
import { alertSentences, kindWords } from './alert-notifications.words.ts'
import { findAlert, type AlertRow } from './alert.repository.ts'
import { isUrgent, maskOf } from './alert.rules.ts'
import { pathOf, saidIn, type AlertLanguage } from './alert-views.ts'
import type { BatchHandler, NotificationPayload } from './alerts.types.ts'
import { deviceSubject } from './alerts.usecases.ts'

type Given = Pick<Deps, 'config'>

/** Names somebody told by mail or text message as the person a notification is for. */
export const followerPerson = (id: string) => `alert-follower:${id}`

export const languageOf = (locale: string): AlertLanguage =>
  locale === 'en' || locale === 'nl' ? locale : 'fr'

const moments = new Map(
  (['fr', 'en', 'nl'] as const).map((language) => [
    language,
    new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
      timeZone: 'Europe/Paris',
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      hour: '2-digit',
      minute: '2-digit',
    }),
  ]),
)
const momentIn = (language: AlertLanguage, at: number) => moments.get(language)?.format(at) ?? ''

type Told = { row: AlertRow; news: News; place: Place }

/** Every edition of an alert answers the first to the same person, so that a mail program keeps them together (RFC 5322 §3.6.4). */
function threadOf({ row, host, followerId }: { row: AlertRow; host: string; followerId: string }) {
  const idOf = (edition: number) => `<alert-${row.id}.${edition}.${followerId}@${host}>`
  const messageId = idOf(row.edition)
  return row.edition <= 1 ? { messageId } : { messageId, inReplyTo: idOf(1) }
}

/** A mail of an alert: whole without opening anything, with why it came and how to stop it. */
export function alertMail(
  { config }: Given,
  { row, news, place }: Told,
  { followerId, locale }: Pick<Following, 'followerId' | 'locale'>,
): NotificationPayload {
  const language = languageOf(locale)
  const { title, words } = saidIn(row, language)
  const say = mailWords[language]
  const kind = kindWords[language][row.kind]
  const headline = `${kind} : ${title}`
  const before = news === 'published' ? '' : alertSentences[language][news].trim()
  const told = news === 'ended' ? (row.endWords ?? '') : words
  const secret = followerSecret(config.secret, followerId)
  const { publicUrl } = config
  const url = `${publicUrl}${pathOf(row.id)}`
  const start = momentIn(language, row.startsAt)
  const mail = layOutMail({
    language,
    title: [before, headline].filter(Boolean).join(' '),
    paragraphs: [
      ...told.split(/\n{2,}/),
      ...(row.street && news !== 'ended' ? [row.street] : []),
      ...(news === 'ended' ? [] : [fillIn(say.when, { start, end: momentIn(language, row.endsAt) })]),
      `${row.issuer}, ${place.name}`,
    ].filter(Boolean),
    action: { label: say.see, url },
    footer: fillIn(say.why, { place: place.name }),
    footerLinks: [
      { label: fillIn(say.stopKind, { kind }), url: stopUrl(publicUrl, secret, row.kind) },
      { label: say.choices, url: choicesUrl(publicUrl, secret) },
      { label: say.stopAll, url: stopUrl(publicUrl, secret, 'tout') },
    ],
  })
  return {
    title: headline,
    body: told,
    url,
    lang: language,
    email: {
      // The same words at each edition: some programs keep together only what has one subject.
      subject: news === 'published' ? headline : `Re: ${headline}`,
      ...mail,
      listUnsubscribeUrl: stopOneClickUrl(publicUrl, secret),
      thread: threadOf({ row, host: new URL(publicUrl).hostname, followerId }),
    },
  }
}

/** What an event of an alert says, unless a later edition replaced it. */
export async function readTold(
  event: { topic: string; payload: Record<string, unknown> },
  read: Reader,
): Promise<{ row: AlertRow; news: News } | null> {
  const row = await findAlert(read, String(event.payload['alertId']))
  if (!row || row.toldEdition !== event.payload['edition']) return null
  return { row, news: event.topic.slice('alert.'.length) as News }
}

/**
 * Those who follow one of its communes by mail, each once. Who has a phone that this event is pushed to gets no mail
 * beside it: the push carries its mail, which leaves when the phone cannot be reached (`withMailInstead`).
 */
export function createAlertMailHandler({ config }: Given): BatchHandler {
  return async (event, read) => {
    const about = await readTold(event, read)
    if (!about) return { drafts: [], next: null }
    const { row, news } = about
    const mask = maskOf([row.kind])
    const { found, next } = await gatherByCommune({
      places: await concernedPlaces(read, row),
      cursor: event.cursor,
      list: (asked) => listFollowers(read, { channel: 'email', mask, ...asked }),
    })
    const phones = [...new Set(found.flatMap(({ one }) => one.deviceId ?? []))].map(deviceSubject)
    const pushed = await findTold(read, { outboxId: event.id, persons: phones })
    const drafts = found
      .filter(({ one }) => one.deviceId === null || !pushed.has(deviceSubject(one.deviceId)))
      .map(({ place, one }) => ({
        channel: 'email' as const,
        person: followerPerson(one.followerId),
        address: one.address,
        subject: `alert:${row.id}`,
        urgent: isUrgent(row.kind) && news !== 'ended',
        payload: alertMail({ config }, { row, news, place }, one),
      }))
    return { drafts, next }
  }
}

/** Gives each push of an alert the mail that goes in its place, where its owner follows by mail too. */
export function withMailInstead({ config }: Given, handle: BatchHandler): BatchHandler {
  return async (event, read) => {
    const batch = await handle(event, read)
    const about = await readTold(event, read)
    if (!about || batch.drafts.length === 0) return batch
    const { row, news } = about
    const places = await concernedPlaces(read, row)
    const owners = await listFollowersOfDevices(read, {
      deviceIds: batch.drafts.filter(({ channel }) => channel === 'push').map(({ address }) => address),
      communes: places.map(({ code }) => code),
      mask: maskOf([row.kind]),
    })
    if (owners.length === 0) return batch
    const byDevice = new Map(owners.map((owner) => [owner.deviceId, owner]))
    const drafts = batch.drafts.map((draft) => {
      const owner = draft.channel === 'push' ? byDevice.get(draft.address) : undefined
      const place = owner && places.find(({ code }) => code === owner.communeCode)
      if (!owner || !place) return draft
      const payload = alertMail({ config }, { row, news, place }, owner)
      const fallback = { person: followerPerson(owner.followerId), address: owner.address, payload }
      return { ...draft, payload: { ...draft.payload, fallback } }
    })
    return { ...batch, drafts }
  }
}
