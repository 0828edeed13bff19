import { NotSent } from '../http/errors.ts'
import { i18n, speakOf } from '../locales/i18n.ts'

const sentenceOf = {
  'no-room': 'sends.noRoom',
  removed: 'sends.removed',
  'behind-refused': 'sends.behindRefused',
  'other-words': 'sends.otherWords',
} as const

/** Why this app did not send what was written, in the person's language. */
export async function notSent(why: NotSent['why']): Promise<NotSent> {
  await speakOf('sends').catch(() => undefined)
  return new NotSent(why, i18n.global.t(sentenceOf[why]))
}
