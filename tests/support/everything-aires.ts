import { bringFeed, createFeedReader } from '../../api/carpool/gtfs-feeds.usecases.ts'
import { refreshDueFeeds } from '../../api/carpool/gtfs-refresh.usecases.ts'
import { systemIds } from '../../api/platform/ids.ts'
import { demoSiren } from '../../api/territory/territory.demo.ts'
import { sendPhoto } from '../api/media/uploads.ts'
import type { DemoApp } from './demo-app.ts'
import type { Agent } from './desk.ts'
import { hourlyFeed } from './gtfs.ts'
import { communeOf } from './incidents.ts'
import { aPhoto } from './photos.ts'

/** Adds, describes, moves and hides an aire, sets the margin, and reads the aires in every way there is. */
export async function useAires(app: DemoApp, admin: Agent): Promise<void> {
  const { code, lat, lon } = await communeOf(app, 'Bavay')
  const base = `/api/territories/${demoSiren}`
  const id = systemIds.next()
  const photo = await sendPhoto(app, await aPhoto({ seed: 3 }))
  const done = async (answer: Promise<Response>) => {
    const { status, ...rest } = await answer.then(async (one) => ({
      status: one.status,
      words: await one.text(),
    }))
    if (status >= 300) throw new Error(rest.words)
    return JSON.parse(rest.words) as { version: number }
  }
  const reference = { id: photo.id, uploadToken: photo.uploadToken }
  const aire = { id, name: 'Place', kind: 'aire', position: { lon, lat }, photo: reference }
  let { version } = await done(admin.post(`${base}/aires`, aire))
  for (const change of [
    { name: 'Halle' },
    { position: { lon: lon + 0.01, lat } },
    { hidden: true },
    { hidden: false },
  ]) {
    const after = await done(admin.patch(`${base}/aires/${id}`, change, { version }))
    version = after.version
  }
  await admin.get(photo.url)
  await app.request(photo.url)
  await done(admin.patch(`${base}/aires/${id}`, { photo: null }, { version }))
  const { version: ofSettings } = await done(admin.get(`${base}/aire-settings`))
  await done(admin.patch(`${base}/aire-settings`, { marginMetres: 20_000 }, { version: ofSettings }))
  await admin.get(`${base}/aires?limit=1`)
  const filters = ['', 'q=halle', `commune=${code}`, `near=${lat},${lon}`, 'own=true', 'bbox=3,50,4,51']
  for (const path of ['/api/aires', '/api/aires.geojson', '/api/aires.csv'])
    for (const filter of filters) await app.request(`${path}?${filter}`)
  for (const path of [`/api/aires/${id}`, `/api/aires/${id}/sign.pdf`, `/aires/${id}`, '/aires?q=halle'])
    await app.request(path)
  await useBuses(app, admin, { id, lat, lon })
}

/** Reads timetables, twice, finds buses in every way there is, follows an address and forgets it. */
async function useBuses(app: DemoApp, admin: Agent, aire: { id: string; lat: number; lon: number }) {
  const feed = { territorySiren: demoSiren, name: 'Cars', licence: undefined, evenIfHalf: true }
  const deps = { ...app.deps, fetchRemote: createFeedReader(app.config) }
  const bytes = hourlyFeed(aire, { lat: aire.lat, lon: aire.lon + 0.05 })
  for (let times = 0; times < 2; times++) await bringFeed(deps, { ...feed, source: { bytes, fileName: '' } })
  await app.request(`/api/aires/${aire.id}/buses?territory=${demoSiren}`)
  const way = `from=${aire.lat},${aire.lon}&to=${aire.lat},${aire.lon + 0.05}&walk=5000`
  await app.request(`/api/rides?territory=${demoSiren}&${way}`)
  const base = `/api/territories/${demoSiren}/bus-feeds`
  const url = 'http://127.0.0.1:9/cars.zip'
  const followed = systemIds.next()
  await admin.post(base, { id: followed, name: 'Ailleurs', url })
  await admin.get(`${base}?limit=1`)
  await admin.post(`${base}/${followed}/read`, {})
  app.clock.advance({ hours: 2 })
  await refreshDueFeeds(deps)
  await admin.remove(`${base}/${followed}`)
}
