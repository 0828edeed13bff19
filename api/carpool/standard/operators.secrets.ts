import { createHmac } from 'node:crypto'
import { deriveSecret } from '../../platform/link-secrets.ts'
import { seal, unseal } from '../../platform/seal.ts'

/** The key that an operator calls us with: derived, so that who asks again for the same one is told the same. */
export const keyOfTurn = (secret: string, operatorId: string, turn: number) =>
  deriveSecret(secret, 'operator-key', `${operatorId}_${turn}`)

const purpose = 'bocage operator keys'

/** The key we call an operator with, as it is kept. */
export const sealKey = (secret: string, key: string) => seal(key, { secret, purpose })
/** Throws when SECRET is another one than it was sealed with. */
export const openKey = (secret: string, sealed: string) => unseal(sealed, { secret, purpose })

/**
 * How one operator knows one of our people: the same at each call, another for each operator, and nothing that leads
 * back to them without the server's secret.
 */
export const pseudonymOf = (secret: string, operatorId: string, travellerId: string) =>
  createHmac('sha256', secret)
    .update(`operator-person:${operatorId}:${travellerId}`)
    .digest('base64url')
    .slice(0, 22)

/** Our identifier in the standard: the name of this site. */
export const ownDomain = (publicUrl: string) => new URL(publicUrl).hostname
