import { systemIds } from '../../api/platform/ids.ts'
import { demoSiren } from '../../api/territory/territory.demo.ts'
import { publish } from './agenda.ts'
import type { DemoApp } from './demo-app.ts'
import { communeOf } from './incidents.ts'

/** Reads the agenda in every way there is, with every filter and each two of them, and does all that a reader may. */
export async function useAgenda(app: DemoApp): Promise<void> {
  const { code, lat, lon } = await communeOf(app, 'Bavay')
  const event = await publish(app, { accessibility: ['mi'] })
  for (let n = 0; n < 3; n++) await publish(app, { title: `Loto ${n}`, on: '2026-12-06' })
  await publish(app, {
    title: 'Exposition',
    schedule: {
      zone: 'Europe/Paris',
      allDay: true,
      spans: [{ start: '2026-11-01', end: '2026-12-31' }],
    },
  })
  const box = `bbox=${lon - 0.1},${lat - 0.1},${lon + 0.1},${lat + 0.1}`
  const filters = [
    '',
    `territory=${demoSiren}`,
    `commune=${code}`,
    'category=concert',
    'category=concert,sport',
    'access=mi',
    'mode=online',
    'setting=indoor',
    'free=true',
    'age=8',
    'q=noel',
    box,
    `near=${lat},${lon}&within=5`,
    `near=${lat},${lon}&within=100`,
    `place=${event.placeId}`,
    `organizer=${systemIds.next()}`,
    'from=2026-11-20&to=2026-12-31',
  ]
  const name = (filter: string) => filter.split('=')[0]
  const both = filters.flatMap((one) =>
    filters.filter((two) => two > one && name(two) !== name(one)).map((two) => `${one}&${two}`),
  )
  for (const query of [...filters, ...both]) {
    for (const sort of ['start', ...(query.includes('near=') ? ['distance'] : [])]) {
      const path = `/api/events?limit=1&sort=${sort}&${query}`
      const answer = await app.request(path)
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
      const { nextCursor, previousCursor } = (await answer.json()) as Record<string, string | null>
      for (const cursor of [nextCursor, previousCursor])
        if (cursor) await app.request(`${path}&cursor=${cursor}`)
    }
    await app.request(`/api/events/map?territory=${demoSiren}&${query}`)
    await app.request(`/api/events/month?month=2026-12&${query.replace(/(?:from|to)=[\d-]+&?/g, '')}`)
  }
  await app.request(`/api/events/categories?territory=${demoSiren}`)
  for (const query of filters) await app.request(`/api/events.json?${query}`)
  for (const format of ['ics', 'atom', 'rss', 'csv', 'openagenda.json'])
    await app.request(`/api/events.${format}`)
  await app.request(`/api/events/${event.id}.ics`)
  await app.request(`/api/events/${event.id}`)
  const address = `/api/events/2026-12-05-${event.slug}`
  await app.request(address, { headers: { 'Sec-Fetch-Site': 'same-origin', 'User-Agent': 'Firefox' } })
  const follow = { email: 'lectrice@exemple.fr', deviceId: systemIds.next() }
  await app.call(`/api/events/${event.id}/followers`, { body: follow })
  await app.call(`/api/events/${event.id}/flags`, { body: { id: systemIds.next(), reason: 'wrong' } })
}
