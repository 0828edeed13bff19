import type { Reader } from '../../db/client.ts'
import { mailboxOf } from '../accounts/accounts-people.usecases.ts'
import type { NotificationDraft, NotificationPayload } from '../alerts/alerts.types.ts'
import type { Config } from '../config.ts'
import { layOutMail } from '../platform/mail-layout.ts'
import type { Language } from '../platform/problems.ts'
import type { WishRow } from './wishes.repository.ts'
import { stopOneClickUrl, stopSecret, stopUrl } from './wishes.secrets.ts'
import { languageOf, sayWish } from './wishes.words.ts'

/** What one person is told, in their language. */
export type WishMessage = {
  title: string
  /** What a phone shows, a line each. */
  short: string[]
  /** What a mail says. */
  paragraphs: string[]
  /** Page that a tap opens. */
  path: string
}

const daySeconds = 86_400

/**
 * One message to one person, by way of the wishes that it answers: to each phone that asked, with the mail in its place
 * when one cannot be reached; by mail where no phone asked. Says why it came, with one press to stop it.
 */
export async function draftsFor(
  read: Reader,
  config: Pick<Config, 'publicUrl' | 'secret'>,
  {
    wishes,
    subject,
    compose,
  }: {
    /** Of one person: those that this answers. */
    wishes: readonly [WishRow, ...WishRow[]]
    subject: string
    compose: (language: Language) => WishMessage
  },
): Promise<NotificationDraft[]> {
  const [first] = wishes
  const lang = languageOf(first.locale)
  const { title, short, paragraphs, path } = compose(lang)
  const url = `${config.publicUrl}${path}`
  const secret = stopSecret(config.secret, first.id)
  const why = sayWish(lang, 'why', { name: first.name })
  const address = first.userId && (await mailboxOf(read, first.userId))
  const payload: NotificationPayload = {
    title,
    body: paragraphs.join('\n'),
    url,
    lang,
    wishes: wishes.map(({ id }) => id),
  }
  const mail = address
    ? {
        person: `user:${first.userId}`,
        address,
        payload: {
          ...payload,
          email: {
            subject: title,
            ...layOutMail({
              language: lang,
              title,
              paragraphs,
              action: { label: sayWish(lang, 'see'), url },
              footer: `${why}\n${sayWish(lang, 'stopMail')} ${stopUrl(config.publicUrl, secret)}`,
            }),
            listUnsubscribeUrl: stopOneClickUrl(config.publicUrl, secret),
          },
        },
      }
    : null
  const phones = [...new Set(wishes.flatMap(({ deviceId }) => deviceId ?? []))]
  if (phones.length === 0) return mail ? [{ channel: 'email', subject, ...mail }] : []
  return phones.map((deviceId) => ({
    channel: 'push',
    person: `device:${deviceId}`,
    address: deviceId,
    subject,
    payload: {
      ...payload,
      kind: first.kind === 'digest' ? 'digest' : 'wish',
      body: [...short, why].join('\n'),
      // The newest of a wish stands alone: older ones are in the app.
      tag: `wish:${first.id}`,
      ttlSeconds: 2 * daySeconds,
      actions: [
        {
          action: 'stop',
          title: sayWish(lang, 'stop'),
          post: {
            path: '/api/wishes/stop',
            secret,
            body: {},
            done: sayWish(lang, 'stopped', { name: first.name }),
            failed: sayWish(lang, 'notStopped'),
          },
        },
        { action: 'see', title: sayWish(lang, 'see') },
      ],
      ...(mail ? { fallback: mail } : {}),
    },
  }))
}
