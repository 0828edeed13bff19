import type { Deps } from '../platform/http.ts'
import { MailError, type Mailer } from '../platform/mailer.ts'
import type { Sender, SendOutcome } from './alerts.types.ts'
import { mailboxKey, returnPathOf } from './mail-bounces.ts'
import { judgeRefusal } from './mail-bounces.rules.ts'
import { recordRefusal, stoppedSince } from './mail-bounces.usecases.ts'

/**
 * Sends notifications by email. The Message-ID is the same at each try: a repeat after a crash is the same
 * message to every mailbox that compares them (RFC 5322 §3.6.4).
 */
export function createEmailSender({
  mailer,
  config,
  database,
  clock,
}: { mailer: Pick<Mailer, 'send'> } & Pick<Deps, 'config' | 'database' | 'clock'>): Sender {
  const { hostname } = new URL(config.publicUrl)
  const { secret, bounceAddress } = config

  /** A refusal that speaks of the mailbox is held against it, in the transaction that ends the message. */
  function outcomeOf(error: MailError, address: string): SendOutcome {
    const { refusal } = error
    const verdict = refusal ? judgeRefusal(refusal) : 'none'
    const key = mailboxKey(secret, address)
    return {
      kind: error.temporary ? 'retry' : 'failed',
      error: `mail-${error.code}`,
      ...(verdict === 'none'
        ? {}
        : {
            record: (tx) =>
              recordRefusal(tx, { key, verdict, status: refusal?.status ?? null, now: clock.now() }),
          }),
    }
  }

  return async ({ id, address, payload }) => {
    if (!address) return { kind: 'dropped', error: 'no-address' }
    const { title, body, url, email } = payload
    if (!email?.isAskedFor && (await stoppedSince(database.read, { config, address })) !== null)
      return { kind: 'dropped', error: 'mailbox-stopped' }
    const text = email?.text ?? `${body}\n\n${new URL(url, config.publicUrl).href}\n`
    const stop = email?.listUnsubscribeUrl
    const answers = email?.thread?.inReplyTo
    try {
      await mailer.send({
        to: address,
        subject: email?.subject ?? title,
        ...(bounceAddress ? { returnPath: returnPathOf({ secret, bounceAddress, address }) } : {}),
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
      return outcomeOf(error, address)
    }
  }
}
