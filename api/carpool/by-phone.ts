import type { Reader } from '../../db/client.ts'
import type { NotificationDraft, NotificationPayload, OutboxRow } from '../alerts/alerts.types.ts'
import { findDevicesOf } from './bookings-devices.repository.ts'

type Told = {
  row: Pick<OutboxRow, 'subject'>
  travellerId: string
  /** The mail, and the one that goes in a push's place. */
  mail: { address: string; payload: NotificationPayload & Required<Pick<NotificationPayload, 'email'>> }
  /** What the phone shows, when it shows something else than the mail says. */
  push: Partial<NotificationPayload>
  /** Both ways, even when a phone is told. */
  both?: boolean
}

/** News of somebody's rides: by push to the phones that asked for it, the mail in its place when one cannot be reached; else by mail. */
export async function draftsByPhone(
  read: Reader,
  { row, travellerId, mail, push, both = false }: Told,
): Promise<NotificationDraft[]> {
  const fallback = { person: `traveller:${travellerId}`, ...mail }
  const rest = { subject: row.subject, urgent: true }
  const byMail: NotificationDraft = { ...rest, ...fallback, channel: 'email' }
  const devices = await findDevicesOf(read, travellerId)
  if (devices.length === 0) return [byMail]
  const { email: _, ...shown } = mail.payload
  const pushes = devices.map((deviceId): NotificationDraft => ({
    ...rest,
    channel: 'push',
    person: `device:${deviceId}`,
    address: deviceId,
    payload: { ...shown, ...push, fallback },
  }))
  return both ? [...pushes, byMail] : pushes
}

const HOUR = 3_600
/** The longest that push services keep a message for a phone that is off (RFC 8030 §5.2 lets them choose). */
const LONGEST = 28 * 24 * HOUR

/**
 * Seconds a push is worth delivering: until an hour after the ride. A phone that is off for a weekend reads on Monday what
 * is for Wednesday, since the mail goes only in the place of a push that failed.
 */
export const ttlUntil = (rideAt: number, { createdAt }: Pick<OutboxRow, 'createdAt'>): number =>
  Math.max(60, Math.min(LONGEST, Math.round((rideAt - createdAt) / 1000) + HOUR))
