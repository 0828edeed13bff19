import { testApp, type TestApp } from './app.ts'
import { openMailbox, type Mailbox } from './smtp.ts'

export type CallOptions = {
  body?: unknown
  /** What `signIn` answered. */
  cookie?: string
  headers?: Record<string, string>
}

export type StaffApp = TestApp & {
  mailbox: Mailbox
  /** Lines the demo writes to the console. */
  console: string[]
  call: (method: string, path: string, options?: CallOptions) => Promise<Response>
  /** Signs a member in by the link mailed to them, and answers the session cookie. */
  signIn: (email: string, options?: { headers?: Record<string, string> }) => Promise<string>
}

/** The application with a real mail server, so that staff sign in as they do. */
export async function openStaffApp({
  env = {},
  withMail = true,
}: { env?: Record<string, string>; withMail?: boolean } = {}): Promise<StaffApp> {
  const mailbox = await openMailbox()
  const lines: string[] = []
  const app = await testApp({
    env: { ...(withMail ? { SMTP_URL: mailbox.url } : {}), ...env },
    announce: (line) => void lines.push(line),
  })

  const call: StaffApp['call'] = (method, path, { body, cookie, headers } = {}) =>
    app.request(path, {
      method,
      headers: { ...(cookie ? { cookie } : {}), ...headers },
      ...(body === undefined ? {} : { json: body }),
    })

  return {
    ...app,
    mailbox,
    console: lines,
    call,
    signIn: async (email, { headers = {} } = {}) => {
      const before = mailbox.mails.length
      await call('POST', '/api/account/sign-in', { body: { email } })
      const isLink = ({ to, links }: Mailbox['mails'][number]) =>
        to.includes(email) && links.some((link) => link.includes('?token='))
      const mail = await mailbox.waitFor((mail) => isLink(mail) && mailbox.mails.indexOf(mail) >= before)
      const token = new URL(mail.links[0] ?? '').searchParams.get('token')
      const answer = await call('POST', '/api/account/sign-in/confirm', { body: { token }, headers })
      if (answer.status !== 204) throw new Error(`${email} could not sign in: ${answer.status}`)
      return cookieOf(answer)
    },
    close: async () => {
      await app.close()
      await mailbox.close()
    },
  }
}

/** What a browser would send back of the cookies an answer sets. */
export function cookieOf(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0] ?? '')
    .join('; ')
}
