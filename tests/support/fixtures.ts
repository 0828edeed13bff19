import sharp from 'sharp'
import { uuidv7 } from 'uuidv7'
import type { NewIncident } from '../../api/incidents/incidents.schemas.ts'
import type { TerritoryPage } from '../../api/territory/territory.schemas.ts'
import { demoSiren } from '../../api/territory/territory.demo.ts'

/** What the app of a phone learns of a territory before anyone reports. */
export type TestTerritory = Pick<TerritoryPage, 'communes' | 'categories'>

/** The demo territory of the server at `url`. */
export async function demoTerritoryAt(url: string): Promise<TestTerritory> {
  const response = await fetch(`${url}/api/territories/${demoSiren}`)
  if (!response.ok) throw new Error(`No demo territory at ${url}: ${response.status}`)
  return (await response.json()) as TestTerritory
}

/** A report as a phone sends it: a pothole at the centre of Bavay, unless said otherwise. */
export function aReport(
  territory: TestTerritory,
  {
    commune = 'Bavay',
    category = 'nid-de-poule',
    ...rest
  }: Partial<Omit<NewIncident, 'categoryId'>> & { commune?: string; category?: string } = {},
): NewIncident {
  const place = territory.communes.find(({ name }) => name === commune)
  const kind = territory.categories.find(({ slug }) => slug === category)
  if (!place || !kind) throw new Error(`No commune ${commune} or no category ${category} in this territory`)
  return {
    id: uuidv7(),
    categoryId: kind.id,
    position: { lon: place.lon, lat: place.lat, accuracy: 8 },
    words: 'Trou profond devant la mairie.',
    answers: {},
    photos: [],
    locale: 'fr',
    ...rest,
  }
}

/** Sends a report; the same `key` again is the same sending. */
export function sendReport(url: string, report: NewIncident, key: string = uuidv7()): Promise<Response> {
  return fetch(`${url}/api/incidents`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
    body: JSON.stringify(report),
  })
}

/** A JPEG photo; `seed` makes it unlike the others. */
export function aPhoto({ width = 640, height = 480, seed = 0 } = {}): Promise<Buffer> {
  const shade = (seed * 37) % 256
  return sharp({ create: { width, height, channels: 3, background: { r: shade, g: 120, b: 255 - shade } } })
    .jpeg()
    .toBuffer()
}
