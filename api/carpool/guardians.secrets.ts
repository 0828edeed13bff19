import { deriveSecret } from '../platform/link-secrets.ts'

/** Lets a parent agree, look at the rides of their child, cancel and end. `turn`: another parent has another link. */
export const guardianSecret = (serverSecret: string, travellerId: string, turn: number) =>
  deriveSecret(serverSecret, `guardian-${turn}`, travellerId)
export const guardianUrl = (publicUrl: string, secret: string) => `${publicUrl}/trajets/parent#${secret}`
