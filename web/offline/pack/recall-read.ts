import { recallAmong, type KeptOne } from '../kept-among.ts'
import { fromPack } from './answers.ts'

type Question = {
  /** Of the API. */
  path: string
  query?: Record<string, unknown>
}

/**
 * What this phone knows of a question when nobody answers: what was read last with the very same (`kind`, `key`), or
 * what the commune's pack says of it, whichever is newer.
 */
export async function recallRead<T>(
  { path, query = {} }: Question,
  own?: { kind: string; key: string },
): Promise<KeptOne<T> | null> {
  const [last, packed] = await Promise.all([
    own ? recallAmong<T>(own.kind, own.key).catch(() => null) : null,
    fromPack<T>(path, query).catch(() => null),
  ])
  return last && packed ? (packed.at > last.at ? packed : last) : (last ?? packed)
}
