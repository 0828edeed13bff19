import type { AidView, NetworkView } from '../../api/carpool/aid.schemas.ts'
import { systemIds } from '../../api/platform/ids.ts'
import { demoSiren } from '../../api/territory/territory.demo.ts'
import { enter, good } from './desk-rides.ts'
import type { DemoApp } from './demo-app.ts'
import type { Agent } from './desk.ts'
import { aTraveller, someAires } from './rides.ts'

/** Opens a network, joins it, asks, takes, gives back, and reads it all in every way there is. */
export async function useAid(app: DemoApp, clerk: Agent): Promise<void> {
  const { ouest, est } = await someAires(app)
  const said = { name: 'Entraide', description: '', centsPerKm: 30 }
  const { id, version } = await good<NetworkView>(
    await clerk.post('/api/desk/aid-networks', { id: systemIds.next(), territory: demoSiren, ...said }),
  )
  await good(await clerk.patch(`/api/desk/aid-networks/${id}`, said, { version }))
  const driver = await aTraveller(app, { name: 'Hélène' })
  const { id: travellerId } = await good<{ id: string }>(
    await driver.call(`/api/travellers/me?territory=${demoSiren}`),
  )
  await good(await driver.call(`/api/aid-networks/${id}/join`, { method: 'POST' }))
  await good(await clerk.post(`/api/desk/aid-networks/${id}/volunteers`, { travellerId, approved: true }))
  const person = await enter(app, clerk)
  for (const time of ['09:00', '10:00']) {
    const request = await good<AidView>(
      await clerk.post('/api/desk/aid-requests', {
        id: systemIds.next(),
        networkId: id,
        personId: person.id,
        from: ouest,
        to: est,
        day: '2026-11-28',
        time,
        reason: 'medical',
      }),
    )
    for (const act of ['take', 'give-back', 'take', 'done'])
      await good(await driver.call(`/api/aid-requests/${request.id}/acts`, { body: { act, metres: 9_000 } }))
  }
  await app.worker.runOnce()
  const lists = [
    `/api/aid-networks?territory=${demoSiren}&limit=1`,
    ...['open', 'taken', 'mine'].map(
      (view) => `/api/aid-requests?territory=${demoSiren}&view=${view}&limit=1`,
    ),
  ]
  for (const path of lists) {
    const { nextCursor } = await good<{ nextCursor: string | null }>(await driver.call(path))
    if (nextCursor) await driver.call(`${path}&cursor=${nextCursor}`)
  }
  const desk = [
    `/api/desk/aid-requests?territory=${demoSiren}&limit=1`,
    `/api/desk/aid-networks/${id}/volunteers?limit=1`,
  ]
  for (const path of desk) {
    const { nextCursor } = await good<{ nextCursor: string | null }>(await clerk.get(path))
    if (nextCursor) await clerk.get(`${path}&cursor=${nextCursor}`)
  }
  await good(await driver.call(`/api/aid-networks/${id}/leave`, { method: 'POST' }))
}
