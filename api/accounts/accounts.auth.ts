import { betterAuth } from 'better-auth'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { magicLink } from 'better-auth/plugins'
import * as schema from '../../db/schema/accounts.ts'
import type { Deps } from '../platform/http.ts'
import { type Language, languages } from '../platform/problems.ts'

export const linkMinutes = 15
export const sessionDays = 30

type SendLink = (link: { email: string; token: string; language: Language }) => Promise<void>

/**
 * Sessions and one-time links, by better-auth. Its own HTTP endpoints are never mounted: every route of ours names
 * its action in the policy, and none consumes a link by GET, which mail scanners do.
 */
export function createAuth({
  config,
  database,
  ids,
  logger,
  sendLink,
}: Pick<Deps, 'config' | 'database' | 'ids' | 'logger'> & { sendLink: SendLink }) {
  return betterAuth({
    appName: 'Bocage',
    baseURL: config.publicUrl,
    secret: config.secret,
    database: drizzleAdapter(database.routed, { provider: 'sqlite', schema }),
    session: {
      expiresIn: sessionDays * 86_400,
      updateAge: 86_400,
      // A revoked session must end at once, so each request asks the database.
      cookieCache: { enabled: false },
    },
    advanced: {
      cookiePrefix: 'bocage',
      useSecureCookies: config.publicUrl.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      ipAddress: { disableIpTracking: true },
      database: { generateId: () => ids.next() },
    },
    telemetry: { enabled: false },
    // Its arguments may hold addresses: only its sentences are logged.
    logger: {
      level: 'warn',
      log: (level, message) =>
        logger[level === 'error' ? 'error' : 'warn']({ library: 'better-auth' }, message),
    },
    plugins: [
      magicLink({
        expiresIn: linkMinutes * 60,
        disableSignUp: true,
        storeToken: 'hashed',
        generateToken: () => ids.secret(),
        sendMagicLink: ({ email, token, metadata }) =>
          sendLink({
            email,
            token,
            language: languages.find((language) => language === metadata?.['language']) ?? 'fr',
          }),
      }),
    ],
  })
}

export type Auth = ReturnType<typeof createAuth>

/** Starts of the names our session cookie may have: https adds a prefix browsers enforce. */
const sessionCookie = /(?:^|;\s*)((?:__Secure-)?bocage\.session_token)=([^;]+)/

/** The session cookie of a request as it came; null without one. */
export function sessionCookieOf(headers: Headers): { name: string; value: string } | null {
  const [, name, value] = sessionCookie.exec(headers.get('cookie') ?? '') ?? []
  return name && value ? { name, value } : null
}
