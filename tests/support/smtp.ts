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
  close: () => Promise<void>
}

/** A real SMTP server on loopback that keeps what it is sent. */
export async function openMailbox(): Promise<Mailbox> {
  const mails: ReceivedMail[] = []
  let refusing = false
  async function receive(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
    const parsed = await simpleParser(stream)
    if (refusing) throw Object.assign(new Error('Try again later'), { responseCode: 451 })
    const text = parsed.text ?? ''
    mails.push({
      to: session.envelope.rcptTo.map(({ address }) => address),
      from: parsed.from?.text ?? '',
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
