import { createTransport, type Transporter } from 'nodemailer'
import type { Logger } from 'pino'
import type { Database } from '../../db/client.ts'
import type { Config } from '../config.ts'
import type { Clock } from './clock.ts'
import type { Ids } from './ids.ts'
import { keepLocalMail } from './mail-local.ts'

export type Mail = {
  /** One address, without a name. */
  to: string
  subject: string
  text: string
  html?: string
  headers?: Record<string, string>
  /** Where it comes back when it is refused later. Default: the sender's address. */
  returnPath?: string
}
export type Mailer = {
  /** `smtp` carries mail away, `local` keeps it on the demo's mailbox page, `off` refuses it. */
  mode: 'smtp' | 'local' | 'off'
  /** Resolves once the server has accepted the mail (or it is kept locally). Throws MailError. */
  send: (mail: Mail) => Promise<void>
  /** True when mail can leave: connects to the server and signs in to it, sending nothing. */
  check: () => Promise<boolean>
  close: () => void
}

/** What a server's refusal was about, when it said so (RFC 3463, RFC 5321). */
export type Refusal = { status: string | null; code: number | null; stage: 'recipient' | 'message' | 'other' }

/** Why a mail was not accepted. `temporary`: the same mail may pass later. Holds no address. */
export class MailError extends Error {
  readonly code: string
  readonly temporary: boolean
  readonly refusal: Refusal | null

  constructor(code: string, temporary: boolean, refusal: Refusal | null = null) {
    super(`mail: ${code}`)
    this.name = 'MailError'
    this.code = code
    this.temporary = temporary
    this.refusal = refusal
  }
}

type MailerDeps = {
  config: Pick<Config, 'smtpUrl' | 'mailFrom' | 'production'>
  database: Pick<Database, 'write'>
  clock: Clock
  ids: Ids
  logger: Logger
  /** Where the demo says that a mail came: the console. */
  announce?: (line: string) => void
}

const timeouts = {
  dnsTimeout: 10_000,
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  socketTimeout: 30_000,
}
// Nobody's address has spaces, lists, comments or control characters; whatever has them is an attempt to add headers.
// eslint-disable-next-line no-control-regex
const oneAddress = /^[^\s\x00-\x1f\x7f"(),:;<>[\\\]@]+@[^\s\x00-\x1f\x7f"(),:;<>[\\\]@]+$/
// eslint-disable-next-line no-control-regex
const control = /[\x00-\x1f\x7f\u2028\u2029]+/g
const headerName = /^[A-Za-z0-9-]{1,76}$/

/** The mail with nothing in its headers but what was meant to be there. Throws MailError. */
function safeHeaders({ to, subject, headers = {} }: Mail) {
  if (!oneAddress.test(to) || to.length > 254) throw new MailError('bad-recipient', false)
  for (const [name, value] of Object.entries(headers)) {
    if (!headerName.test(name) || value.search(control) !== -1) throw new MailError('bad-header', false)
  }
  // A subject may quote what a resident wrote.
  return { to, subject: subject.replace(control, ' ').trim().slice(0, 200), headers }
}

/**
 * Sends mail through SMTP_URL. Without one, mail is kept on the demo's mailbox page and its first link is written
 * to the console; in production it is refused.
 */
export function createMailer(deps: MailerDeps): Mailer {
  if (deps.config.smtpUrl) return smtpMailer({ ...deps, smtpUrl: deps.config.smtpUrl })
  return deps.config.production ? noMailer : localMailer(deps)
}

function smtpMailer({ config, logger, smtpUrl }: MailerDeps & { smtpUrl: string }): Mailer {
  const transport: Transporter = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: 3,
    ...timeouts,
    // Mail holds only what we give it: no path or address in a mail makes this process read a file or a page.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    mode: 'smtp',
    send: async (mail) => {
      const { to, subject, headers } = safeHeaders(mail)
      try {
        await transport.sendMail({
          from: config.mailFrom,
          to: { name: '', address: to },
          subject,
          text: mail.text,
          ...(mail.html === undefined ? {} : { html: mail.html }),
          // Keeps out-of-office replies from answering a robot (RFC 3834).
          headers: { 'Auto-Submitted': 'auto-generated', ...headers },
          ...(mail.returnPath ? { envelope: { from: mail.returnPath, to } } : {}),
        })
      } catch (error) {
        throw toMailError(error, logger)
      }
    },
    check: () =>
      transport.verify().then(
        () => true,
        (error: unknown) => {
          toMailError(error, logger)
          return false
        },
      ),
    close: () => transport.close(),
  }
}

/** The server's own words may quote the address: only codes are kept and logged. */
function toMailError(error: unknown, logger: Logger): MailError {
  const {
    code = 'UNKNOWN',
    responseCode,
    response = '',
    command = '',
  } = error as { code?: string; responseCode?: number; response?: string; command?: string }
  // RFC 5321 §4.2.1: 5yz is for good, all else (4yz, no answer at all) may pass later.
  const refused = responseCode !== undefined && responseCode >= 500
  // Wrong credentials are ours to mend: the mail itself is not at fault.
  const temporary = !refused || code === 'EAUTH'
  logger.warn({ code, responseCode, temporary }, 'mail not accepted')
  if (responseCode === undefined || code === 'EAUTH')
    return new MailError(responseCode === undefined ? code : String(responseCode), temporary)
  const stage = command === 'RCPT TO' ? 'recipient' : command === 'DATA' ? 'message' : 'other'
  const status = /(?:^|[\s-])([245]\.\d{1,3}\.\d{1,3})(?=\s|$)/.exec(response)?.[1] ?? null
  return new MailError(String(responseCode), temporary, { status, code: responseCode, stage })
}

function localMailer({
  database,
  clock,
  ids,
  announce = (line) => void process.stdout.write(`${line}\n`),
}: MailerDeps): Mailer {
  return {
    mode: 'local',
    send: async (mail) => {
      const { to, subject, headers } = safeHeaders(mail)
      const { text, html = null } = mail
      await keepLocalMail({
        database,
        mail: { id: ids.next(), at: clock.now(), recipient: to, subject, text, html, headers },
      })
      const link = /https?:\/\/\S+/.exec(text)?.[0]
      announce(`✉ ${to} · ${subject}${link ? `\n  ${link}` : ''}`)
    },
    check: () => Promise.resolve(true),
    close: () => {},
  }
}

const noMailer: Mailer = {
  mode: 'off',
  send: () => Promise.reject(new MailError('no-mail-server', true)),
  check: () => Promise.resolve(false),
  close: () => {},
}
