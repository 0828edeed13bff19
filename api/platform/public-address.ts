import dns from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

// Where an address given by a stranger may lead us: push endpoints, feeds to read.

const reserved = new BlockList()
// IANA special-purpose registries (RFC 6890 and its updates), multicast and future use.
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  reserved.addSubnet(network, prefix, 'ipv4')
// Inside 2000::/3: Teredo and other IETF blocks, documentation, and 6to4, which hides an IPv4 address.
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  reserved.addSubnet(network, prefix, 'ipv6')
const globalUnicast = new BlockList()
globalUnicast.addSubnet('2000::', 3, 'ipv6')
const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** True for an address of the public internet. IPv4 dressed as IPv6 is refused whatever it hides. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !reserved.check(address, 'ipv4')
  return family === 6 && globalUnicast.check(address, 'ipv6') && !reserved.check(address, 'ipv6')
}

export function isLoopback(address: string): boolean {
  const family = isIP(address)
  return family !== 0 && loopback.check(address, family === 4 ? 'ipv4' : 'ipv6')
}

/** Thrown by the lookup when a name leads where we do not go. */
export class NotPublicError extends Error {
  readonly code = 'NOT_PUBLIC'
}

type Resolved = (error: NodeJS.ErrnoException | null, addresses: dns.LookupAddress[]) => void
/** Finds every address of a name. */
export type Resolve = (hostname: string, done: Resolved) => void
const systemResolve: Resolve = (hostname, done) => dns.lookup(hostname, { all: true }, done)

/**
 * A `lookup` for node:http(s) that judges the very addresses the socket is then given, so that a name which changes
 * between two look-ups gains nothing. One address that is not public condemns the name.
 */
export function createGuardedLookup({
  allowLoopback,
  resolve = systemResolve,
}: {
  allowLoopback: boolean
  resolve?: Resolve
}): LookupFunction {
  const allowed = ({ address }: dns.LookupAddress) =>
    isPublicAddress(address) || (allowLoopback && isLoopback(address))
  return (hostname, options, callback) => {
    resolve(hostname, (error, addresses) => {
      const [first] = addresses ?? []
      if (error) callback(error, '', 0)
      else if (!first || !addresses.every(allowed)) callback(new NotPublicError(), '', 0)
      else if (options.all) callback(null, addresses)
      else callback(null, first.address, first.family)
    })
  }
}
