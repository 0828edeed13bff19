/** Less is the network's, or a watch that nobody minds. Milliseconds. */
const worthCounting = 3_600_000

/**
 * How far a device's clock (`deviceNow`, epoch milliseconds) runs ahead of the service that gave these headers; 0 while
 * they agree within an hour; null when they do not say, or the browser may have kept them from earlier.
 */
export function aheadOf(headers: Headers, deviceNow: number): number | null {
  const said = Date.parse(headers.get('Date') ?? '')
  if (Number.isNaN(said) || /max-age=[1-9]/.test(headers.get('Cache-Control') ?? '')) return null
  const ahead = deviceNow - said
  return Math.abs(ahead) > worthCounting ? ahead : 0
}
