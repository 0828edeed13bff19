import { once } from 'node:events'
import { createServer, type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { uuidv7 } from 'uuidv7'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { demoAccounts } from '../../../api/demo-accounts.ts'
import type { AcceptedIncident } from '../../../api/incidents/incidents.schemas.ts'
import { aReport, demoTerritoryAt, sendReport } from '../../support/fixtures.ts'
import { freePort, spawnServer, startServer, untilEnded } from '../../support/server.ts'

describe('A server that starts', () => {
  it('says where it is and what to try, keeps everything, and stops when asked', async () => {
    const server = await startServer({ demo: true, bundle: inject('serverBundle') })
    try {
      await expect.poll(server.output).toContain('Ctrl-C')
      expect(server.output()).toContain(server.url)
      for (const { email } of demoAccounts) expect(server.output()).toContain(email)

      const territory = await demoTerritoryAt(server.url)
      expect(territory.communes).toHaveLength(52)
      const sent = await sendReport(server.url, aReport(territory))
      const accepted = (await sent.json()) as AcceptedIncident
      const kept = () => readOwn(server.url, accepted.secret)
      const before = await kept()
      expect(before).toMatchObject({
        reference: accepted.reference,
        ownWords: 'Trou profond devant la mairie.',
      })

      expect(await server.stop()).toBe(0)
      await server.restart()
      expect(await kept()).toEqual(before)
      expect((await demoTerritoryAt(server.url)).categories).toEqual(territory.categories)
      expect(await server.stop()).toBe(0)
    } finally {
      await server.close()
    }
  })

  it('opens no demo unless asked', async () => {
    // From the sources, as `npm start` does: the other tests run them bundled.
    const server = await startServer({ demo: false })
    try {
      const territories = await fetch(`${server.url}/api/territories`)
      expect(await territories.json()).toEqual({ items: [], nextCursor: null })
      expect(server.output()).not.toContain('démonstration')
    } finally {
      await server.close()
    }
  })

  it('finishes what it has begun before it stops', async () => {
    const server = await startServer({
      demo: true,
      demoData: inject('demoData'),
      bundle: inject('serverBundle'),
    })
    try {
      const body = Buffer.from(JSON.stringify(aReport(await demoTerritoryAt(server.url))))
      const sending = request(`${server.url}/api/incidents`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          'Content-Length': body.length,
          'Idempotency-Key': uuidv7(),
        },
      })
      const answered = once(sending, 'response') as Promise<[IncomingMessage]>
      sending.write(body.subarray(0, 20))
      await new Promise((resolve) => setTimeout(resolve, 200))
      const stopping = server.stop()
      await expect.poll(server.output).toContain('Arrêt en cours')
      await expect(fetch(`${server.url}/healthz`)).rejects.toThrow('fetch failed')
      sending.end(body.subarray(20))
      const [response] = await answered
      response.resume()
      expect(response.statusCode).toBe(201)
      expect(await stopping).toBe(0)
    } finally {
      await server.close()
    }
  })
})

describe('A server that cannot start says why in one sentence', () => {
  let dataDir: string
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'bocage-start-'))
  })
  afterEach(() => rm(dataDir, { recursive: true, force: true }))

  const attempt = async (env: Record<string, string>, args = ['--api-only']) => {
    const defaults = { PORT: String(await freePort()), HOST: '127.0.0.1', DATA_DIR: dataDir, DEMO: '0' }
    const script = inject('serverBundle')
    return untilEnded(spawnServer({ ...(script ? { script } : {}), args, env: { ...defaults, ...env } }))
  }

  it('when its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const { port } = other.address() as AddressInfo
    expect(await attempt({ PORT: String(port) })).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(new RegExp(`^Le port ${port} est déjà pris[^\\n]+\\n$`)),
    })
    other.close()
  })

  it('when its folder cannot be written', async () => {
    const file = join(dataDir, 'a-file')
    await writeFile(file, '')
    expect(await attempt({ DATA_DIR: join(file, 'x') })).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^Le dossier des données [^\n]+ ne peut pas être écrit [^\n]+\n$/),
    })
  })

  it.each([
    ['an address of another kind', () => 'postgres://user:hunter2@localhost/db'],
    ['a folder that does not exist', () => `file:${dataDir}/none/x.db`],
    ['a server that does not answer', () => 'http://127.0.0.1:1024?authToken=hunter2'],
  ])('when DATABASE_URL is %s', async (_, url) => {
    const ended = await attempt({ DATABASE_URL: url() })
    expect(ended).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^La base de données [^\n]+ ne peut pas être ouverte [^\n]+\n$/),
    })
    expect(ended.stderr).not.toContain('hunter2')
  })

  it('when DATABASE_URL is a file of something else', async () => {
    const file = join(dataDir, 'photo.jpg')
    await writeFile(file, 'not a database, but long enough to be read as one. '.repeat(100))
    expect(await attempt({ DATABASE_URL: `file:${file}` })).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^La base de données [^\n]+photo.jpg ne peut pas être ouverte [^\n]+\n$/),
    })
  })

  it.each([
    [{ PORT: 'abc' }, /^PORT : donnez un nombre entre 0 et 65535[^\n]+\n$/],
    [{ DEMO: 'oui' }, /^DEMO : donnez 0 ou 1\.\n$/],
    [{ LOG_LEVEL: 'trop' }, /^LOG_LEVEL : donnez debug, [^\n]+\n$/],
    [{ NODE_ENV: 'production', PUBLIC_URL: 'https://bocage.example' }, /^SECRET [^\n]+\n$/],
  ])('when a setting is wrong: %o', async (env, sentence) => {
    expect(await attempt(env)).toMatchObject({ code: 1, stderr: expect.stringMatching(sentence) })
  })
})

describe('The Node it runs on', () => {
  const requireNode = (version: string) => {
    const script = `import('./api/toolchain.mjs').then(({ requireNode }) => requireNode('${version}'))`
    return untilEnded(spawnServer({ script: '-e', args: [script], env: {} }))
  }

  it.each(['24.21.0', '23.6.0', '22.18.0'])('may be %s', async (version) => {
    expect(await requireNode(version)).toEqual({ code: 0, stdout: '', stderr: '' })
  })

  it.each(['23.5.0', '22.17.1', '20.20.2', '14.0.0'])(
    'may not be %s, and one sentence says so',
    async (version) => {
      expect(await requireNode(version)).toEqual({
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(/^Bocage a besoin de Node 24[^\n]+npm start[^\n]+npm start[^\n]+\n$/),
      })
    },
  )
})

async function readOwn(url: string, secret: string): Promise<unknown> {
  const response = await fetch(`${url}/api/reporter/incident`, { headers: { 'Bocage-Secret': secret } })
  expect(response.status).toBe(200)
  return response.json()
}
