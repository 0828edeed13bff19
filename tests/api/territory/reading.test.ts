import { describe, expect, it } from 'vitest'
import { buildLocator } from '../../../api/territory/locator.rules.ts'
import { decodePack, packDisplacementMetres } from '../../../api/territory/pack.rules.ts'
import { useDemoApp } from '../../support/demo-app.ts'

const app = useDemoApp()
const get = (path: string, headers: Record<string, string> = {}) => app.current.request(path, { headers })
const siren = '200043321'

describe('where a point is', () => {
  it('names the commune and the territory, and the communes within the accuracy', async () => {
    const response = await get('/api/locate?lat=50.2934&lon=3.8027&accuracy=2000')
    expect(response.status).toBe(200)
    const answer = await response.json()
    expect(answer).toMatchObject({
      commune: { code: '59053', name: 'Bavay' },
      territory: { siren, name: 'Pays de Mormal' },
      outside: null,
    })
    expect(answer.candidates[0]).toEqual({ code: '59053', name: 'Bavay' })
    expect(answer.candidates.length).toBeGreaterThan(1)
  })

  it('answers nothing, and no error, for a point elsewhere', async () => {
    const response = await get('/api/locate?lat=48.85&lon=2.35')
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ commune: null, territory: null, candidates: [], outside: null })
  })

  it('asks whether latitude and longitude were swapped', async () => {
    const response = await get('/api/locate?lat=3.8027&lon=50.2934')
    expect(response.status).toBe(422)
    expect((await response.json()).errors).toEqual([
      expect.objectContaining({ pointer: '/lat', code: 'swapped-coordinates' }),
    ])
  })

  it.each([
    'lat=91&lon=3',
    'lat=-90.1&lon=3',
    'lat=50&lon=180.01',
    'lat=NaN&lon=3',
    'lat=Infinity&lon=3',
    'lat=&lon=3',
    'lat=0x32&lon=3',
    'lat=5e1&lon=3',
    'lon=3.8',
    '',
    'lat=50.2&lon=3.8&accuracy=-1',
    "lat=50.2'--&lon=3.8",
  ])('refuses %s with 422', async (query) => {
    const response = await get(`/api/locate?${query}`)
    expect(response.status).toBe(422)
    expect(response.headers.get('content-type')).toContain('application/problem+json')
  })
})

describe('what everyone may know of a territory', () => {
  it('lists those open here', async () => {
    const { items, nextCursor } = await (await get('/api/territories')).json()
    expect(nextCursor).toBeNull()
    expect(items).toEqual([
      expect.objectContaining({ siren, name: 'Pays de Mormal', approximate: true, demo: true }),
    ])
    expect((await get('/api/territories?cursor=zzz')).status).toBe(422)
  })

  it('gives communes, bodies, categories and emergency numbers, and no inner field', async () => {
    const response = await get(`/api/territories/${siren}`)
    expect(response.status).toBe(200)
    const page = await response.json()
    expect(page.communes).toHaveLength(52)
    expect(page.communes).toContainEqual(
      expect.objectContaining({ code: '59481', name: 'Le Quesnoy', slug: 'le-quesnoy', approximate: true }),
    )
    expect(page.categories.map(({ slug }: { slug: string }) => slug)).toEqual([
      'nid-de-poule',
      'depot-sauvage',
      'eclairage',
      'arbre',
      'eau-assainissement',
      'signalisation',
      'mobilier',
      'animal',
      'proprete',
      'autre',
    ])
    expect(page.bodies.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining([
        'Commune du Quesnoy',
        'Commune d’Englefontaine',
        'Communauté de communes du Pays de Mormal',
        'Département du Nord',
      ]),
    )
    expect(page).toMatchObject({ referencePrefix: 'LQN', hasRoads: false })
    expect(page.emergencyNumbers.map(({ number }: { number: string }) => number)).toEqual(
      expect.arrayContaining(['112', '15', '17', '18', '09 72 67 50 59']),
    )
    expect(JSON.stringify(page)).not.toMatch(/"version"|"active"|"contour"/)
  })

  it('is not sent again while nothing changed', async () => {
    const first = await get(`/api/territories/${siren}`)
    const tag = first.headers.get('etag') ?? ''
    expect(tag).not.toBe('')
    expect((await get(`/api/territories/${siren}`, { 'if-none-match': tag })).status).toBe(304)
    const compressed = await get(`/api/territories/${siren}`, { 'accept-encoding': 'gzip' })
    expect(compressed.headers.get('content-encoding')).toBe('gzip')
    expect((await compressed.arrayBuffer()).byteLength).toBeLessThan(8 * 1024)
    const weak = compressed.headers.get('etag') ?? ''
    const again = { 'accept-encoding': 'gzip', 'if-none-match': weak }
    expect((await get(`/api/territories/${siren}`, again)).status).toBe(304)
  })

  it('answers 404 for a territory that is not open, 422 for what is no SIREN', async () => {
    for (const path of ['', '/pack', '/contours.geojson']) {
      expect((await get(`/api/territories/200035442${path}`)).status, path).toBe(404)
      expect((await get(`/api/territories/1'or'1${path}`)).status, path).toBe(422)
    }
  })
})

