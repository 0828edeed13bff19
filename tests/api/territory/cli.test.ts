import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aRoad, geojson, squaresOf, sudAvesnois } from '../../support/epci-file.ts'
import { spawnServer, startServer, untilEnded } from '../../support/server.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bocage-cli-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const run = (args: string[], env: Record<string, string> = {}) =>
  untilEnded(
    spawnServer({ script: 'api/territory/territory.cli.ts', args, env: { DATA_DIR: folder, ...env } }),
  )
const file = async (name: string, content: string | Buffer) => {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}
const squares = () => geojson(squaresOf(sudAvesnois))
const importFile = async (content: string | Buffer, ...args: string[]) =>
  run(['import', '--siren', sudAvesnois, '--contours', await file('communes.geojson', content), ...args])

describe('npm run territory -- import', () => {
  it('opens a territory from a file, zipped or not, and says the second time that nothing changed', async () => {
    const dry = await importFile(squares(), '--dry-run')
    expect(dry.code).toBe(0)
    expect(dry.stdout).toContain('Sud Avesnois (200043404) : serait ouvert.')
    expect(dry.stdout).toContain('rien n’a été écrit')
    const first = await importFile(gzipSync(squares()))
    expect([first.code, first.stderr]).toEqual([0, ''])
    expect(first.stdout).toContain('Sud Avesnois (200043404) : ouvert.\n12 communes ajoutées, 0 modifiée')
    const second = await importFile(squares())
    expect(second.code).toBe(0)
    expect(second.stdout).toContain('rien à changer.\n0 commune ajoutée, 0 modifiée, 12 inchangées')
  })

  it.each([
    ['half a file', () => squares().slice(0, 1000)],
    ['half a zipped file', () => gzipSync(squares()).subarray(0, 200)],
    ['half of the communes', () => geojson(squaresOf(sudAvesnois).slice(0, 6))],
  ])('refuses %s with one sentence and code 1', async (_, content) => {
    const ended = await importFile(content())
    expect(ended.code).toBe(1)
    expect(ended.stdout).toBe('')
    expect(ended.stderr).toMatch(/^[^\n]+ Rien n’a été changé\.\n$/)
    expect((await importFile(squares())).stdout).toContain('12 communes ajoutées')
  })

  it('says how it is used when it is used otherwise', async () => {
    for (const args of [[], ['import', '--sirne', '1'], ['roads', '--siren', sudAvesnois]]) {
      const ended = await run(args)
      expect([ended.code, ended.stderr.split('\n')[0]], args.join(' ')).toEqual([1, 'Usage :'])
    }
    const ended = await run(['import', '--siren', '12'])
    expect(ended.stderr).toBe('Un SIREN compte 9 chiffres : « 12 » n’en est pas un.\n')
  })
})

describe('The official address', () => {
  let official: Server
  let base: string
  let asked: string[] = []
  beforeAll(async () => {
    official = createServer((request, response) => {
      asked.push(request.url ?? '')
      const siren = /^\/epcis\/(\d{9})\/communes\?/.exec(request.url ?? '')?.[1]
      if (siren === sudAvesnois) {
        const features = squaresOf(sudAvesnois).map((feature, rank) => ({
          ...feature,
          properties: {
            ...feature.properties,
            population: 100,
            centre: { type: 'Point', coordinates: [4.005 + rank * 0.02, 50.005] },
          },
        }))
        response.setHeader('Content-Type', 'application/json; charset=utf-8').end(geojson(features))
      } else if (siren === '200035442') {
        // Cut in the middle, as a network does.
        response.setHeader('Content-Length', '100000').write('{"type":"FeatureCollection","features":[')
        setTimeout(() => response.destroy(), 50)
      } else response.writeHead(404, { 'Content-Type': 'application/json' }).end('{"code":404}')
    }).listen(0, '127.0.0.1')
    await once(official, 'listening')
    base = `http://127.0.0.1:${(official.address() as AddressInfo).port}`
  })
  afterAll(() => new Promise((resolve) => official.close(resolve)))
  beforeEach(() => {
    asked = []
  })

  it('is asked when no file is named, for boundaries, names, populations and centres', async () => {
    const ended = await run(['import', '--siren', sudAvesnois], { GEO_API_URL: base })
    expect(ended.code, ended.stderr).toBe(0)
    expect(ended.stdout).toContain('12 communes ajoutées')
    expect(asked).toEqual([
      `/epcis/${sudAvesnois}/communes?format=geojson&geometry=contour&fields=code,nom,population,centre`,
    ])
    const again = await run(['import', '--siren', sudAvesnois], { GEO_API_URL: base })
    expect(again.stdout).toContain('rien à changer')
  })

  it('that cuts, refuses or is not there changes nothing', async () => {
    for (const [siren, url, word] of [
      ['200035442', base, 'a coupé l’envoi'],
      ['240200634', base, 'répond 404'],
      [sudAvesnois, 'http://127.0.0.1:9', 'ne répond pas'],
    ] as const) {
      const ended = await run(['import', '--siren', siren], { GEO_API_URL: url })
      expect(ended.code).toBe(1)
      expect(ended.stderr).toContain(word)
      expect(ended.stderr.trim().split('\n')).toHaveLength(1)
    }
  })
})

describe('npm run territory -- roads, beside a running server', () => {
  it('is noticed within two seconds: the nearest road proposes its owner', async () => {
    const server = await startServer()
    try {
      const env = { DATA_DIR: server.dataDir }
      const communes = await file('communes.geojson', squares())
      expect((await run(['import', '--siren', sudAvesnois, '--contours', communes], env)).code).toBe(0)
      const until = async (path: string, ready: (content: { [key: string]: unknown }) => boolean) => {
        const deadline = Date.now() + 20_000
        for (;;) {
          const content = (await (await fetch(`${server.url}${path}`)).json()) as { [key: string]: unknown }
          if (ready(content) || Date.now() > deadline) return content
          await new Promise((resolve) => setTimeout(resolve, 100))
        }
      }
      const located = await until('/api/locate?lat=50.01&lon=4.01', ({ commune }) => commune !== null)
      expect(located).toMatchObject({ commune: { name: 'Fourmies' }, territory: { name: 'Sud Avesnois' } })

      const roads = await file(
        'roads.geojson',
        geojson([aRoad({ ref: 'D 42', owner: 'Département du Nord' }, [4, 50.01], [4.1, 50.01])]),
      )
      const imported = await run(['roads', '--siren', sudAvesnois, '--file', roads], env)
      expect(imported.stdout).toContain('1 ligne ajoutée')
      const page = await until(`/api/territories/${sudAvesnois}`, ({ hasRoads }) => hasRoads === true)
      expect(page['hasRoads']).toBe(true)
    } finally {
      await server.close()
    }
  })
})
