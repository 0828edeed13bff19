import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AnyPushKind } from '../../../api/alerts/push-policy.rules.ts'
import { dailyCap } from '../../../api/alerts/push-policy.rules.ts'
import { saveDevicePreferences } from '../../../api/alerts/push-preferences.repository.ts'
import { notification } from '../../../db/schema/index.ts'
import { openPushService, type PushService } from '../../support/push-service.ts'
import { aDraft, openHouse, type House } from './house.ts'

// When a person is told, how often, and of what no more: the real queue, its clock moved by hand.

let pushes: PushService
let house: House
let worker: Awaited<ReturnType<House['openWorker']>>
beforeEach(async () => {
  pushes = await openPushService()
  house = await openHouse()
  worker = await house.openWorker()
})
afterEach(async () => {
  await house.close()
  await pushes.close()
})

const night = { quietFrom: 22 * 60, quietTo: 7 * 60 }
const said = () => pushes.received.map(({ content }) => content['body'])
const errors = async () =>
  (await house.deps.database.read.select().from(notification)).map(({ state, lastError }) => [
    state,
    lastError,
  ])
let count = 0

/** Tells one phone of one subject, once more. */
function tell(
  address: string,
  body: string,
  {
    subject = 'incident:1',
    kind,
    urgent = false,
    ...more
  }: {
    subject?: string
    kind?: AnyPushKind
    urgent?: boolean
    expiresAt?: number
    neededBy?: number
    ends?: boolean
  } = {},
) {
  house.clock.advance({ ms: 1 })
  const payload = { title: `Nouvelle ${++count}`, body, url: '/x', tag: subject, lang: 'fr' as const }
  const draft = aDraft({
    channel: 'push',
    address,
    person: `device:${address}`,
    subject,
    urgent,
    payload: { ...payload, ...(kind ? { kind } : {}), ...more },
  })
  return house.tell([draft], { subject })
}

describe('In quiet hours', () => {
  beforeEach(() => house.clock.set('2026-11-26T23:00:00+01:00'))

  it('what comes is told at their end, and of one subject what still holds', async () => {
    const [sleeper, waker] = [pushes.subscribe(), pushes.subscribe()]
    const asleep = await house.addDevice(sleeper, night)
    const awake = await house.addDevice(waker)
    await tell(asleep, 'prévu jeudi')
    await tell(awake, 'prévu jeudi')
    await worker.runOnce()
    await tell(asleep, 'réparé')
    await tell(asleep, 'autre chose', { subject: 'incident:2' })
    await worker.runOnce()
    expect(pushes.received.map(({ endpoint }) => endpoint)).toEqual([waker.endpoint])

    house.clock.set('2026-11-27T06:59:59+01:00')
    await worker.runOnce()
    expect(said()).toHaveLength(1)
    house.clock.set('2026-11-27T07:00:00+01:00')
    await worker.runOnce()
    expect(said().slice(1).toSorted()).toEqual(['autre chose', 'réparé'])
    expect((await errors()).filter(([, error]) => error === 'replaced')).toHaveLength(1)
  })

  it('danger comes at once, past an older message of its subject that waits', async () => {
    const asleep = await house.addDevice(pushes.subscribe(), night)
    await tell(asleep, 'coupure d’eau', { subject: 'alert:1', kind: 'alert.utilities' })
    await worker.runOnce()
    await tell(asleep, 'eau dangereuse', { subject: 'alert:1', kind: 'alert.danger', urgent: true })
    await worker.runOnce()
    expect(said()).toEqual(['eau dangereuse'])
    house.clock.set('2026-11-27T08:00:00+01:00')
    await worker.runOnce()
    expect(said()).toEqual(['eau dangereuse'])
  })

  it('what is over by the morning is not told, neither that it began nor that it ended', async () => {
    const asleep = await house.addDevice(pushes.subscribe(), night)
    const alert = { subject: 'alert:1', kind: 'alert.roads' } as const
    const expiresAt = Date.parse('2026-11-27T06:00:00+01:00')
    await tell(asleep, 'route fermée cette nuit', { ...alert, expiresAt })
    await tell(asleep, 'route fermée', { ...alert, subject: 'alert:2' })
    await worker.runOnce()
    await tell(asleep, 'route ouverte', { ...alert, subject: 'alert:2', ends: true })
    house.clock.set('2026-11-27T07:30:00+01:00')
    await worker.runOnce()
    expect(said()).toEqual([])
    expect((await errors()).map(([, error]) => error).toSorted()).toEqual(['never-told', 'over', 'replaced'])
  })

  it('that it ended is told in the morning to who heard in the evening that it began', async () => {
    house.clock.set('2026-11-26T21:00:00+01:00')
    const asleep = await house.addDevice(pushes.subscribe(), night)
    const alert = { subject: 'alert:1', kind: 'alert.roads' } as const
    await tell(asleep, 'route fermée', alert)
    await worker.runOnce()
    house.clock.set('2026-11-26T23:00:00+01:00')
    await tell(asleep, 'encore fermée', alert)
    await worker.runOnce()
    await tell(asleep, 'route ouverte', { ...alert, ends: true })
    house.clock.set('2026-11-27T07:30:00+01:00')
    await worker.runOnce()
    expect(said()).toEqual(['route fermée', 'route ouverte'])
  })

  it('one’s ride is told at once when it cannot wait', async () => {
    const asleep = await house.addDevice(pushes.subscribe(), night)
    const ride = { urgent: true, kind: 'ride' } as const
    await tell(asleep, 'à 7 h', {
      ...ride,
      subject: 'booking:1',
      neededBy: house.clock.now() + 8 * 3_600_000,
    })
    await tell(asleep, 'à midi', {
      ...ride,
      subject: 'booking:2',
      neededBy: house.clock.now() + 13 * 3_600_000,
    })
    await worker.runOnce()
    expect(said()).toEqual(['à 7 h'])
  })

  it('waiting is no failed attempt: what was held for nights is still tried for two days', async () => {
    const asleep = await house.addDevice(pushes.subscribe(), { quietFrom: 0, quietTo: 1439 })
    await tell(asleep, 'un jour')
    for (let i = 0; i < 3; i++) {
      await worker.runOnce()
      house.clock.advance({ hours: 1 })
    }
    expect(await house.deps.database.read.select().from(notification)).toMatchObject([
      { attempts: 0, state: 'pending', lastError: 'quiet-hours', leaseOwner: null },
    ])
  })
})

