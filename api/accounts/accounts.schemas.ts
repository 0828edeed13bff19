import { z } from '@hono/zod-openapi'
import { roles, rolesOfNoStaff, scopeKinds } from '../../db/schema/accounts.ts'

// eslint-disable-next-line no-control-regex
const withoutControls = /^[^\x00-\x1f\x7f\u2028\u2029]*$/

export const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email())
  .openapi({ type: 'string', format: 'email', example: 'camille.durand@bavay.example' })

export const signInSchema = z.strictObject({ email: emailSchema }).openapi('SignIn')
export const confirmSchema = z.strictObject({ token: z.string().min(16).max(200) }).openapi('SignInConfirm')

export const scopeSchema = z.strictObject({ kind: z.enum(scopeKinds), id: z.string().min(1).max(64) })
export const roleSchema = z.enum(roles)

export const inviteSchema = z
  .strictObject({
    email: emailSchema,
    name: z.string().trim().min(1).max(80).regex(withoutControls),
    role: roleSchema,
    scope: scopeSchema,
  })
  .openapi('Invitation')
export const changeSchema = z.strictObject({ role: roleSchema, scope: scopeSchema }).openapi('RoleChange')

const namedScope = z.object({ kind: z.enum(scopeKinds), id: z.string(), name: z.string() })
const territorySchema = z.object({ siren: z.string(), name: z.string() })

export const accountSchema = z
  .object({
    user: z.object({ id: z.string(), name: z.string(), email: z.string() }),
    memberships: z.array(
      z.object({
        id: z.string(),
        role: roleSchema,
        territory: territorySchema,
        scope: namedScope,
        /** What this role allows within its scope. */
        actions: z.array(z.string()),
      }),
    ),
    /** What one is besides: of an organizer, or somebody who shares rides. */
    others: z.array(z.enum(rolesOfNoStaff)),
  })
  .openapi('Account')
export type Account = z.infer<typeof accountSchema>

export const sessionSchema = z
  .object({
    id: z.string(),
    /** "Firefox, Android"; null when the browser does not say. */
    device: z.string().nullable(),
    createdAt: z.number(),
    lastSeenAt: z.number(),
    expiresAt: z.number(),
    current: z.boolean(),
  })
  .openapi('Session')
export type Session = z.infer<typeof sessionSchema>

export const memberSchema = z
  .object({
    userId: z.string(),
    name: z.string(),
    email: z.string(),
    memberships: z.array(
      z.object({
        id: z.string(),
        role: roleSchema,
        scope: namedScope,
        /** What If-Match must carry to change it. */
        version: z.number(),
      }),
    ),
  })
  .openapi('Member')
export type Member = z.infer<typeof memberSchema>
export type MemberRole = Member['memberships'][number]
