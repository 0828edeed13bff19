import { createHmac, timingSafeEqual } from 'node:crypto'

/** Made of the follower and of until when it counts: the handler that writes it makes it again, and no table holds it. */
export function smsCode(serverSecret: string, { id, until }: { id: string; until: number }): string {
  const mac = createHmac('sha256', serverSecret).update(`sms-code:${id}:${until}`).digest()
  return String(mac.readUInt32BE(0) % 1_000_000).padStart(6, '0')
}

/** What is kept of a code. */
export const hashCode = (serverSecret: string, id: string, code: string): string =>
  createHmac('sha256', serverSecret).update(`sms-code-hash:${id}:${code}`).digest('base64url')

export function isCode(kept: string, given: string): boolean {
  const [a, b] = [Buffer.from(kept), Buffer.from(given)]
  return a.length === b.length && timingSafeEqual(a, b)
}
