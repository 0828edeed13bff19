import { withScheme } from '../propose/check-event.ts'

const feed = '/api/events.openagenda.json'

/** The feed of another Bocage, of the address a person knows it by: its site, or a feed with its filters. Null: no address. */
export function neighbourFeed(typed: string): string | null {
  try {
    const address = new URL(withScheme(typed))
    if (!/^https?:$/.test(address.protocol) || !address.hostname.includes('.')) return null
    return address.pathname.endsWith(feed) ? address.href : new URL(feed, address.origin).href
  } catch {
    return null
  }
}
