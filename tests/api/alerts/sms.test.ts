import { createHmac } from 'node:crypto'
import { uuidv7 } from 'uuidv7'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSmsSender } from '../../../api/alerts/alerts.sms.ts'
import type { DueNotification } from '../../../api/alerts/alerts.types.ts'
import { findSpent } from '../../../api/alerts/sms-budget.repository.ts'
import { segmentsOf } from '../../../api/alerts/sms-text.rules.ts'
import { ConfigError, loadConfig } from '../../../api/config.ts'
import { alertFollow, alertFollower, notification, outbox, smsReserved } from '../../../db/schema/index.ts'
import { bavay, openAlertTown, type AlertTown } from '../../support/alerts.ts'
import { openSmsGateway } from '../../support/sms-gateway.ts'
import { mormal } from '../../support/territories.ts'

// Danger by text message: a gateway on loopback, a limit that nothing passes, codes, STOP.

const shared = 'a-shared-secret-of-the-gateway'
const budgetPath = `/api/territories/${mormal.siren}/sms-budget`
const price = 50
let gateway: Awaited<ReturnType<typeof openSmsGateway>>
let t: AlertTown
let admin: string
beforeEach(async () => {
  gateway = await openSmsGateway()
  t = await openAlertTown({
    env: { SMS_URL: gateway.url, SMS_TOKEN: 'jeton', SMS_WEBHOOK_SECRET: shared },
  })
  admin = await t.staff('admin@mairie.example', 'admin')
})
afterEach(async () => {
  await t.close()
  await gateway.close()
})

const budget = async () =>
  (await (await t.call('GET', budgetPath, { cookie: admin })).json()) as {
    spent: number
    version: number
  }
async function allow(monthLimit: number) {
  const { version } = await budget()
  const headers = { 'if-match': `"${version}"` }
  const answer = await t.call('PATCH', budgetPath, { cookie: admin, body: { price, monthLimit }, headers })
  expect(answer.status).toBe(200)
}
const problem = async (answer: Response) => ((await answer.json()) as { type: string }).type.split('/').at(-1)
const ask = (phone: string) =>
  t.call('POST', '/api/alert-followers/sms', {
    body: { territory: mormal.siren, commune: bavay, phone, locale: 'fr' },
    headers: { 'idempotency-key': uuidv7() },
  })
const confirm = (phone: string, code: string) =>
  t.call('POST', '/api/alert-followers/sms/confirm', { body: { phone, code, commune: bavay } })
const textsTo = (number: string) => [...gateway.sentTo(number).values()]
const codeTo = (number: string) => /code est (\d{6})/.exec(textsTo(number).at(-1) ?? '')?.[1] ?? ''

/** Somebody who follows, without the way of the code: for many at a time. */
async function followers(count: number): Promise<string[]> {
  const at = t.clock.now()
  const numbers = Array.from({ length: count }, (_, i) => `+336${String(10_000_000 + i)}`)
  await t.database.write(async (tx) => {
    for (const address of numbers) {
      const [id, followId] = [uuidv7(), uuidv7()]
      const common = { channel: 'sms' as const, createdAt: at, confirmedAt: at }
      await tx.insert(alertFollower).values({ id, address, locale: 'fr', ...common })
      await tx.insert(alertFollow).values({
        id: followId,
        followerId: id,
        territorySiren: mormal.siren,
        communeCode: bavay,
        kinds: 1,
        ...common,
      })
    }
  })
  return numbers
}
const danger = (over: object = {}) =>
  t.send({ kind: 'danger', title: 'Crue', words: 'Montez à l’étage.', ...over })
const later = async (minutes = 3) => {
  t.clock.advance({ minutes })
  await t.worker.runOnce()
}

