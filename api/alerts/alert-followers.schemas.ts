import { z } from '@hono/zod-openapi'
import { alertKinds } from '../../db/schema/alerts-published.ts'
import { uuid } from '../platform/wire.ts'

// Shapes on the wire of following a commune by mail or by text message. Instants are epoch milliseconds.

const siren = z.string().regex(/^\d{9}$/)
const communeCode = z.string().regex(/^(?:\d{5}|2[AB]\d{3})$/)
const kindList = z.array(z.enum(alertKinds)).min(1).max(alertKinds.length)
const locale = z.enum(['fr', 'en', 'nl'])

export const mailFollowRequest = z
  .strictObject({
    territory: siren,
    commune: communeCode,
    kinds: kindList,
    email: z.email().max(254).toLowerCase(),
    locale,
  })
  .openapi('MailFollowRequest')
export type MailFollowRequest = z.infer<typeof mailFollowRequest>

export const digestMailRequest = z
  .strictObject({
    territory: siren,
    commune: communeCode,
    /** 1 is Monday. */
    weekday: z.number().int().min(1).max(7),
    hour: z.number().int().min(0).max(23),
    email: z.email().max(254).toLowerCase(),
    locale,
  })
  .openapi('DigestMailRequest')
export type DigestMailRequest = z.infer<typeof digestMailRequest>

const phone = z.string().min(6).max(40)
/** Alerts of danger alone. */
export const smsFollowRequest = z
  .strictObject({ territory: siren, commune: communeCode, phone, locale })
  .openapi('SmsFollowRequest')
export type SmsFollowRequest = z.infer<typeof smsFollowRequest>

export const smsConfirm = z
  .strictObject({ phone, code: z.string().regex(/^\d{6}$/), commune: communeCode })
  .openapi('SmsConfirm')
export type SmsConfirm = z.infer<typeof smsConfirm>

export const followWays = z.object({ sms: z.boolean() }).openapi('FollowWays')

/** Says the same whether the address was known or not. */
export const followAsked = z
  .object({
    /** `mail`: a link was sent to it, to be used first; `code`: a code was, to be given back. `done`: it is the address one is signed in with. */
    next: z.enum(['mail', 'code', 'done']),
  })
  .openapi('FollowAsked')
export type FollowAsked = z.infer<typeof followAsked>

export const followerView = z
  .object({
    channel: z.enum(['email', 'sms']),
    /** With most of it hidden: who holds the link knows it. */
    address: z.string(),
    locale,
    /** Since when nothing is sent to it, because it refused what was: the person is told at their next visit. */
    bounce: z.object({ at: z.number() }).nullable(),
    communes: z.array(
      z.object({
        territory: siren,
        commune: communeCode,
        name: z.string(),
        kinds: z.array(z.enum(alertKinds)),
      }),
    ),
    /** Weekly digests, by mail alone. */
    digests: z.array(
      z.object({
        id: z.string(),
        commune: communeCode,
        name: z.string(),
        weekday: z.number(),
        hour: z.number(),
      }),
    ),
  })
  .openapi('AlertFollower')
export type FollowerView = z.infer<typeof followerView>

/** The same person's phone, with its secret in `Bocage-Device-Secret`: then mail goes when a push can't. */
export const followConfirmRequest = z.strictObject({ deviceId: uuid.optional() }).openapi('FollowConfirm')

export const followConfirmed = z
  .object({
    /** Opens the page of one's choices. */
    secret: z.string(),
    /** What was asked for: the commune's alerts, or its weekly digest. */
    what: z.enum(['alerts', 'digest']),
    commune: communeCode,
    name: z.string(),
  })
  .openapi('FollowConfirmed')
export type FollowConfirmed = z.infer<typeof followConfirmed>

/** All the alerts that this address follows, whole: what is not in it is not followed any more. Digests stay. */
export const followerChoices = z
  .strictObject({
    communes: z.array(z.strictObject({ commune: communeCode, kinds: kindList })).max(20),
  })
  .openapi('AlertFollowerChoices')
export type FollowerChoices = z.infer<typeof followerChoices>

export const followerStop = z
  .strictObject({ kind: z.enum(alertKinds).optional(), digest: uuid.optional() })
  .openapi('AlertFollowerStop')
export const stopped = z.object({ stopped: z.literal(true) })
