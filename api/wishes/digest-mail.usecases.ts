import type { Reader } from '../../db/client.ts'
import type { FollowAsked, DigestMailRequest } from '../alerts/alert-followers.schemas.ts'
import { followerPerson } from '../alerts/alert-mail.usecases.ts'
import type { NotificationDraft } from '../alerts/alerts.types.ts'
import {
  askDigestByMail,
  digestLinks,
  digestReaders,
  isDigestRead,
  type DigestReader,
} from '../alerts/digest-followers.usecases.ts'
import type { WantedCheck } from '../alerts/still-wanted.ts'
import type { Config } from '../config.ts'
import type { Deps } from '../platform/http.ts'
import type { Answer, WriteKey } from '../platform/idempotency.ts'
import { layOutMail } from '../platform/mail-layout.ts'
import type { Language } from '../platform/problems.ts'
import type { Caller } from '../platform/rate-limits.ts'
import type { WishMessage } from './wish-message.ts'
import { insertSlot } from './wishes.repository.ts'
import { digestKey, nextSlot, slotOf } from './wishes.rules.ts'
import { parisClock } from './wishes.usecases.ts'
import { languageOf, sayWish } from './wishes.words.ts'

type MailConfig = Pick<Config, 'publicUrl' | 'secret'>

/** Asks for the digest of a commune by mail, without an account. Throws what `askDigestByMail` says. */
export function leaveDigestByMail(
  deps: Pick<Deps, 'database' | 'clock' | 'ids' | 'config' | 'rateLimiter'>,
  asked: { request: DigestMailRequest; write: WriteKey; caller: Caller },
): Promise<Answer<FollowAsked>> {
  return askDigestByMail(deps, {
    ...asked,
    foresee: (tx, slot) =>
      insertSlot(tx, {
        ...slot,
        key: digestKey({ ...slot, commune: slot.communeCode }),
        nextAt: nextSlot(slot, deps.clock.now(), parisClock),
      }),
  })
}

/** The week of a commune to one address: why it came, with one press to stop it. */
function digestMail(
  config: MailConfig,
  {
    reader,
    subject,
    name,
    compose,
  }: {
    reader: DigestReader
    subject: string
    name: string
    compose: (language: Language) => WishMessage
  },
): NotificationDraft {
  const lang = languageOf(reader.locale)
  const { title, paragraphs, path } = compose(lang)
  const url = `${config.publicUrl}${path}`
  const links = digestLinks(config, reader)
  return {
    channel: 'email',
    person: followerPerson(reader.followerId),
    address: reader.address,
    subject,
    payload: {
      title,
      body: paragraphs.join('\n'),
      url,
      lang,
      email: {
        subject: title,
        ...layOutMail({
          language: lang,
          title,
          paragraphs,
          action: { label: sayWish(lang, 'see'), url },
          footer: sayWish(lang, 'digestWhy', { name }),
          footerLinks: [
            { label: sayWish(lang, 'digestStop'), url: links.stop },
            { label: sayWish(lang, 'digestChoices'), url: links.choices },
          ],
        }),
        listUnsubscribeUrl: links.oneClick,
      },
    },
  }
}

/** The next of those who receive a digest by mail without an account; `next`: after whom to go on. */
export async function digestMails(
  read: Reader,
  config: MailConfig,
  {
    key,
    afterId,
    limit,
    ...about
  }: {
    key: string
    afterId: string
    limit: number
    subject: string
    name: string
    compose: (language: Language) => WishMessage
  },
): Promise<{ drafts: NotificationDraft[]; next: string | null }> {
  const slot = slotOf(key)
  const readers = slot ? await digestReaders(read, { slot, afterId, limit }) : []
  const drafts = readers.map((reader) => digestMail(config, { reader, ...about }))
  return { drafts, next: readers.length < limit ? null : (readers.at(-1)?.id ?? null) }
}

/** Of somebody told by mail without an account: the digest that waits is one they still ask for; other mails are not ours to judge. */
export const isDigestMailWanted: WantedCheck = async (read, { id, subject }) => {
  const slot = slotOf(subject)
  return slot === null || isDigestRead(read, { followerId: id, slot })
}
