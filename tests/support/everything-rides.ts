import { cancel } from '../../api/agenda/moderation.usecases.ts'
import { demoSiren } from '../../api/territory/territory.demo.ts'
import { actOn, agendaDeps, publish } from './agenda.ts'
import type { DemoApp } from './demo-app.ts'
import { anOffer, aTraveller, someAires } from './rides.ts'

/** Rides to an event of the agenda: offered, read on its page, found by the agenda's filter, told of when it is off. */
export async function useEventRides(app: DemoApp): Promise<void> {
  const aires = await someAires(app)
  const driver = await aTraveller(app)
  const event = await publish(app, {
    title: 'Concert',
    commune: 'Le Quesnoy',
    position: { lat: 50.2503, lon: 3.6903 },
  })
  const date = '2026-12-05T19:00'
  const tied = anOffer(app, aires.ouest, aires.est, {
    firstDay: '2026-12-05',
    time: '18:20',
    event: { id: event.id, date },
    back: { id: app.deps.ids.next(), time: '22:20' },
  })
  const offered = await driver.call('/api/trips', { body: tied })
  if (offered.status !== 201) throw new Error(`offer: ${offered.status} ${await offered.text()}`)
  const paths = [
    `/api/rides/events/${event.id}`,
    `/api/rides/events/${event.id}?date=${date}&way=back`,
    '/api/events?ride=true',
    `/api/events?ride=true&territory=${demoSiren}&q=concert`,
    '/api/events/month?ride=true&month=2026-12',
    `/api/events/map?ride=true&territory=${demoSiren}`,
    '/api/events.csv?ride=true',
    `/api/trips/mine?territory=${demoSiren}`,
    `/api/ride-figures?territory=${demoSiren}`,
    `/api/ride-figures.csv?territory=${demoSiren}`,
    `/api/ride-figures/unmet?territory=${demoSiren}`,
  ]
  for (const path of paths) {
    const answer = await driver.call(path)
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  }
  await cancel(agendaDeps(app), { ...(await actOn(app, event.id)), words: 'Orage' })
  await app.worker.runOnce()
}
