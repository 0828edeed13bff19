import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openAlertTown, type AlertTown, type Phone } from '../../support/alerts.ts'

// A phone that messages are sent to and that gives no sign any more: its owner is told, once.

let t: AlertTown
beforeEach(async () => {
  t = await openAlertTown()
})
afterEach(() => t.close())

const subject = 'Votre téléphone ne montre plus nos messages'
const mails = (email: string) =>
  t.mailbox.mails.filter((mail) => mail.to.includes(email) && mail.subject === subject)
const own = ({ id, secret }: Phone, path = '', method = 'GET') =>
  t.call(method, `/api/devices/${id}${path}`, { headers: { 'bocage-device-secret': secret } })
const silentSince = async (phone: Phone) =>
  ((await (await own(phone)).json()) as { silentSince: number | null }).silentSince
/** Days go by, the worker looks every few of them, and on the last. */
async function days(count: number) {
  for (let left = count; left > 0; left -= 4) {
    t.clock.advance({ days: Math.min(left, 4) })
    await t.worker.runOnce()
  }
}

describe('A phone that gives no sign for a month', () => {
  it('though messages are sent to it, is told of by mail once, and at its next visit', async () => {
    const [phone, unknown] = [await t.phone(), await t.phone()]
    await t.follower('jo@exemple.fr', ['danger', 'utilities'], phone)
    const since = t.clock.now()
    await days(2)
    await t.send()
    await t.worker.runOnce()
    await days(27)
    expect([mails('jo@exemple.fr').length, await silentSince(phone)]).toEqual([0, null])
    await days(5)
    expect(mails('jo@exemple.fr')).toHaveLength(1)
    expect(await silentSince(phone)).toBe(since)
    expect(await silentSince(unknown)).not.toBeNull()
    await days(10)
    expect(t.mailbox.mails.filter((mail) => mail.subject === subject)).toHaveLength(1)
    // The visit is a sign; the next silence is another.
    expect((await own(phone, '/seen', 'POST')).status).toBe(204)
    expect(await silentSince(phone)).toBeNull()
    await days(1)
    await t.send({ title: 'Coupure encore' }, await t.signIn('clerk@mairie.example'))
    await t.worker.runOnce()
    await days(32)
    expect(mails('jo@exemple.fr')).toHaveLength(2)
  }, 60_000)

  it('is told of nothing when nothing was sent to it, or it says that it shows what is sent', async () => {
    const [quiet, showing] = [await t.phone(['school']), await t.phone()]
    await t.follower('jo@exemple.fr', ['danger'], quiet)
    await t.follower('al@exemple.fr', ['danger'], showing)
    await days(20)
    await t.send()
    await t.worker.runOnce()
    const tokens = [String(t.received(showing)[0]?.['shown'])]
    expect((await t.call('POST', '/api/push/shown', { body: { tokens } })).status).toBe(204)
    await days(20)
    expect([await silentSince(quiet), await silentSince(showing)]).toEqual([null, null])
    expect(t.mailbox.mails.filter((mail) => mail.subject === subject)).toEqual([])
  }, 60_000)
})
