import { createHmac } from 'node:crypto'
import { uuidv7 } from 'uuidv7'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mailbox, notification } from '../../../db/schema/index.ts'
import { mailboxOfReturnPath, returnPathOf } from '../../../api/alerts/mail-bounces.ts'
import { afterRefusal, judgeRefusal } from '../../../api/alerts/mail-bounces.rules.ts'
import { openDemoTerritory } from '../../../api/territory/territory.demo.ts'
import { openStaffApp, type StaffApp } from '../../support/staff.ts'
import { mormal } from '../../support/territories.ts'

// Mailboxes that refuse: as the mail is handed over, or by a notification that comes back later. Real SMTP.

const shared = 'a-shared-secret-of-the-mail-server'
const jo = 'jo@exemple.fr'
let t: StaffApp

beforeEach(async () => {
  t = await openStaffApp({
    env: { BOUNCE_ADDRESS: 'rebonds@bocage.example', MAIL_BOUNCE_SECRET: shared },
  })
  await openDemoTerritory(t.deps)
})
afterEach(() => t.close())

const ask = async (email = jo) => {
  const body = { territory: mormal.siren, commune: '59053', kinds: ['danger'], email, locale: 'fr' }
  await t.call('POST', '/api/alert-followers', { body, headers: { 'idempotency-key': uuidv7() } })
  await t.worker.runOnce()
}
const mailsTo = (email = jo) => t.mailbox.mails.filter(({ to }) => to.includes(email))
const hashIn = (email: string, page: string) => {
  const links = mailsTo(email).flatMap((mail) => mail.links)
  return new URL(links.find((link) => link.includes(page)) ?? '').hash.slice(1)
}
async function follower(email = jo): Promise<string> {
  await ask(email)
  const headers = { 'bocage-secret': hashIn(email, '/alertes/confirmer') }
  const answer = await t.call('POST', '/api/alert-followers/confirm', { body: {}, headers })
  return ((await answer.json()) as { secret: string }).secret
}
const own = async (secret: string) => {
  const answer = await t.call('GET', '/api/alert-followers/own', { headers: { 'bocage-secret': secret } })
  return (await answer.json()) as { bounce: { at: number } | null }
}
/** Tells a person by mail, of anything, by the path every message takes. */
async function tell(email = jo): Promise<void> {
  const { database, clock, ids } = t.deps
  const [event] = await database.read.query.outbox.findMany({ limit: 1 })
  await database.write((tx) =>
    tx.insert(notification).values({
      id: ids.next(),
      outboxId: event?.id ?? '',
      channel: 'email',
      person: uuidv7(),
      subject: uuidv7(),
      address: email,
      payload: { title: 'Crue', body: 'L’eau monte.', url: '/', lang: 'fr' },
      nextAt: clock.now(),
      createdAt: clock.now(),
    }),
  )
  await t.worker.runOnce()
}
const returnPath = (email = jo) => mailsTo(email).at(-1)?.returnPath ?? ''

/** What a mail server writes when it could not deliver (RFC 3464). */
const notice = ({
  to,
  status,
  action = 'failed',
  type = 'multipart/report; report-type=delivery-status',
}: {
  to: string
  status: string
  action?: string
  type?: string
}) =>
  [
    'From: MAILER-DAEMON@mx.example',
    `To: ${to}`,
    'Subject: Undelivered Mail Returned to Sender',
    'MIME-Version: 1.0',
    `Content-Type: ${type}; boundary="b"`,
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'Sorry.',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example',
    '',
    'Final-Recipient: rfc822; somebody-else@exemple.fr',
    `Action: ${action}`,
    `Status: ${status}`,
    'Diagnostic-Code: smtp; 550 5.1.1',
    '  no such user',
    '--b--',
    '',
  ].join('\r\n')
