import { isIP } from 'node:net'
import { isLoopback } from '../platform/public-address.ts'

/** A push endpoint is a URL given by a stranger: what we may be made to connect to is decided here. */
export type EndpointFault =
  'not-a-url' | 'too-long' | 'not-https' | 'has-credentials' | 'odd-port' | 'not-public'

const endpointLimit = 2048

/**
 * What is wrong with an endpoint as it is written, or null. Push services are names on port 443: addresses, other
 * ports and names of a local network are refused. `allowLoopback` (tests) accepts http and any port on loopback.
 */
export function endpointFault(
  endpoint: string,
  { allowLoopback }: { allowLoopback: boolean },
): EndpointFault | null {
  if (endpoint.length > endpointLimit) return 'too-long'
  if (!URL.canParse(endpoint)) return 'not-a-url'
  const url = new URL(endpoint)
  if (url.username || url.password) return 'has-credentials'
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  if (allowLoopback && /^https?:$/.test(url.protocol) && (host === 'localhost' || isLoopback(host)))
    return null
  if (url.protocol !== 'https:') return 'not-https'
  if (isIP(host) || !host.includes('.') || /\.(?:localhost|local|internal|home\.arpa)$/.test(host))
    return 'not-public'
  return url.port === '' ? null : 'odd-port'
}
