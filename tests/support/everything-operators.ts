import { demoSiren } from '../../api/territory/territory.demo.ts'
import { systemIds } from '../../api/platform/ids.ts'
import type { DemoApp } from './demo-app.ts'
import type { Agent } from './desk.ts'
import { aTraveller } from './rides.ts'

/** Makes another operator known, in every way there is, and calls the Standard Covoiturage with its key. */
export async function useOperators(app: DemoApp, admin: Agent): Promise<void> {
  const base = `/api/territories/${demoSiren}/operators`
  const id = systemIds.next()
  const read = async <T>(answer: Promise<Response>) => {
    const { status, words } = await answer.then(async (one) => ({
      status: one.status,
      words: await one.text(),
    }))
    if (status >= 300) throw new Error(words)
    return JSON.parse(words) as T
  }
  await read(admin.post(base, { id, domain: 'roulons.example', name: 'Roulons', opens: ['search', 'book'] }))
  const { operator, key } = await read<{ operator: { version: number }; key: string }>(
    admin.post(`${base}/${id}/key`),
  )
  await read(
    admin.patch(`${base}/${id}`, { name: 'Roulons ensemble', theirKey: 'x' }, { version: operator.version }),
  )
  for (const path of ['?limit=1', `/${id}`]) await read(admin.get(base + path))
  const ends =
    'departureLat=50.3&departureLng=3.79&arrivalLat=50.25&arrivalLng=3.64&departureRadius=20&arrivalRadius=20'
  const at = Math.floor(app.clock.now() / 1000)
  for (const path of [
    'status',
    `driver_journeys?${ends}&departureDate=${at}`,
    `passenger_journeys?${ends}&departureDate=${at}`,
    `driver_regular_trips?${ends}&departureTimeOfDay=07:30:00`,
    `passenger_regular_trips?${ends}&departureTimeOfDay=07:30:00`,
  ])
    await read(
      app.request(`/api/standard-covoiturage/${path}`, {
        headers: { 'X-API-Key': key },
      }) as Promise<Response>,
    )
  await app.request('/api/standard-covoiturage/driver_journeys')
  const nobody = { id: 'x', operator: 'roulons.example', alias: 'X' }
  const bookingId = systemIds.next()
  for (const [method, path, json] of [
    ['GET', `bookings/${bookingId}`, undefined],
    ['PATCH', `bookings/${bookingId}?status=CANCELLED`, undefined],
    [
      'POST',
      'messages',
      { from: nobody, to: nobody, message: 'Bonjour', recipientCarpoolerType: 'DRIVER', bookingId },
    ],
    ['POST', 'booking_events', { id: bookingId, idToken: 'x', data: { id: bookingId, status: 'CANCELLED' } }],
  ] as const)
    await app.request(`/api/standard-covoiturage/${path}`, {
      method,
      headers: { 'X-API-Key': key },
      ...(json ? { json } : {}),
    })
  await read(app.request(`/api/rides/elsewhere?territory=${demoSiren}&from=50.3,3.79&to=50.25,3.64`))
  const traveller = await aTraveller(app, { name: 'Camille' })
  for (const when of ['coming', 'past'])
    await traveller.call(`/api/bookings-elsewhere/mine?territory=${demoSiren}&when=${when}&limit=1`)
  await traveller.call(`/api/bookings-elsewhere/${bookingId}/cancel`, { method: 'POST' })
}
