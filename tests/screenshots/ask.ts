import { uuidv7 } from 'uuidv7'
import type { TestServer } from '../support/server.ts'

// Asks a running server as people do, before its screens are drawn.

type Answer = Record<string, unknown>
type Ask = (path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>

export const askOf =
  ({ url }: TestServer): Ask =>
  async (path, body, headers = {}) => {
    const answer = await fetch(url + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': uuidv7(), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`)
    return (text ? JSON.parse(text) : {}) as Answer
  }
export const did = async <T>(asked: Promise<Response>): Promise<T> => {
  const answer = await asked
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status} ${text}`)
  return JSON.parse(text) as T
}

export const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

/** The secret of the link of this path mailed to an address. */
export async function secretMailedTo({ mailbox }: TestServer, email: string, path: string): Promise<string> {
  const { links } = await mailbox.waitFor(
    (mail) => mail.to.includes(email) && mail.links.some((link) => link.includes(`${path}#`)),
  )
  return links.find((link) => link.includes(`${path}#`))?.split('#')[1] ?? ''
}

/** Asks as one of the demo's staff, signed in by the link of a mail. */
export async function signedIn(server: TestServer, email: string): Promise<Ask> {
  const ask = askOf(server)
  const origin = { Origin: server.url }
  const before = new Set(server.mailbox.mails)
  await ask('/api/account/sign-in', { email }, origin)
  const { text } = await server.mailbox.waitFor(
    (mail) =>
      !before.has(mail) && mail.to.includes(email) && mail.links.some((link) => link.includes('?token=')),
  )
  const entered = await fetch(`${server.url}/api/account/sign-in/confirm`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...origin },
    body: JSON.stringify({ token: /token=([^\s&]+)/.exec(text)?.[1] }),
  })
  const cookie = entered.headers
    .getSetCookie()
    .map((one) => one.split(';', 1)[0])
    .join('; ')
  return (path, body, headers = {}) => ask(path, body, { cookie, ...origin, ...headers })
}

/** Leaves one link to confirm as it is; confirms another, so that what comes after it can be seen too. */
export async function followTwice(
  server: TestServer,
  { follow, confirm, path }: { follow: (email: string) => Promise<unknown>; confirm: string; path: string },
): Promise<string> {
  await follow('avant@lecteurs.example')
  await secretMailedTo(server, 'avant@lecteurs.example', path)
  await follow('suit@lecteurs.example')
  const secret = await secretMailedTo(server, 'suit@lecteurs.example', path)
  await askOf(server)(confirm, {}, { 'Bocage-Secret': secret })
  return secret
}

/** Addresses of the screens that no message alone leads to, by route. */
export type Addresses = [route: string, address: string][]
