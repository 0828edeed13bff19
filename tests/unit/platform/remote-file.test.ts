import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync, brotliCompressSync, deflateSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRemoteReader, FetchError, readWebAddress } from '../../../api/platform/remote-file.ts'

let server: Server
let origin = ''
let answer: (request: IncomingMessage, response: ServerResponse) => void = () => {}
let asked: string[] = []

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '')
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const limits = { bytes: 100_000, timeoutMs: 500 }
const read = createRemoteReader({ allowLoopback: true, limits })
const get = (path = '/', more = {}) => read({ url: `${origin}${path}`, ...more })
const faultOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (error: unknown) => error,
  )
  expect(error).toBeInstanceOf(FetchError)
  return (error as FetchError).fault
}
const serve = (given: typeof answer) => {
  asked = []
  answer = given
}

describe('a file of a stranger’s server', () => {
  it('is read with what it is told by, and asked for again only when it changed', async () => {
    serve((request, response) => {
      if (request.headers['if-none-match'] === '"1"') response.writeHead(304).end()
      else
        response
          .writeHead(200, {
            ETag: '"1"',
            'Last-Modified': 'Thu, 26 Nov 2026 08:00:00 GMT',
            'Content-Type': 'text/calendar',
          })
          .end('BEGIN')
    })
    const file = await get()
    expect(file).toEqual({
      bytes: Buffer.from('BEGIN'),
      contentType: 'text/calendar',
      etag: '"1"',
      lastModified: 'Thu, 26 Nov 2026 08:00:00 GMT',
      link: null,
    })
    expect(await get('/', { etag: file?.etag })).toBeNull()
  })

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const)('is unpacked: %s', async (encoding, pack) => {
    serve((_, response) =>
      response.writeHead(200, { 'Content-Encoding': encoding }).end(pack(Buffer.from('fête'))),
    )
    expect((await get())?.bytes.toString()).toBe('fête')
  })

  it('is refused when too large: announced, counted as it comes, or once unpacked', async () => {
    serve((_, response) => response.writeHead(200, { 'Content-Length': 50_000_000 }).write('x'))
    expect(await faultOf(get())).toBe('too-large')
    serve((_, response) => {
      response.writeHead(200)
      const pour = () => {
        while (!response.destroyed && response.write(Buffer.alloc(10_000)));
        if (!response.destroyed) response.once('drain', pour)
      }
      pour()
    })
    expect(await faultOf(get())).toBe('too-large')
    const bomb = gzipSync(Buffer.alloc(50_000_000))
    expect(bomb.length).toBeLessThan(100_000)
    serve((_, response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(bomb))
    expect(await faultOf(get())).toBe('too-large')
  })

  it('is given up when it is slow to begin, to go on, or goes round in slow redirects', async () => {
    const started = performance.now()
    serve(() => {})
    expect(await faultOf(get())).toBe('too-slow')
    serve((_, response) => {
      const drip = setInterval(() => response.write('x'), 50)
      response.on('close', () => clearInterval(drip))
    })
    expect(await faultOf(get())).toBe('too-slow')
    serve((_, response) => void setTimeout(() => response.writeHead(302, { Location: '/' }).end(), 200))
    expect(await faultOf(get())).toBe('too-slow')
    expect(performance.now() - started).toBeLessThan(20_000)
  })

  it('that is packed in an unknown or broken way is refused', async () => {
    serve((_, response) => response.writeHead(200, { 'Content-Encoding': 'gzip, gzip' }).end('x'))
    expect(await faultOf(get())).toBe('unknown-encoding')
    serve((_, response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end('no gzip at all'))
    expect(await faultOf(get())).toBe('unknown-encoding')
  })

  it.each([
    [404, 'gone'],
    [410, 'gone'],
    [401, 'refused'],
    [403, 'refused'],
    [429, 'server-error'],
    [500, 'server-error'],
    [503, 'server-error'],
  ] as const)('answered %i is said to be %s', async (status, fault) => {
    serve((_, response) => response.writeHead(status).end('<html>'))
    expect(await faultOf(get())).toBe(fault)
  })

  it('that nobody serves is unreachable', async () => {
    expect(await faultOf(read({ url: 'http://127.0.0.1:9/x' }))).toBe('unreachable')
  })
})

describe('a redirect', () => {
  it('is followed three times and no more', async () => {
    const hops = (last: number) =>
      serve((request, response) => {
        const hop = Number(request.url?.slice(1))
        if (hop < last) response.writeHead(302, { Location: `/${hop + 1}` }).end()
        else response.writeHead(200).end('here')
      })
    hops(3)
    expect((await get('/0'))?.bytes.toString()).toBe('here')
    hops(4)
    expect(await faultOf(get('/0'))).toBe('too-many-redirects')
    expect(asked).toEqual(['/0', '/1', '/2', '/3'])
  })

  it.each([
    ['http://169.254.169.254/latest/meta-data', 'not-public'],
    ['http://10.0.0.1/', 'not-public'],
    ['http://[64:ff9b::a00:1]/', 'not-public'],
    ['http://[::ffff:10.0.0.1]/', 'not-public'],
    ['http://intranet/', 'not-public'],
    ['file:///etc/passwd', 'not-a-web-address'],
    ['gopher://example.org/', 'not-a-web-address'],
    ['http://user:pass@example.org/', 'has-credentials'],
    ['http://example.org:22/', 'odd-port'],
    ['http://', 'not-a-web-address'],
  ])('to %s is refused', async (location, fault) => {
    serve((_, response) => response.writeHead(301, { Location: location }).end())
    expect(await faultOf(get())).toBe(fault)
  })

  it('to a name that leads home is refused', async () => {
    const guarded = createRemoteReader({
      allowLoopback: true,
      limits,
      resolve: (_, done) => done(null, [{ address: '192.168.1.1', family: 4 }]),
    })
    serve((_, response) => response.writeHead(302, { Location: 'http://feed.example.org/' }).end())
    expect(await faultOf(guarded({ url: `${origin}/` }))).toBe('not-public')
  })
})

describe('an address', () => {
  const strict = (url: string) => readWebAddress(url, { allowLoopback: false }).href

  it('is read as people paste it', () => {
    expect(strict('  webcal://example.org/a.ics ')).toBe('https://example.org/a.ics')
    expect(strict('http://example.org/a#b')).toBe('http://example.org/a')
    expect(strict('https://example.org:443/a')).toBe('https://example.org/a')
  })

  it.each([
    'http://127.0.0.1/',
    'http://127.1/',
    'http://0x7f000001/',
    'http://2130706433/',
    'http://0/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[fe80::1]/',
    'http://[fd00::1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[2002:7f00:1::1]/',
    'http://169.254.169.254/',
    'http://100.64.0.1/',
    'http://192.168.0.1./',
    'http://localhost/',
    'http://localhost./',
    'http://nas/',
    'http://db.internal/',
    'http://１２７.０.０.１/',
  ])('of a local network is never called: %s', async (url) => {
    expect(await faultOf(createRemoteReader({ allowLoopback: false })({ url }))).toBe('not-public')
  })

  it('whose name is public when first looked up and local next is judged at each connection', async () => {
    const addresses = ['127.0.0.1', '10.0.0.7']
    const rebinding = createRemoteReader({
      allowLoopback: false,
      limits,
      resolve: (_, done) => done(null, [{ address: addresses.shift() ?? '', family: 4 }]),
    })
    serve((_, response) => response.end('secret of this machine'))
    const url = 'http://feed.example.org/'
    expect(await faultOf(rebinding({ url }))).toBe('not-public')
    expect(await faultOf(rebinding({ url }))).toBe('not-public')
    expect(asked).toEqual([])
  })

  it('is looked up once, and the address found then is the one called', async () => {
    let looked = 0
    const pinned = createRemoteReader({
      allowLoopback: true,
      limits,
      resolve: (_, done) => {
        looked++
        done(null, [{ address: looked === 1 ? '127.0.0.1' : '10.0.0.7', family: 4 }])
      },
    })
    serve((request, response) => response.end(request.headers.host))
    const url = `http://localhost:${new URL(origin).port}/`
    expect((await pinned({ url }))?.bytes.toString()).toContain('localhost')
    expect(looked).toBe(1)
  })
})
