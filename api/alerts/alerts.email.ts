import type { Config } from '../config.ts'
import { MailError, type Mailer } from '../platform/mailer.ts'
import type { Sender } from './alerts.types.ts'

/**
 * Sends notifications by email. The Message-ID is the same at each try: a repeat after a crash is the same
 * message to every mailbox that compares them (RFC 5322 §3.6.4).
 */
export function createEmailSender({
  mailer,
  config,
}: {
  mailer: Pick<Mailer, 'send'>
  config: Pick<Config, 'publicUrl'>
}): Sender {
  const { hostname } = new URL(config.publicUrl)
  return async ({ id, address, payload }) => {
    if (!address) return { kind: 'dropped', error: 'no-address' }
    const { title, body, url, email } = payload
    const text = email?.text ?? `${body}\n\n${new URL(url, config.publicUrl).href}\n`
    const stop = email?.listUnsubscribeUrl
    const answers = email?.thread?.inReplyTo
    try {
      await mailer.send({
        to: address,
        subject: email?.subject ?? title,
        text,
        ...(email?.html === undefined ? {} : { html: email.html }),
        headers: {
          'Message-ID': email?.thread?.messageId ?? `<${id}@${hostname}>`,
          ...(answers ? { 'In-Reply-To': answers, References: answers } : {}),
          // One click without opening the page (RFC 8058).
          ...(stop
            ? { 'List-Unsubscribe': `<${stop}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
            : {}),
        },
      })
      return { kind: 'sent' }
    } catch (error) {
      if (!(error instanceof MailError)) throw error
      return { kind: error.temporary ? 'retry' : 'failed', error: `mail-${error.code}` }
    }
  }
}
