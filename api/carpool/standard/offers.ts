import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Journey } from './elsewhere-read.ts'

/** A journey elsewhere as we showed it: what is booked is what was read, whatever the browser says. */
export type Offer = { operatorId: string; journey: Journey; until: number }

const macOf = (secret: string, content: string) =>
  createHmac('sha256', secret).update(`ride-elsewhere:${content}`).digest('base64url')

export function signOffer(secret: string, offer: Offer): string {
  const content = Buffer.from(JSON.stringify(offer)).toString('base64url')
  return `${content}.${macOf(secret, content)}`
}

/** Null when it is not one of ours, or too old to be true. */
export function readOffer(secret: string, signed: string, now: number): Offer | null {
  const [content = '', mac = ''] = signed.split('.')
  const [given, right] = [Buffer.from(mac), Buffer.from(macOf(secret, content))]
  if (given.length !== right.length || !timingSafeEqual(given, right)) return null
  const offer = JSON.parse(Buffer.from(content, 'base64url').toString()) as Offer
  return offer.until >= now ? offer : null
}
