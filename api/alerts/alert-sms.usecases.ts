import type { Deps } from '../platform/http.ts'
import { concernedPlaces, gatherByCommune, type News, type Place } from './alert-fan-out.ts'
import { findFollower, listFollowers } from './alert-followers.repository.ts'
import { languageOf, followerPerson, readTold } from './alert-mail.usecases.ts'
import { fillIn } from './alert-mail.words.ts'
import { alertSentences, kindWords } from './alert-notifications.words.ts'
import type { AlertRow } from './alert.repository.ts'
import { isUrgent, maskOf } from './alert.rules.ts'
import { smsWords } from './alert-sms.words.ts'
import { pathOf, saidIn } from './alert-views.ts'
import type { BatchHandler, NotificationPayload, OutboxHandler } from './alerts.types.ts'
import { smsCode } from './sms-followers.secrets.ts'
import { fitText, toGsm } from './sms-text.rules.ts'

type Given = Pick<Deps, 'config'>

function alertText(
  { config }: Given,
  { row, news, place }: { row: AlertRow; news: News; place: Place },
  locale: string,
): NotificationPayload {
  const lang = languageOf(locale)
  const { title, words } = saidIn(row, lang)
  const before = news === 'published' ? '' : alertSentences[lang][news].trim()
  const told = news === 'ended' ? (row.endWords ?? '') : words
  const headline = `${kindWords[lang][row.kind]} : ${title}`
  const url = `${config.publicUrl}${pathOf(row.id)}`
  const text = fitText({
    head: [before, `${place.name}. ${headline}`].filter(Boolean).join(' '),
    words: [news === 'ended' ? '' : (row.street ?? ''), told].filter(Boolean).join('. '),
    tail: `${url}\n${smsWords[lang].stop}`,
  })
  return {
    title: headline,
    body: told,
    url,
    lang,
    sms: { text, territorySiren: row.territorySiren },
    ...(news === 'ended' ? {} : { expiresAt: row.endsAt }),
  }
}

/** Those who follow one of its communes by text message, each once: danger alone, which is what they were promised. */
export function createAlertSmsHandler({ config }: Given): BatchHandler {
  return async (event, read) => {
    const about = config.sms ? await readTold(event, read) : null
    if (!about || about.row.kind !== 'danger') return { drafts: [], next: null }
    const { row, news } = about
    const { found, next } = await gatherByCommune({
      places: await concernedPlaces(read, row),
      cursor: event.cursor,
      list: (asked) => listFollowers(read, { channel: 'sms', mask: maskOf([row.kind]), ...asked }),
    })
    const drafts = found.map(({ place, one }) => ({
      channel: 'sms' as const,
      person: followerPerson(one.followerId),
      address: one.address,
      subject: `alert:${row.id}`,
      urgent: isUrgent(row.kind) && news !== 'ended',
      payload: alertText({ config }, { row, news, place }, one.locale),
    }))
    return { drafts, next }
  }
}

/** Handles `alert-sms.asked`: the code, while it counts and is the last one. */
export function createAlertSmsAskHandler({ config }: Given): OutboxHandler {
  return async (event, read) => {
    const until = Number(event.payload['until'])
    const follower = await findFollower(read, String(event.payload['followerId']))
    if (!follower || follower.codeUntil !== until) return []
    const lang = languageOf(follower.locale)
    const code = smsCode(config.secret, { id: follower.id, until })
    const text = toGsm(fillIn(smsWords[lang].code, { code }))
    return [
      {
        channel: 'sms',
        person: followerPerson(follower.id),
        address: follower.address,
        subject: event.subject,
        urgent: true,
        payload: {
          title: '',
          body: text,
          url: '/',
          lang,
          expiresAt: until,
          sms: { text, territorySiren: event.territorySiren, isCode: true },
        },
      },
    ]
  }
}
