import type { Reader } from '../../db/client.ts'
import type { Deps } from '../platform/http.ts'
import { layOutMail } from '../platform/mail-layout.ts'
import { communeByCode } from '../territory/territory.usecases.ts'
import { findFollow, findFollower } from './alert-followers.repository.ts'
import { choicesUrl, confirmUrl, followConfirmSecret, followerSecret } from './alert-followers.secrets.ts'
import { followerPerson, languageOf } from './alert-mail.usecases.ts'
import { fillIn, mailWords } from './alert-mail.words.ts'
import { kindWords } from './alert-notifications.words.ts'
import { kindsOf } from './alert.rules.ts'
import type { AlertLanguage } from './alert-views.ts'
import type { OutboxHandler } from './alerts.types.ts'
import { findDigestFollow } from './digest-followers.repository.ts'

type Values = Record<string, string>
/** What an address was asked to receive: alerts of a commune, or its weekly digest. */
type Asked = {
  what: 'alerts' | 'digest'
  followerId: string
  communeCode: string
  isNew: boolean
  /** What fills its sentences. */
  valuesIn: (language: AlertLanguage) => Values
  words: Record<'subject' | 'ask' | 'button' | 'alreadySubject' | 'already', keyof (typeof mailWords)['fr']>
}

/** « dimanche »; 1 is Monday. */
const dayIn = (language: AlertLanguage, weekday: number) =>
  new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, 0, weekday))

async function findAsked(read: Reader, id: string): Promise<Asked | null> {
  const follow = await findFollow(read, id)
  if (follow)
    return {
      ...follow,
      what: 'alerts',
      isNew: follow.confirmedAt === null,
      valuesIn: (language) => ({
        kinds: kindsOf(follow.kinds)
          .map((kind) => kindWords[language][kind])
          .join(', '),
      }),
      words: {
        subject: 'askSubject',
        ask: 'ask',
        button: 'askButton',
        alreadySubject: 'alreadySubject',
        already: 'already',
      },
    }
  const digest = await findDigestFollow(read, id)
  if (!digest) return null
  return {
    ...digest,
    what: 'digest',
    isNew: digest.confirmedAt === null,
    valuesIn: (language) => ({ day: dayIn(language, digest.weekday), hour: String(digest.hour) }),
    words: {
      subject: 'digestSubject',
      ask: 'digestAsk',
      button: 'digestButton',
      alreadySubject: 'digestAlreadySubject',
      already: 'digestAlready',
    },
  }
}

/** Handles `alert-mail.asked`: the link to confirm, or that of one's choices when it is confirmed already. */
export function createConfirmMailHandler({ config }: Pick<Deps, 'config'>): OutboxHandler {
  return async (event, read) => {
    const followId = String(event.payload['followId'])
    const asked = await findAsked(read, followId)
    const follower = asked && (await findFollower(read, asked.followerId))
    if (!asked || !follower) return []
    const { what, communeCode, isNew, words } = asked
    const language = languageOf(follower.locale)
    const say = mailWords[language]
    const place = await communeByCode({ database: { read }, code: communeCode })
    const values = { place: place?.name ?? communeCode, ...asked.valuesIn(language) }
    const url = isNew
      ? confirmUrl(config.publicUrl, followConfirmSecret(config.secret, followId), what)
      : choicesUrl(config.publicUrl, followerSecret(config.secret, follower.id))
    const subject = fillIn(say[isNew ? words.subject : words.alreadySubject], values)
    const body = fillIn(say[isNew ? words.ask : words.already], values)
    const mail = layOutMail({
      language,
      title: subject,
      paragraphs: isNew ? [body, say.askLater] : [body],
      action: { label: isNew ? say[words.button] : say.alreadyButton, url },
      footer: say.askWhy,
    })
    return [
      {
        channel: 'email',
        person: followerPerson(follower.id),
        address: follower.address,
        subject: event.subject,
        payload: { title: subject, body, url, lang: language, email: { subject, ...mail, isAskedFor: true } },
      },
    ]
  }
}