describe('Following by text message', () => {
  it('counts once the code sent to the number comes back, for danger alone, and STOP ends it', async () => {
    await allow(100_000)
    expect(await (await ask('06 12 34 56 78')).json()).toEqual({ next: 'code' })
    await t.worker.runOnce()
    const number = '+33612345678'
    expect(gateway.calls).toMatchObject([{ to: number, from: 'Bocage', authorization: 'Bearer jeton' }])
    await danger()
    await t.worker.runOnce()
    expect(textsTo(number)).toHaveLength(1)

    const wrong = String((Number(codeTo(number)) + 1) % 1_000_000).padStart(6, '0')
    expect(await problem(await confirm(number, wrong))).toBe('sms-code-wrong')
    const confirmed = await confirm('0612345678', codeTo(number))
    expect(confirmed.status).toBe(200)
    const { secret } = (await confirmed.json()) as { secret: string }
    expect((await confirm(number, codeTo(number))).status).toBe(200)
    const own = () => t.call('GET', '/api/alert-followers/own', { headers: { 'bocage-secret': secret } })
    expect(await (await own()).json()).toMatchObject({
      channel: 'sms',
      address: '+33 ••• 78',
      communes: [{ commune: bavay, kinds: ['danger'] }],
    })

    const { id } = await danger({ title: 'Crue de l’Hogneau' })
    await t.send({ title: 'Coupure' })
    await t.worker.runOnce()
    expect(textsTo(number).slice(1)).toEqual([
      `Bavay. Danger : Crue de l'Hogneau\nMontez à l'étage.\nhttp://bocage.test/alertes/${id}\nArreter : répondez STOP`,
    ])
    expect(await t.report(id)).toMatchObject([{ channels: [{ channel: 'sms', reached: 1, shown: null }] }])

    const reply = async (text: string, secretOf = shared) => {
      const body = JSON.stringify({ from: number, text })
      const seconds = Math.floor(t.clock.now() / 1000)
      const mac = createHmac('sha256', secretOf).update(`${seconds}.${body}`).digest('hex')
      const headers = { 'content-type': 'application/json', 'bocage-signature': `t=${seconds},v1=${mac}` }
      const answer = await t.request('/api/sms-replies', { method: 'POST', headers, body })
      return answer.status === 200 ? ((await answer.json()) as { stopped: boolean }).stopped : answer.status
    }
    expect([await reply('Merci'), await reply('STOP', 'not-the-secret-of-anybody')]).toEqual([false, 403])
    expect((await own()).status).toBe(200)
    // What waits already does not leave either.
    gateway.answer(503)
    await danger({ title: 'Encore' })
    await t.worker.runOnce()
    expect([await reply('Stop.'), await reply('Stop.')]).toEqual([true, true])
    gateway.answer(200)
    const before = gateway.calls.length
    await later()
    expect(gateway.calls).toHaveLength(before)
    expect((await own()).status).toBe(404)
    expect(await t.database.read.select().from(alertFollower)).toEqual([])
  })

  it('is guessed by nobody: five tries, ten minutes, and five codes a day to one number', async () => {
    await allow(1_000_000)
    await ask('0612345678')
    await t.worker.runOnce()
    const number = '+33612345678'
    const right = codeTo(number)
    const wrong = String((Number(right) + 1) % 1_000_000).padStart(6, '0')
    for (let i = 0; i < 5; i++) expect((await confirm(number, wrong)).status).toBe(422)
    expect((await confirm(number, right)).status).toBe(422)
    await ask('0612345678')
    await t.worker.runOnce()
    t.clock.advance({ minutes: 11 })
    expect((await confirm(number, codeTo(number))).status).toBe(422)
    expect((await confirm('0699999999', '000000')).status).toBe(422)
  })

  it('is refused for what is no mobile, and offered nowhere that nobody pays', async () => {
    const ways = async () =>
      (await t.call('GET', `/api/alert-followers/ways?territory=${mormal.siren}`)).json()
    expect(await ways()).toEqual({ sms: false })
    expect(await problem(await ask('0612345678'))).toBe('sms-not-offered')
    await allow(1000)
    expect(await ways()).toEqual({ sms: true })
    expect(await problem(await ask('03 27 12 34 56'))).toBe('mobile-number-wrong')
    expect(gateway.calls).toEqual([])
  })
})

describe('A gateway that answers', () => {
  const spent = async () => (await budget()).spent

  it('429 is obeyed, 500 and 401 are tried again under the same key, and paid once', async () => {
    await allow(100_000)
    const [number] = await followers(1)
    gateway.answer({ status: 429, headers: { 'retry-after': '120' } })
    await danger()
    await t.worker.runOnce()
    await later(1)
    expect(gateway.calls).toHaveLength(1)
    gateway.answer(500)
    await later(2)
    gateway.answer(401)
    await later(2)
    gateway.answer(200)
    await later(2)
    await later(10)
    expect(gateway.calls).toHaveLength(4)
    expect(textsTo(number!)).toHaveLength(1)
    expect(await spent()).toBe(price * segmentsOf(gateway.calls[0]!.text))
  })

  it('400 is final: counted as failed, and not paid', async () => {
    await allow(100_000)
    await followers(1)
    gateway.answer(400)
    const { id } = await danger()
    await t.worker.runOnce()
    await later(60)
    expect(gateway.calls).toHaveLength(1)
    expect(await t.report(id)).toMatchObject([{ channels: [{ channel: 'sms', failed: 1, unpaid: 0 }] }])
    expect(await spent()).toBe(0)
  })

  it('nothing at all is given up after ten seconds, tried again under its key, and stays paid', async () => {
    await allow(100_000)
    const [number] = await followers(1)
    gateway.answer('hang')
    await danger()
    await t.worker.runOnce()
    gateway.answer(200)
    await later()
    expect(gateway.calls).toHaveLength(2)
    expect(textsTo(number!)).toHaveLength(1)
    expect(await spent()).toBe(price * segmentsOf(gateway.calls[0]!.text))
  }, 30_000)
})

