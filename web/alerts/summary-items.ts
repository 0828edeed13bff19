export type SummaryItem = { title: string; path: string }

const isItem = (value: unknown): value is { title: string; url: string } =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as { title?: unknown }).title === 'string' &&
  typeof (value as { url?: unknown }).url === 'string'

/**
 * What a summary holds, from its address (after the #, which no server sees). Anybody can make an address: what does
 * not lead to a page of ours, or cannot be read, is left out.
 */
export function readSummary(hash: string, origin: string): SummaryItem[] {
  try {
    const packed = atob(hash.replace(/^#/, '').replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(packed, (letter) => letter.charCodeAt(0))
    const items: unknown = JSON.parse(new TextDecoder().decode(bytes))
    if (!Array.isArray(items)) return []
    return items.filter(isItem).flatMap(({ title, url }) => {
      const at = new URL(url, origin)
      return at.origin === origin ? [{ title, path: `${at.pathname}${at.search}${at.hash}` }] : []
    })
  } catch {
    return []
  }
}
