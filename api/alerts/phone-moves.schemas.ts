import { z } from '@hono/zod-openapi'

const base64url = /^[A-Za-z0-9_-]+$/
const code = z.string().min(22).max(64).regex(base64url).openapi({
  description:
    'At least 128 random bits in base64url, made by the phone that is left and shown on its screen.',
})

export const phoneMoveOffer = z
  .strictObject({
    code,
    sealed: z
      .string()
      .max(120_000)
      .regex(/^[A-Za-z0-9_-]*$/)
      .openapi({
        description:
          'What that phone keeps of its own (links of its reports), sealed with a key that stays in the code on screen.',
      }),
  })
  .openapi('PhoneMoveOffer')
export type PhoneMoveOffer = z.infer<typeof phoneMoveOffer>

export const phoneMoveView = z
  .object({
    state: z.enum(['none', 'shown', 'taken']),
    expiresAt: z.number().nullable().openapi({ description: 'After this the code is worth nothing.' }),
  })
  .openapi('PhoneMove')
export type PhoneMoveView = z.infer<typeof phoneMoveView>

export const phoneMoveTaking = z.strictObject({ code }).openapi('PhoneMoveTaking')

export const phoneMoveTaken = z
  .object({
    sealed: z.string(),
    communes: z.int().openapi({ description: 'How many communes this phone follows now.' }),
  })
  .openapi('PhoneMoveTaken')
export type PhoneMoveTaken = z.infer<typeof phoneMoveTaken>
