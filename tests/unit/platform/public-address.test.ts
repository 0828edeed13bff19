import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { createGuardedLookup, isPublicAddress } from '../../../api/platform/public-address.ts'

describe('an address', () => {
  it.each([
    '8.8.8.8',
    '142.250.179.74',
    '100.63.255.255',
    '100.128.0.1',
    '172.15.0.1',
    '172.32.0.1',
    '2a00:1450:4007:80e::200a',
    '2001:4860:4860::8888',
  ])('of the internet is public: %s', (address) => expect(isPublicAddress(address)).toBe(true))

  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '100.127.255.255',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.8',
    '192.0.2.1',
    '192.88.99.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.51.100.7',
    '203.0.113.9',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:8.8.8.8',
    '::ffff:7f00:1',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::1',
    '100::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::1',
    '3fff::1',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'fec0::1',
    'ff02::1',
    'not an address',
  ])('of a local, reserved or disguised network is not: %s', (address) =>
    expect(isPublicAddress(address)).toBe(false),
  )
})

describe('a name', () => {
  const askFor = (addresses: string[], allowLoopback = false) => {
    const lookup = createGuardedLookup({
      allowLoopback,
      resolve: (_, done) =>
        done(
          null,
          addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
        ),
    })
    return new Promise((resolve) => {
      lookup('push.example.org', { all: true }, (error, found) => resolve(error ? error.code : found))
    })
  }

  it('leads only where every one of its addresses is public', async () => {
    expect(await askFor(['8.8.8.8'])).toEqual([{ address: '8.8.8.8', family: 4 }])
    expect(await askFor(['192.168.0.1'])).toBe('NOT_PUBLIC')
    expect(await askFor(['8.8.8.8', '127.0.0.1'])).toBe('NOT_PUBLIC')
    expect(await askFor(['8.8.8.8', '::1'])).toBe('NOT_PUBLIC')
    expect(await askFor([])).toBe('NOT_PUBLIC')
  })

  it('that answers otherwise the second time never gets a connection', async () => {
    let connections = 0
    const server = createServer((_, response) => response.end()).on('connection', () => connections++)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    // A resolver under the stranger's hand: public when registered, loopback when sent to.
    let asked = 0
    const lookup = createGuardedLookup({
      allowLoopback: false,
      resolve: (_, done) => done(null, [{ address: asked++ === 0 ? '8.8.8.8' : '127.0.0.1', family: 4 }]),
    })
    const registered = await new Promise((resolve) =>
      lookup('rebind.example.org', { all: true }, (error, found) => resolve(error ?? found)),
    )
    expect(registered).toEqual([{ address: '8.8.8.8', family: 4 }])
    const code = await new Promise((resolve) => {
      request({ host: 'rebind.example.org', port, lookup }, () => resolve('connected'))
        .on('error', (error: NodeJS.ErrnoException) => resolve(error.code))
        .end()
    })
    expect(code).toBe('NOT_PUBLIC')
    expect(asked).toBe(2)
    expect(connections).toBe(0)
    server.close()
  })
})
