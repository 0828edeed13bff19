import { isAPIError } from 'better-auth/api'
import type { Database } from '../../db/client.ts'
import { rolesOfNoStaff } from '../../db/schema/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Mailer } from '../platform/mailer.ts'
import type { Actor } from '../platform/policy.ts'
import { commonProblems, type Language } from '../platform/problems.ts'
import type { Caller, RateLimiter, RateRule } from '../platform/rate-limits.ts'
import { type Auth, linkMinutes, sessionCookieOf, sessionDays } from './accounts.auth.ts'
import { accountProblems } from './accounts.problems.ts'
import {
  deleteExpired,
  deleteSessions,
  eraseAddressesOfLeft,
  findMemberByEmail,
  findMemberships,
  findNamedMemberships,
  findSessions,
} from './accounts.repository.ts'
import { actionsOf, deviceName } from './accounts.rules.ts'
import type { Account, Session } from './accounts.schemas.ts'
import type { Background } from './background.ts'

type Person = NonNullable<Actor>
type Given<T = object> = { auth: Auth; database: Database } & T

const windowSeconds = linkMinutes * 60
const askRule: RateRule = { name: 'sign-in', windowSeconds, perDevice: 10, perAddress: 60 }
// A window as long as a link lives: whoever is flooded on purpose holds a link that works.
const mailboxRule: RateRule = { name: 'sign-in-mailbox', windowSeconds, perDevice: 5, perAddress: 5 }
const confirmRule: RateRule = { name: 'sign-in-confirm', windowSeconds, perDevice: 20, perAddress: 200 }

/** Who sends these headers: staff with their memberships; null without a session, or without any role left. */
export async function readActor({ auth, database, headers }: Given<{ headers: Headers }>): Promise<Actor> {
  const found = await readSession(auth, headers)
  if (!found) return null
  const { id, name, email } = found.user
  const memberships = await findMemberships(database.read, id)
  return memberships.length > 0 ? { userId: id, name, email, memberships } : null
}

async function readSession(auth: Auth, headers: Headers) {
  if (!sessionCookieOf(headers)) return null
  try {
    return await auth.api.getSession({ headers })
  } catch (error) {
    // The session was revoked while it was being renewed.
    if (isAPIError(error) && error.statusCode === 401) return null
    throw error
  }
}

/**
 * Mails a link to a member. What is answered, and how fast, is the same for an address nobody here has: whether it
 * is known is looked up after the answer. Throws `mail-off`, `too-many-requests`.
 */
export async function requestSignIn({
  auth,
  database,
  rateLimiter,
  mailer,
  background,
  caller,
  email,
  language,
}: Given<{
  rateLimiter: RateLimiter
  mailer: Mailer
  background: Background
  caller: Caller
  email: string
  language: Language
}>): Promise<void> {
  if (mailer.mode === 'off') throw accountProblems['mail-off']()
  await database.write(async (tx) => {
    await rateLimiter.spend(tx, askRule, caller)
    await rateLimiter.spend(tx, mailboxRule, { address: email, device: null })
  })
  background.run('sign-in mail', async () => {
    if (!(await findMemberByEmail(database.read, email))) return
    await auth.api.signInMagicLink({ body: { email, metadata: { language } }, headers: new Headers() })
  })
}

/**
 * Uses a link up and opens a session: the answer is the Set-Cookie lines of the new session.
 * Throws `sign-in-link-refused` for a link forged, expired, used, or whose owner has no role left.
 */
export async function confirmSignIn({
  auth,
  database,
  rateLimiter,
  caller,
  token,
  headers,
}: Given<{ rateLimiter: RateLimiter; caller: Caller; token: string; headers: Headers }>): Promise<string[]> {
  await database.write((tx) => rateLimiter.spend(tx, confirmRule, caller))
  const opened = await openSession(auth, { token, headers })
  const memberships = await findMemberships(database.read, opened.userId)
  if (memberships.length > 0) return opened.cookies
  await database.write((tx) => deleteSessions(tx, { userId: opened.userId }))
  throw accountProblems['sign-in-link-refused']()
}

