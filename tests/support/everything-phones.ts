import { createECDH, randomBytes } from 'node:crypto'
import { systemIds } from '../../api/platform/ids.ts'
import { demoSiren } from '../../api/territory/territory.demo.ts'
import { approveEvent, propose } from './agenda.ts'
import type { DemoApp } from './demo-app.ts'

/** A phone registers, follows, sets what it wants, and gives it all to another. */
export async function usePhones(app: DemoApp): Promise<void> {
  const aPhone = async () => {
    const [id, secret] = [systemIds.next(), randomBytes(16).toString('base64url')]
    const keys = createECDH('prime256v1')
    const subscription = {
      endpoint: `https://push.example/${id}`,
      keys: {
        p256dh: keys.generateKeys('base64url', 'uncompressed'),
        auth: randomBytes(16).toString('base64url'),
      },
    }
    const call = async (method: string, path: string, body?: unknown) => {
      const headers = { 'Bocage-Device-Secret': secret }
      const answer = await app.call(`/api/devices/${id}${path}`, { method, headers, body })
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    }
    await call('PUT', '', { subscription, locale: 'fr' })
    const tellOwnEvent = async (method: string, event: { id: string; secret: string }) => {
      const headers = { 'Bocage-Secret': event.secret, 'Bocage-Device-Secret': secret }
      await app.call(`/api/author/events/${event.id}/devices/${id}`, { method, headers })
    }
    return Object.assign(call, { tellOwnEvent })
  }
  const [old, next] = [await aPhone(), await aPhone()]
  const proposed = await propose(app, { title: 'Dit sur un téléphone', on: '2027-06-05' })
  for (const method of ['PUT', 'GET']) await old.tellOwnEvent(method, proposed)
  await approveEvent(app, proposed.id)
  const communes = [{ commune: '59053', kinds: ['danger'] }]
  for (const phone of [old, next])
    await phone('PUT', '/alerts', { territory: demoSiren, locale: 'fr', communes })
  await old('PUT', '/preferences', { quiet: null, stopped: ['event'] })
  await old('POST', '/stops', { kind: 'ride', stopped: true })
  await old('POST', '/seen')
  const code = randomBytes(16).toString('base64url')
  await old('PUT', '/move', { code, sealed: '' })
  await old('GET', '/move')
  await next('POST', '/taken-over', { code })
  app.clock.advance({ hours: 7 })
  await app.worker.runOnce()
  await next.tellOwnEvent('DELETE', proposed)
  await next('DELETE', '')
}
