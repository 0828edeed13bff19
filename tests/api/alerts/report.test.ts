import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { shownToken } from '../../../api/alerts/push-shown.usecases.ts'
import { device } from '../../../db/schema/index.ts'
import { dailyCap } from '../../../api/alerts/push-policy.rules.ts'
import { hour, openAlertTown, type AlertTown } from '../../support/alerts.ts'

// What staff read of an alert that left: reached, shown, failed, by channel, as counts.

const shared = 'a-shared-secret-of-the-mail-server'
let t: AlertTown
beforeEach(async () => {
  t = await openAlertTown({
    env: { BOUNCE_ADDRESS: 'rebonds@bocage.example', MAIL_BOUNCE_SECRET: shared },
  })
})
afterEach(() => t.close())

const noAside = { stopped: 0, replaced: 0, summed: 0, over: 0, untold: 0 }
const none = { reached: 0, waiting: 0, failed: 0, returned: 0, aside: noAside }
const tell = async (...tokens: string[]) =>
  (await t.call('POST', '/api/push/shown', { body: { tokens } })).status
const tokenOf = (content: Record<string, unknown> | undefined) => String(content?.['shown'])

describe('The report of an alert', () => {
  it('tells what was taken by the push service from what a phone really showed, once however often told', async () => {
    const [showing, silent] = [await t.phone(), await t.phone()]
    const { id } = await t.send()
    await t.worker.runOnce()
    // Taken with a 201, and perhaps dropped: nobody knows better.
    expect(await t.report(id)).toMatchObject([
      { news: 'published', channels: [{ channel: 'push', ...none, reached: 2, shown: 0 }] },
    ])
    const token = tokenOf(t.received(showing)[0])
    expect([await tell(token), await tell(token), await tell(token, token)]).toEqual([204, 204, 204])
    expect(await t.report(id)).toMatchObject([{ channels: [{ reached: 2, shown: 1 }] }])
    expect(t.received(silent)).toHaveLength(1)
  })

  it('counts nothing for a token that is made up, of another kind, or of what is forgotten', async () => {
    const phone = await t.phone()
    const { id } = await t.send()
    await t.worker.runOnce()
    const token = tokenOf(t.received(phone)[0])
    const forged = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`
    const strangers = shownToken('another-secret', token.split('.')[0] ?? '')
    expect(await tell(forged, strangers, 'x'.repeat(40))).toBe(204)
    expect(await t.report(id)).toMatchObject([{ channels: [{ reached: 1, shown: 0 }] }])
    expect(await tell()).toBe(422)
    expect(await tell(...Array.from({ length: 51 }, () => token))).toBe(422)
    t.clock.advance({ days: 31 })
    await t.worker.runOnce()
    expect(await tell(token)).toBe(204)
    expect(await t.report(id)).toEqual([])
  })

  it('says nothing of the person but that their phone gave a sign that day', async () => {
    const phone = await t.phone()
    t.clock.advance({ days: 3 })
    await t.send()
    await t.worker.runOnce()
    expect(await tell(tokenOf(t.received(phone)[0]))).toBe(204)
    const [row] = await t.database.read.select().from(device)
    expect(row?.lastSeenAt).toBe(t.clock.now() - (t.clock.now() % 86_400_000))
  })

  it('refuses a flood from one address', async () => {
    await t.phone()
    const { id } = await t.send()
    await t.worker.runOnce()
    const token = tokenOf(t.pushes.received[0]?.content)
    const { database } = t.deps
    expect(await tell(token)).toBe(204)
    await database.write((tx) =>
      tx.run(`update rate_limit set count = 1000000000 where key like 'push-shown:address:%'`),
    )
    expect(await tell(token)).toBe(429)
    expect(await t.report(id)).toMatchObject([{ channels: [{ shown: 1 }] }])
  })

  it('keeps each message of it apart: published, then ended', async () => {
    await t.phone()
    const { id } = await t.send()
    await t.worker.runOnce()
    t.clock.advance({ minutes: 5 })
    await t.end(id)
    await t.worker.runOnce()
    expect(await t.report(id)).toMatchObject([
      { news: 'ended', channels: [{ channel: 'push', reached: 1 }] },
      { news: 'published', channels: [{ channel: 'push', reached: 1 }] },
    ])
  })

  it('tells an edition replaced before it was told from one that nobody follows', async () => {
    const unfollowed = await t.send()
    await t.worker.runOnce()
    t.clock.advance({ minutes: 5 })
    await t.end(unfollowed.id)
    await t.worker.runOnce()
    expect(await t.report(unfollowed.id)).toMatchObject([
      { news: 'ended', going: false, replaced: false, channels: [] },
      { news: 'published', going: false, replaced: false, channels: [] },
    ])
    await t.phone()
    const slip = await t.send()
    await t.end(slip.id)
    expect(await t.report(slip.id)).toMatchObject([{ going: true }, { going: true, replaced: false }])
    await t.worker.runOnce()
    const [ended, published] = await t.report(slip.id)
    expect(ended).toMatchObject({ news: 'ended', replaced: false })
    expect(published).toMatchObject({ news: 'published', going: false, replaced: true, channels: [] })
  })

  it('tells apart what is read in the summary of a day', async () => {
    await t.phone()
    let last = ''
    for (let i = 0; i <= dailyCap; i++) {
      ;({ id: last } = await t.send({ title: `Coupure ${i}` }))
      await t.worker.runOnce()
    }
    expect(await t.report(last)).toMatchObject([
      { channels: [{ ...none, shown: 0, aside: { ...noAside, summed: 1 } }] },
    ])
  })

  it('tells apart what the night made useless: over, replaced, or the end of what nobody was told of', async () => {
    await t.phone(undefined, { quiet: true })
    // 23:00 in Paris, in November.
    t.clock.advance({ ms: (22 * hour - (t.clock.now() % (24 * hour)) + 24 * hour) % (24 * hour) })
    const short = await t.send({ endsAt: t.clock.now() + 5 * hour })
    const ended = await t.send()
    await t.worker.runOnce()
    t.clock.advance({ minutes: 5 })
    await t.end(ended.id)
    await t.worker.runOnce()
    t.clock.advance({ hours: 9 })
    await t.worker.runOnce()
    expect(await t.report(short.id)).toMatchObject([
      { channels: [{ ...none, aside: { ...noAside, over: 1 } }] },
    ])
    expect(await t.report(ended.id)).toMatchObject([
      { news: 'ended', channels: [{ ...none, aside: { ...noAside, untold: 1 } }] },
      { news: 'published', channels: [{ ...none, aside: { ...noAside, replaced: 1 } }] },
    ])
  })

  it('counts a phone that is gone as failed, and the mail that went in its place', async () => {
    const phone = await t.phone()
    await t.follower('jo@exemple.fr', undefined, phone)
    t.pushes.answer(410, phone.subscription)
    const { id } = await t.send()
    await t.worker.runOnce()
    expect(await t.report(id)).toMatchObject([
      {
        channels: [
          { channel: 'push', ...none, failed: 1, shown: 0 },
          { channel: 'email', ...none, reached: 1, shown: null },
        ],
      },
    ])
  })
})

describe('A mail of an alert that comes back later', () => {
  /** What a mail server hands over of a mail it could not deliver (RFC 3464), with the headers of that mail. */
  async function comesBack(to: string, messageId: string): Promise<number> {
    const body = [
      `To: ${to}`,
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      '',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.example',
      '',
      'Action: failed',
      'Status: 5.7.1',
      '--b',
      'Content-Type: text/rfc822-headers',
      '',
      `Message-ID: ${messageId}`,
      '--b--',
      '',
    ].join('\r\n')
    const seconds = Math.floor(t.clock.now() / 1000)
    const mac = createHmac('sha256', shared).update(`${seconds}.${body}`).digest('hex')
    const headers = { 'content-type': 'message/rfc822', 'bocage-signature': `t=${seconds},v1=${mac}` }
    return (await t.request('/api/mail-bounces', { method: 'POST', headers, body })).status
  }
  const mailOf = (email: string) => {
    const mail = t.lastMail(email)
    return { to: mail.returnPath, messageId: String(mail.headers.get('message-id')) }
  }

  it('is counted among the failed of that alert, once, and of no other', async () => {
    await t.follower('jo@exemple.fr')
    await t.follower('al@exemple.fr')
    const other = await t.send()
    await t.worker.runOnce()
    const { id } = await t.send({ title: 'Autre coupure' })
    await t.worker.runOnce()
    const jo = mailOf('jo@exemple.fr')
    expect(await comesBack(jo.to, jo.messageId)).toBe(200)
    expect(await comesBack(jo.to, jo.messageId)).toBe(200)
    const counts = { channel: 'email', ...none, reached: 1, failed: 1, returned: 1 }
    expect(await t.report(id)).toMatchObject([{ channels: [counts] }])
    expect(await t.report(other.id)).toMatchObject([{ channels: [{ reached: 2, failed: 0 }] }])
    // Jo's return address says nothing of Al's mail.
    const al = mailOf('al@exemple.fr')
    expect(await comesBack(jo.to, al.messageId)).toBe(200)
    expect(await t.report(id)).toMatchObject([{ channels: [counts] }])
  })
})

describe('A message that waits does not leave once it was stopped', () => {
  it('to a phone that the night holds', async () => {
    const [leaving, staying] = [
      await t.phone(undefined, { quiet: true }),
      await t.phone(undefined, { quiet: true }),
    ]
    // 23:00 in Paris, in November.
    t.clock.advance({ ms: (22 * 3_600_000 - (t.clock.now() % 86_400_000) + 86_400_000) % 86_400_000 })
    const { id } = await t.send()
    await t.worker.runOnce()
    expect(await t.report(id)).toMatchObject([{ channels: [{ waiting: 2 }] }])
    await t.follow(leaving, ['danger'])
    t.clock.advance({ hours: 9 })
    await t.worker.runOnce()
    expect([t.received(leaving).length, t.received(staying).length]).toEqual([0, 1])
    expect(await t.report(id)).toMatchObject([
      { channels: [{ ...none, reached: 1, aside: { ...noAside, stopped: 1 } }] },
    ])
  })

  it('by mail, of one kind and of all', async () => {
    const secrets = [
      await t.follower('jo@exemple.fr'),
      await t.follower('al@exemple.fr'),
      await t.follower('bo@exemple.fr'),
    ]
    const before = t.mailbox.mails.length
    t.mailbox.refuse(true)
    const { id } = await t.send()
    await t.worker.runOnce()
    const stop = (secret: string, body: object) =>
      t.call('POST', '/api/alert-followers/stop', { body, headers: { 'bocage-secret': secret } })
    await stop(secrets[0]!, {})
    await stop(secrets[1]!, { kind: 'utilities' })
    await stop(secrets[2]!, { kind: 'danger' })
    t.mailbox.refuse(false)
    t.clock.advance({ minutes: 2 })
    await t.worker.runOnce()
    expect(t.mailbox.mails.slice(before).map(({ to }) => to)).toEqual([['bo@exemple.fr']])
    expect(await t.report(id)).toMatchObject([
      { channels: [{ reached: 1, aside: { ...noAside, stopped: 2 } }] },
    ])
  })
})
