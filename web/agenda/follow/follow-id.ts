import { toHex } from '../../http/hex.ts'

const bytesOf = (uuid: string) =>
  Array.from(uuid.replaceAll('-', '').matchAll(/../g), ([pair]) => parseInt(pair, 16))

/** One id (a UUID of our own making, RFC 9562 §5.8) for an event and a phone: asked again, it is the same wish. */
export function followId(eventId: string, deviceId: string): string {
  const device = bytesOf(deviceId)
  const mixed = bytesOf(eventId).map((byte, index) => byte ^ (device[index] ?? 0))
  mixed[6] = ((mixed[6] ?? 0) & 0x0f) | 0x80
  mixed[8] = ((mixed[8] ?? 0) & 0x3f) | 0x80
  return toHex(mixed).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

/** Following an event on a phone, and no longer: in the order in which they were asked for. */
export const followSubject = (eventId: string) => `event-follow:${eventId}`