describe('The limit of the month', () => {
  it('is passed by nothing: what does not fit is not sent, and staff see it', async () => {
    await followers(10)
    const cost = price // One segment each.
    await allow(cost * 6 + cost / 2)
    const { id } = await danger()
    await t.worker.runOnce()
    expect(gateway.calls).toHaveLength(6)
    expect(segmentsOf(gateway.calls[0]!.text)).toBe(1)
    expect(await t.report(id)).toMatchObject([
      { channels: [{ channel: 'sms', reached: 6, failed: 4, unpaid: 4 }] },
    ])
    expect((await budget()).spent).toBe(cost * 6)
    // Another month, another limit.
    t.clock.advance({ days: 31 })
    await danger({ title: 'Crue encore' })
    await t.worker.runOnce()
    expect(gateway.calls).toHaveLength(12)
  })

  it('holds when two workers send at the same instant', async () => {
    await allow(price * 5)
    const { database, clock, ids } = t.deps
    const outboxId = ids.next()
    const due: DueNotification[] = []
    await database.write(async (tx) => {
      const event = { id: outboxId, territorySiren: mormal.siren, topic: 'x', subject: 'x', payload: {} }
      await tx.insert(outbox).values({ ...event, createdAt: clock.now() })
      for (let i = 0; i < 40; i++) {
        const row = {
          id: ids.next(),
          outboxId,
          channel: 'sms' as const,
          person: `p:${i}`,
          subject: 'x',
          address: '+33612345678',
          payload: {
            title: '',
            body: '',
            url: '/',
            lang: 'fr',
            sms: { text: 'Crue', territorySiren: mormal.siren },
          },
          nextAt: clock.now(),
          createdAt: clock.now(),
        }
        const [made] = await tx.insert(notification).values(row).returning()
        due.push({ ...made!, attempts: 1 } as DueNotification)
      }
    })
    const [one, other] = [createSmsSender(t.deps), createSmsSender(t.deps)]
    const outcomes = await Promise.all(due.map((each, i) => (i % 2 === 0 ? one : other)(each)))
    expect(outcomes.filter(({ kind }) => kind === 'sent')).toHaveLength(5)
    expect(gateway.calls).toHaveLength(5)
    // The same message by both, as after a lost lease: paid once, and one key.
    const again = due.find((_, i) => outcomes[i]!.kind === 'sent')!
    expect([(await one(again)).kind, (await other(again)).kind]).toEqual(['sent', 'sent'])
    expect(await database.read.select().from(smsReserved)).toHaveLength(5)
    const month = new Date(clock.now()).toISOString().slice(0, 7)
    expect(await findSpent(database.read, { territorySiren: mormal.siren, month })).toBe(price * 5)
    expect(new Set(gateway.calls.map(({ key }) => key)).size).toBe(5)
  })

  it('is half at most for codes, which strangers ask for', async () => {
    await allow(price * 4)
    for (const end of ['01', '02', '03']) await ask(`06123456${end}`)
    await t.worker.runOnce()
    expect(gateway.calls).toHaveLength(2)
  })

  it('is set by administrators alone, who see what was spent', async () => {
    await allow(1000)
    const headers = { 'if-match': '"0"' }
    const body = { price, monthLimit: 5000 }
    expect((await t.call('PATCH', budgetPath, { cookie: admin, body, headers })).status).toBe(412)
    expect((await t.call('PATCH', budgetPath, { cookie: t.clerk, body, headers })).status).toBe(403)
    expect(await budget()).toMatchObject({ configured: true, price, monthLimit: 1000, spent: 0 })
  })
})

it('without a secret for the answers there is no gateway: nobody could stop', () => {
  expect(() => loadConfig({ SMS_URL: 'https://sms.example/' })).toThrow(ConfigError)
  expect(loadConfig({}).sms).toBeNull()
})