const signed = (body: string, { at = t.clock.now(), secret = shared } = {}) => {
  const seconds = Math.floor(at / 1000)
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`
}
async function handOver(body: string, signature = signed(body)) {
  const headers = { 'content-type': 'message/rfc822', 'bocage-signature': signature }
  const answer = await t.request('/api/mail-bounces', { method: 'POST', headers, body })
  return answer.status === 200 ? ((await answer.json()) as { counted: number }).counted : answer.status
}

describe('A mailbox that refuses as the mail is handed over', () => {
  it('for good, is written to no more, and the person is told at their next visit', async () => {
    const secret = await follower()
    expect((await own(secret)).bounce).toBeNull()
    t.mailbox.answerRecipient((address) => (address === jo ? '550 5.1.1 No such user' : null))
    await tell()
    expect((await own(secret)).bounce).toEqual({ at: t.clock.now() })
    t.mailbox.answerRecipient(() => null)
    const before = mailsTo().length
    await tell()
    expect(mailsTo()).toHaveLength(before)
    const ended = await t.database.read.select({ error: notification.lastError }).from(notification)
    expect(ended.map(({ error }) => error)).toEqual(expect.arrayContaining(['mail-550', 'mailbox-stopped']))
    // Asking again, and using the link that came, shows that it works.
    await ask()
    const headers = { 'bocage-secret': hashIn(jo, '/alertes/confirmer') }
    await t.call('POST', '/api/alert-followers/confirm', { body: {}, headers })
    expect((await own(secret)).bounce).toBeNull()
    await tell()
    expect(mailsTo()).toHaveLength(before + 2)
  })

  it('for the content of a message, is not held to be gone', async () => {
    const secret = await follower()
    t.mailbox.answerRecipient(() => '550 5.7.1 Looks like spam')
    await tell()
    expect((await own(secret)).bounce).toBeNull()
  })

  it('for the moment, gets its mail later and keeps no trace', async () => {
    const secret = await follower()
    t.mailbox.answerRecipient(() => '451 4.2.0 Greylisted')
    await tell()
    const before = mailsTo().length
    t.mailbox.answerRecipient(() => null)
    t.clock.advance({ minutes: 2 })
    await t.worker.runOnce()
    expect(mailsTo()).toHaveLength(before + 1)
    expect((await own(secret)).bounce).toBeNull()
    expect(await t.database.read.select().from(mailbox)).toEqual([])
  })
})

describe('A notification that comes back later', () => {
  it('stops the mailbox whose return address it names, whatever it says of recipients', async () => {
    const secret = await follower()
    await follower('somebody-else@exemple.fr')
    expect(returnPath()).toMatch(/^rebonds\+[0-9a-f]{48}@bocage\.example$/)
    expect(returnPath().split('@')[0]?.length).toBeLessThanOrEqual(64)
    expect(await handOver(notice({ to: returnPath().toUpperCase(), status: '5.1.1' }))).toBe(1)
    expect((await own(secret)).bounce).toEqual({ at: t.clock.now() })
    const rows = await t.database.read.select().from(mailbox)
    expect(rows).toHaveLength(1)
    expect(JSON.stringify(rows)).not.toContain('exemple.fr')
  })

  it('of a full mailbox stops it on the fourth day, not on the first', async () => {
    const secret = await follower()
    for (let day = 1; day <= 4; day++) {
      for (let again = 0; again < 3; again++)
        expect(await handOver(notice({ to: returnPath(), status: '5.2.2' }))).toBe(1)
      expect((await own(secret)).bounce === null, `day ${day}`).toBe(day < 4)
      t.clock.advance({ days: 1 })
    }
  })

  it('forged, stops nobody: unsigned, signed long ago, with an invented token, or no notification at all', async () => {
    const secret = await follower()
    const real = notice({ to: returnPath(), status: '5.1.1' })
    expect(await handOver(real, '')).toBe(403)
    expect(await handOver(real, signed(real, { secret: 'another-secret-of-somebody' }))).toBe(403)
    expect(await handOver(real, signed(real, { at: t.clock.now() - 6 * 60_000 }))).toBe(403)
    expect(await handOver(`${real} `, signed(real))).toBe(403)
    const invented = returnPath().replace(/\+(.)/, (_, first: string) => `+${first === '0' ? '1' : '0'}`)
    expect(await handOver(notice({ to: invented, status: '5.1.1' }))).toBe(0)
    const elsewhere = returnPathOf({
      secret: 'x'.repeat(32),
      bounceAddress: 'rebonds@bocage.example',
      address: jo,
    })
    expect(await handOver(notice({ to: elsewhere, status: '5.1.1' }))).toBe(0)
    expect(await handOver(notice({ to: returnPath(), status: '5.1.1', type: 'multipart/mixed' }))).toBe(0)
    for (const action of ['delayed', 'delivered', 'relayed', 'expanded'])
      expect(await handOver(notice({ to: returnPath(), status: '4.4.1', action }))).toBe(0)
    expect(await handOver('not a mail \u0000')).toBe(0)
    expect(await handOver('x'.repeat(1024 * 1024 + 1))).toBe(413)
    expect((await own(secret)).bounce).toBeNull()
  })
})

it('without a shared secret, nothing is taken', async () => {
  const bare = await openStaffApp()
  const headers = { 'content-type': 'message/rfc822', 'bocage-signature': signed('x') }
  expect((await bare.request('/api/mail-bounces', { method: 'POST', headers, body: 'x' })).status).toBe(404)
  await bare.close()
})

describe('What a refusal says', () => {
  it('of the mailbox, is told from what it says of the message or of us', () => {
    const of = (status: string) => judgeRefusal({ status })
    expect(['5.1.1', '5.1.2', '5.1.10', '5.2.1'].map(of)).toEqual(Array(4).fill('hard'))
    expect(['5.2.2', '4.2.2', '4.4.7', '5.4.4', '4.1.1'].map(of)).toEqual(Array(5).fill('soft'))
    expect(['5.7.1', '5.7.26', '5.1.8', '5.2.3', '5.6.0', '4.3.2', '2.0.0'].map(of)).toEqual(
      Array(7).fill('none'),
    )
    const bare = (code: number, stage: 'recipient' | 'message') => judgeRefusal({ status: null, code, stage })
    expect([bare(550, 'recipient'), bare(452, 'recipient'), bare(552, 'recipient')]).toEqual([
      'hard',
      'soft',
      'soft',
    ])
    expect([bare(554, 'recipient'), bare(550, 'message'), bare(451, 'message')]).toEqual([
      'none',
      'none',
      'none',
    ])
  })

  it('softly, is forgotten after a month', () => {
    const day = 86_400_000
    const days = [0, 1, 2, 40, 41].map((n) => n * day)
    let state: ReturnType<typeof afterRefusal> | undefined
    for (const now of days) state = afterRefusal(state, { verdict: 'soft', now: now + day * 20_000 })
    expect(state).toMatchObject({ stoppedAt: null, softCount: 2 })
  })

  it('and a token names one mailbox, in whatever case it comes back', () => {
    const given = { secret: 's'.repeat(32), bounceAddress: 'rebonds@bocage.example' }
    const path = returnPathOf({ ...given, address: 'Jo@Exemple.fr' })
    expect(path).toBe(returnPathOf({ ...given, address: jo }))
    expect(mailboxOfReturnPath(given.secret, path)).toBe(
      mailboxOfReturnPath(given.secret, path.toUpperCase()),
    )
    expect(mailboxOfReturnPath('t'.repeat(32), path)).toBeNull()
  })
})
