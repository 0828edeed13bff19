import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { networkOf } from '../../../api/platform/addresses.ts'

describe('The network of an address', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['203.0.113.7:4711', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['[::FFFF:cb00:7107]:443', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['[2001:DB8:1:2::]:80', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['unknown', 'unknown'],
    ['_hidden', '_hidden'],
  ])('%s is %s', (address, network) => expect(networkOf(address)).toBe(network))

  it('is one for all the addresses of a /64, and another for its neighbour', () =>
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 0xffff }), { minLength: 8, maxLength: 8 }),
        fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 4, maxLength: 4 }),
        (groups, host) => {
          const write = (parts: number[]) => parts.map((part) => part.toString(16)).join(':')
          const network = networkOf(write(groups))
          expect(networkOf(write([...groups.slice(0, 4), ...host]))).toBe(network)
          const neighbour = groups.with(3, (groups[3] ?? 0) ^ 1)
          expect(networkOf(write(neighbour))).not.toBe(network)
        },
      ),
    ))

  it('is short, and never a fault, whatever a proxy says', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(networkOf(text).length).toBeLessThanOrEqual(64)
      }),
    ))
})
