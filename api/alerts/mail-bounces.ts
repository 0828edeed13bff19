import { createHmac, timingSafeEqual } from 'node:crypto'
import { simpleParser } from 'mailparser'

// Return addresses of our mails, and the reports that come back to them.

const mac = (secret: string, purpose: string, value: string, length: number) =>
  createHmac('sha256', secret).update(`${purpose}:${value}`).digest('hex').slice(0, length)

/** Names a mailbox without its address: keyed, so that a copy of the database gives no address away. */
export const mailboxKey = (secret: string, address: string) =>
  mac(secret, 'mailbox', address.trim().toLowerCase(), 32)

/**
 * The return address of a mail (VERP): `rebonds+TOKEN@domaine`. Only we can make a token, in small letters since some
 * servers change their case: whoever invents one stops nobody's mail.
 */
export function returnPathOf({
  secret,
  bounceAddress,
  address,
}: {
  secret: string
  bounceAddress: string
  address: string
}): string {
  const at = bounceAddress.lastIndexOf('@')
  const key = mailboxKey(secret, address)
  return `${bounceAddress.slice(0, at)}+${key}${mac(secret, 'bounce', key, 16)}${bounceAddress.slice(at)}`
}

/** The mailbox that a return address speaks of; null when it is not one of ours. */
export function mailboxOfReturnPath(secret: string, returnPath: string): string | null {
  const token = /\+([0-9a-f]{48})@/i.exec(returnPath)?.[1]?.toLowerCase()
  if (!token) return null
  const key = token.slice(0, 32)
  const right = Buffer.from(mac(secret, 'bounce', key, 16))
  return timingSafeEqual(right, Buffer.from(token.slice(32))) ? key : null
}

/** What became of a mail at one mailbox (RFC 3464 §2.3). */
export type DeliveryReport = { action: string; status: string }

/** An alert's mail, as its Message-ID names it (`alert-mail.usecases.ts`): which alert, edition, and follower. */
export type ReturnedAlert = { alertId: string; edition: number; followerId: string }

const id = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const alertMessage = new RegExp(`^Message-ID:\\s*<alert-(${id})\\.(\\d{1,9})\\.(${id})@`, 'im')

/** The alert's mail that came back. Servers return the whole of it or its headers alone: read wherever it stands. */
function returnedAlertOf(raw: Buffer): ReturnedAlert | null {
  const [, alertId, edition, followerId] = alertMessage.exec(raw.toString('latin1')) ?? []
  return alertId && edition && followerId ? { alertId, edition: Number(edition), followerId } : null
}

/** `Name: value` lines, folded ones joined; names in small letters. */
function fieldsOf(block: string): Map<string, string> {
  const lines = block.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)
  return new Map(
    lines.flatMap((line) => {
      const [, name, value] = /^([\w-]+):\s*(.*)$/.exec(line) ?? []
      return name === undefined ? [] : [[name.toLowerCase(), value?.trim() ?? ''] as const]
    }),
  )
}

/**
 * A mail received at a return address: whom it was sent to and, when it is a delivery status notification (RFC 3464),
 * what it reports. Anything else (an answer of somebody away, a person's words) reports nothing.
 */
export async function readDeliveryMail(
  raw: Buffer,
): Promise<{ recipients: string[]; reports: DeliveryReport[]; alert: ReturnedAlert | null }> {
  const mail = await simpleParser(raw, {
    keepDeliveryStatus: true,
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipImageLinks: true,
  })
  const recipients = [mail.to ?? []]
    .flat()
    .flatMap(({ value }) => value.flatMap(({ address }) => address ?? []))
  const type = mail.headers.get('content-type') as
    { value?: string; params?: Record<string, string> } | undefined
  const isReport =
    type?.value === 'multipart/report' && type.params?.['report-type']?.toLowerCase() === 'delivery-status'
  if (!isReport) return { recipients, reports: [], alert: null }
  const part = mail.attachments.find(({ contentType }) => contentType === 'message/delivery-status')
  // The first block speaks of the message, each that follows of one recipient.
  const blocks = (part?.content.toString('utf8') ?? '').split(/\r?\n\s*\r?\n/).slice(1, 50)
  const reports = blocks.flatMap((block) => {
    const fields = fieldsOf(block)
    const action = fields.get('action')?.toLowerCase()
    const status = /^\d\.\d{1,3}\.\d{1,3}/.exec(fields.get('status') ?? '')?.[0]
    return action && status ? [{ action, status }] : []
  })
  return { recipients, reports, alert: returnedAlertOf(raw) }
}
