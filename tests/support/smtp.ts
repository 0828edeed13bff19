import { simpleParser, type ParsedMail } from 'mailparser'
import type { AddressInfo } from 'node:net'
import { callbackify } from 'node:util'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'

export type ReceivedMail = {
  /** Envelope recipients: who the server really delivers to. */
  to: string[]
  from: string
  subject: string
  text: string
  html: string
  headers: ParsedMail['headers']
  /** Envelope sender: where it comes back to. */
  returnPath: string
  attachments: ParsedMail['attachments']
  /** Every http(s) address in the text part, in order. */
  links: string[]
}

export type Mailbox = {
  /** What the app is given as SMTP_URL. */
  url: string
  /** What was received, oldest first. */
  mails: ReceivedMail[]
  /** The first mail that fits, waiting for it if need be. Throws after `timeoutMs` with the subjects received. */
  waitFor: (fits: (mail: ReceivedMail) => boolean, timeoutMs?: number) => Promise<ReceivedMail>
  /** While set, the server answers `451` to every mail: a mail server that is down for a moment. */
  refuse: (refusing: boolean) => void
  /** How it answers a recipient, as `550 5.1.1 No such user`; null: takes the mail, as it does unless told. */
  answerRecipient: (answer: (address: string) => string | null) => void
  close: () => Promise<void>
}

/** A real SMTP server on loopback that keeps what it is sent. */
export async function openMailbox(): Promise<Mailbox> {
  const mails: ReceivedMail[] = []
  let refusing = false
  let answerTo: (address: string) => string | null = () => null
  async function receive(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
    const parsed = await simpleParser(stream)
    if (refusing) throw Object.assign(new Error('Try again later'), { responseCode: 451 })
    const text = parsed.text ?? ''
    mails.push({
      to: session.envelope.rcptTo.map(({ address }) => address),
      from: parsed.from?.text ?? '',
      returnPath: session.envelope.mailFrom ? session.envelope.mailFrom.address : '',
      subject: parsed.subject ?? '',
      text,
      html: parsed.html || '',
      headers: parsed.headers,
      attachments: parsed.attachments,
      links: text.match(/https?:\/\/[^\s<>"»)\]]+/g) ?? [],
    })
  }

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onRcptTo: ({ address }, _session, done) => {
      const [, code, words] = /^(\d{3}) (.*)$/.exec(answerTo(address) ?? '') ?? []
      done(code ? Object.assign(new Error(words), { responseCode: Number(code) }) : null)
    },
    onData: callbackify(receive),
  })
  // A client killed in the middle of a mail is part of the tests, not a fault of this server.
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo

  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    refuse: (on) => {
      refusing = on
    },
    answerRecipient: (answer) => {
      answerTo = answer
    },
    waitFor: async (fits, timeoutMs = 10_000) => {
      const deadline = performance.now() + timeoutMs
      for (;;) {
        const mail = mails.find(fits)
        if (mail) return mail
        if (performance.now() > deadline) {
          const subjects = mails.map(({ subject, to }) => `"${subject}" to ${to.join(', ')}`)
          throw new Error(`No such mail in ${timeoutMs} ms. Received: ${subjects.join('; ') || 'none'}`)
        }
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}