describe('boundaries for the phone', () => {
  it('come in a pack that locates as the server does, kept for good under its own address', async () => {
    const { pack } = await (await get(`/api/territories/${siren}`)).json()
    const response = await get(pack.url)
    expect(response.headers.get('cache-control')).toContain('immutable')
    const areas = decodePack(new Uint8Array(await response.arrayBuffer()))
    expect(areas.map(({ code }) => code)).toHaveLength(52)
    expect(pack.bytes).toBeLessThan(60 * 1024)
    const unversioned = await get(`/api/territories/${siren}/pack`)
    expect(unversioned.headers.get('cache-control')).toContain('no-cache')
    const tag = unversioned.headers.get('etag') ?? ''
    expect((await get(`/api/territories/${siren}/pack`, { 'if-none-match': tag })).status).toBe(304)
  })

  it('say of any point on a border, or a few steps beside it, what the server says', async () => {
    const { pack } = await (await get(`/api/territories/${siren}`)).json()
    const areas = decodePack(new Uint8Array(await (await get(pack.url)).arrayBuffer()))
    const locator = buildLocator(areas)
    const corners = areas.flatMap(
      ({ geometry }) =>
        geometry.coordinates.flat(geometry.type === 'MultiPolygon' ? 2 : 1) as unknown as number[][],
    )
    const some = corners.filter((_, n) => n % Math.ceil(corners.length / 40) === 0)
    expect(some.length).toBeGreaterThan(30)
    const step = 0.0003
    for (const [x = 0, y = 0] of some)
      for (const [lon, lat] of [
        [x, y],
        [x + step, y],
        [x - step, y],
        [x, y + step],
        [x, y - step],
      ] as const) {
        const { commune, candidates } = await (
          await get(`/api/locate?lat=${lat}&lon=${lon}&accuracy=40`)
        ).json()
        const codes = (candidates as { code: string }[]).map(({ code }) => code)
        const near = locator.candidates(lon, lat, 40).map(({ code }) => code)
        expect(near.toSorted(), `${lat}, ${lon}`).toEqual(codes.toSorted())
        // Nearer to a border than packing moves it, each of both sides is right.
        const isNear =
          (lon === x && lat === y) || locator.candidates(lon, lat, packDisplacementMetres(lat)).length > 1
        const said = locator.locate(lon, lat)
        if (isNear) expect([null, ...codes], `${lat}, ${lon}`).toContain(said)
        else expect(said, `${lat}, ${lon}`).toBe(commune?.code ?? null)
      }
  })

  it('travel compressed when the phone accepts it', async () => {
    const response = await get(`/api/territories/${siren}/contours.geojson`, { 'accept-encoding': 'gzip' })
    expect(response.headers.get('content-encoding')).toBe('gzip')
    const plain = await get(`/api/territories/${siren}/contours.geojson`)
    expect(plain.headers.get('content-type')).toContain('application/geo+json')
    expect((await plain.json()).features).toHaveLength(52)
  })
})
