import { FetchError, type FetchRemote, type RemoteFile } from '../platform/remote-file.ts'

/** Pages of one list read at most, and their bytes in all. */
const mostPages = 30
const mostBytes = 20 * 1024 * 1024

/**
 * The address of the page that follows: as the Link header says (RFC 8288), as ours does; else as OpenAgenda's `after`,
 * a list of values. Null when it is the last.
 */
export function nextPage(url: string, { bytes, link }: Pick<RemoteFile, 'bytes' | 'link'>): string | null {
  const base = url.replace(/^webcals?:/i, 'https:')
  const linked = /<([^>]*)>\s*;[^<]*\brel="?next\b/i.exec(link ?? '')?.[1]
  if (linked !== undefined) return URL.canParse(linked, base) ? new URL(linked, base).href : null
  if (!/^\s*\{/.test(bytes.subarray(0, 100).toString('utf8'))) return null
  const after = afterOf(bytes)
  if (after.length === 0) return null
  const next = new URL(base)
  next.searchParams.delete('after[]')
  for (const value of after) next.searchParams.append('after[]', String(value))
  return next.href
}

function afterOf(bytes: Buffer): unknown[] {
  try {
    const { after } = JSON.parse(bytes.toString('utf8')) as { after?: unknown }
    return Array.isArray(after) ? after : []
  } catch {
    return []
  }
}

/** A file with the pages that follow it. Throws `FetchError`: of a list cut in the middle nothing is believed. */
export async function readFollowing(
  fetchRemote: FetchRemote,
  { url, first }: { url: string; first: RemoteFile },
): Promise<RemoteFile[]> {
  const files = [first]
  let size = first.bytes.length
  for (let page = first; files.length < mostPages;) {
    const next = nextPage(url, page)
    if (next === null) return files
    const read = await fetchRemote({ url: next })
    if (read === null) return files
    size += read.bytes.length
    if (size > mostBytes) throw new FetchError('too-large')
    files.push(read)
    page = read
  }
  return files
}