async function openSession(auth: Auth, { token, headers }: { token: string; headers: Headers }) {
  try {
    const answer = await auth.api.magicLinkVerify({ query: { token }, headers, returnHeaders: true })
    return { userId: answer.response.user.id, cookies: answer.headers.getSetCookie() }
  } catch (error) {
    // The library refuses a link by redirecting to an error page.
    if (isAPIError(error) && error.statusCode === 302) throw accountProblems['sign-in-link-refused']()
    throw error
  }
}

/** Ends the session of these headers, if any: the answer is the Set-Cookie lines that forget it. */
export async function signOut({ auth, headers }: { auth: Auth; headers: Headers }): Promise<string[]> {
  const answer = await auth.api.signOut({ headers, returnHeaders: true })
  return answer.headers.getSetCookie()
}

/** The person, their roles with the names of their scopes, and what each allows. */
export async function readAccount({
  database,
  actor,
}: {
  database: Pick<Database, 'read'>
  actor: Person
}): Promise<Account> {
  const memberships = await findNamedMemberships(database.read, { userIds: [actor.userId] })
  return {
    user: { id: actor.userId, name: actor.name, email: actor.email },
    memberships: memberships.map(({ id, role, territory, scope }) => ({
      id,
      role,
      territory,
      scope,
      actions: actionsOf({ role }),
    })),
    others: rolesOfNoStaff.filter((role) => actor.memberships.some((held) => held.role === role)),
  }
}

/**
 * The line that renews the cookie for as long as the session itself slides, for a phone that keeps the app open
 * from one week to the next; null without a session cookie.
 */
export function renewedCookie(headers: Headers, { secure }: { secure: boolean }): string | null {
  const cookie = sessionCookieOf(headers)
  if (!cookie) return null
  const attributes = `Max-Age=${sessionDays * 86_400}; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
  return `${cookie.name}=${cookie.value}; ${attributes}`
}

/** Where a person is signed in, the latest first. */
export async function listSessions({
  auth,
  database,
  clock,
  actor,
  headers,
}: Given<{ clock: Clock; actor: Person; headers: Headers }>): Promise<Session[]> {
  const [current, sessions] = await Promise.all([
    readSession(auth, headers),
    findSessions(database, { userId: actor.userId, now: clock.now() }),
  ])
  return sessions.map(({ id, userAgent, createdAt, updatedAt, expiresAt }) => ({
    id,
    device: deviceName(userAgent),
    createdAt: createdAt.getTime(),
    lastSeenAt: updatedAt.getTime(),
    expiresAt: expiresAt.getTime(),
    current: id === current?.session.id,
  }))
}

/** Ends one's own session. Throws `not-found` for anybody else's. */
export async function endSession({
  database,
  actor,
  id,
}: {
  database: Pick<Database, 'write'>
  actor: Person
  id: string
}): Promise<void> {
  const ended = await database.write((tx) => deleteSessions(tx, { userId: actor.userId, id }))
  if (ended === 0) throw commonProblems['not-found']()
}

/** Forgets sessions and links past their end, with the browser and the address they name. */
export function deleteExpiredSignIns({
  database,
  clock,
}: {
  database: Pick<Database, 'write'>
  clock: Clock
}): Promise<void> {
  return database.write((tx) => deleteExpired(tx, clock.now()))
}

/** How long after their last role an agent can still be asked what they did. */
const addressKeptDays = 365

/** Forgets the addresses of agents who left a year ago: their name stays in the histories they wrote. */
export function forgetFormerStaff({
  database,
  clock,
}: {
  database: Pick<Database, 'write'>
  clock: Clock
}): Promise<void> {
  return database.write((tx) => eraseAddressesOfLeft(tx, clock.now() - addressKeptDays * 86_400_000))
}