describe('In one day', () => {
  it('a phone gets so many messages, and the others in one summary', async () => {
    const address = await house.addDevice(pushes.subscribe())
    for (let i = 0; i < dailyCap + 3; i++) {
      await tell(address, `nouvelle ${i}`, { subject: `incident:${i}` })
      await worker.runOnce()
    }
    await tell(address, 'danger', { subject: 'alert:1', kind: 'alert.danger', urgent: true })
    await tell(address, 'trajet', { subject: 'booking:1', urgent: true })
    await worker.runOnce()
    expect(said()).toHaveLength(dailyCap + 2)
    house.clock.set('2026-11-24T19:00:00+01:00')
    await worker.runOnce()
    expect(said()).toHaveLength(dailyCap + 3)
    const { content } = pushes.received.at(-1)!
    expect(content).toMatchObject({ title: '3 autres nouvelles aujourd’hui', tag: 'summary' })
    expect(content['actions']).toBeUndefined()
    const [page, packed = ''] = String(content['url']).split('#')
    expect(page).toBe('/alertes/resume')
    expect(JSON.parse(Buffer.from(packed, 'base64url').toString())).toEqual(
      [3, 2, 1].map((back) => ({ title: `Nouvelle ${count - 1 - back}`, url: '/x' })),
    )

    house.clock.set('2026-11-25T09:00:00+01:00')
    await tell(address, 'demain')
    await worker.runOnce()
    expect(said().at(-1)).toBe('demain')
  })

  it('a burst at the end of the night passes the limit no more than the day does', async () => {
    house.clock.set('2026-11-26T23:00:00+01:00')
    const address = await house.addDevice(pushes.subscribe(), night)
    for (let i = 0; i < dailyCap + 30; i++) await tell(address, `n ${i}`, { subject: `incident:${i}` })
    await worker.runOnce()
    house.clock.set('2026-11-27T07:00:00+01:00')
    await worker.runOnce()
    expect(said()).toHaveLength(dailyCap)
    house.clock.set('2026-11-27T19:00:00+01:00')
    await worker.runOnce()
    expect(said()).toHaveLength(dailyCap + 1)
    expect(pushes.received.at(-1)?.content).toMatchObject({ title: '30 autres nouvelles aujourd’hui' })
    expect(String(pushes.received.at(-1)?.content['body'])).toContain('et 20 de plus')
    expect(pushes.refused).toEqual([])
  })

  it('trying again is no other message', async () => {
    const address = await house.addDevice(pushes.subscribe())
    pushes.answer((received) => (received < dailyCap ? 500 : 201))
    await tell(address, 'tenace')
    for (let i = 0; i <= dailyCap; i++) {
      await worker.runOnce()
      house.clock.advance({ hours: 7 })
    }
    expect(pushes.received.at(-1)).toMatchObject({ answer: 201, content: { body: 'tenace' } })
  })
})

describe('What was stopped', () => {
  it('comes no more on that phone, and every push says by what kind to stop it', async () => {
    const address = await house.addDevice(pushes.subscribe())
    await tell(address, 'école fermée', { subject: 'alert:1', kind: 'alert.school' })
    await worker.runOnce()
    expect(pushes.received[0]?.content).toMatchObject({ kind: 'alert.school' })
    const stopped = { quietFrom: null, quietTo: null, stopped: ['alert.school'] }
    await house.deps.database.write((tx) => saveDevicePreferences(tx, address, stopped))
    await tell(address, 'école ouverte', { subject: 'alert:2', kind: 'alert.school' })
    await tell(address, 'route barrée', { subject: 'alert:3', kind: 'alert.roads' })
    await worker.runOnce()
    expect(said()).toEqual(['école fermée', 'route barrée'])
  })
})
