import { z } from '@hono/zod-openapi'
import { uuid } from '../platform/wire.ts'

const base64url = /^[A-Za-z0-9_-]+$/

export const deviceIdSchema = z.object({
  id: uuid.openapi({
    description: 'UUIDv7 made by the phone.',
    example: '019ab1f4-7c31-7b44-9d0e-2f6f0a7e5c11',
  }),
})

export const deviceSecretHeader = z.object({
  'bocage-device-secret': z.string().min(22).max(128).regex(base64url).openapi({
    description:
      'At least 128 random bits in base64url, made and kept by the phone: only it may change its device.',
  }),
})

/** `PushSubscription.toJSON()` as browsers give it, and the language of the messages. */
export const deviceRegistrationSchema = z
  .strictObject({
    // Made by the browser: what a later one adds is ignored, not refused.
    subscription: z.object({
      endpoint: z.string().min(1).max(2048),
      expirationTime: z.number().nullish(),
      keys: z.object({
        p256dh: z.string().regex(base64url).max(128),
        auth: z.string().regex(base64url).max(64),
      }),
    }),
    locale: z.enum(['fr', 'en', 'nl']),
    subscribedWith: z.string().regex(base64url).max(128).optional().openapi({
      description:
        'The key of ours it was subscribed with; without it, the one that GET /api/push/key gives.',
    }),
  })
  .openapi('DeviceRegistration')
export type DeviceRegistration = z.infer<typeof deviceRegistrationSchema>

export const deviceSchema = z
  .object({
    id: z.string(),
    alive: z
      .boolean()
      .openapi({ description: 'False: the push service said that this phone is gone. Register it again.' }),
    endpoint: z.string().nullable().openapi({
      description: 'Where we send. When it is not the subscription the phone has, register again.',
    }),
    silentSince: z.number().nullable().openapi({
      description:
        'Since when it gave no sign, though messages were sent to it: it probably shows none. Repair it, or send a test.',
    }),
    lastTest: z
      .object({ at: z.number(), state: z.enum(['pending', 'sent', 'failed', 'dropped']) })
      .nullable()
      .openapi({
        description: 'What became of the last test message; `sent` means accepted by the push service.',
      }),
  })
  .openapi('Device')
export type DeviceView = z.infer<typeof deviceSchema>

export const pushKeySchema = z
  .object({ publicKey: z.string().openapi({ description: '`applicationServerKey`, base64url (RFC 8292).' }) })
  .openapi('PushKey')

export const deviceTestSchema = z
  .object({ id: z.string().openapi({ description: 'The event; the message itself comes by push.' }) })
  .openapi('DeviceTest')
