import { isIPv6 } from 'node:net'

/**
 * What one subscriber holds, as limits count it: an IPv4 address, or the /64 of an IPv6 one (RFC 6177 §2: a home is
 * given at least that), whose every address a single machine may take in turn. Ports and zones are left out; what is
 * no address is answered as it is, cut to 64 characters.
 */
export function networkOf(address: string): string {
  const bare = address
    .trim()
    .replace(/^\[([^\]]*)\](?::\d+)?$/, '$1')
    .replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1')
    .replace(/%.*$/, '')
  if (!isIPv6(bare)) return bare.slice(0, 64)
  const groups = groupsOf(bare)
  const [high = 0, low = 0] = groups.slice(6)
  // IPv4 dressed as IPv6 (RFC 4291 §2.5.5.2): what a socket that listens to both is told.
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff)
    return [high >> 8, high & 255, low >> 8, low & 255].join('.')
  return groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')
}

/** The eight groups of an IPv6 address. */
function groupsOf(address: string): number[] {
  // The URL parser writes every form of an address the same way, without dots.
  const [head = '', tail] = new URL(`http://[${address}]/`).hostname.slice(1, -1).split('::')
  const read = (text: string) => text.split(':').flatMap((group) => (group ? [parseInt(group, 16)] : []))
  if (tail === undefined) return read(head)
  const [before, after] = [read(head), read(tail)]
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after]
}
