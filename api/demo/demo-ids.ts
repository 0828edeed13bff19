import { createHash } from 'node:crypto'
import { hashRequest, type WriteKey } from '../platform/idempotency.ts'

/**
 * The id of an invented thing, the same each time (UUID version 8, RFC 9562 §5.8): a demo whose filling was cut short
 * goes on where it stopped.
 */
export function demoId(name: string): string {
  const hex = createHash('sha256').update(`bocage demo ${name}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

export function demoWrite(name: string): WriteKey {
  return { key: `demo-${name}`, route: 'demo', requestHash: hashRequest(name) }
}
