import type { Deps } from '../platform/http.ts'
import type { FetchRemote } from '../platform/remote-file.ts'
import { ImportRefused } from '../territory/territory.files.ts'
import { hasNational } from './aires.repository.ts'
import { importAires, type AiresReport } from './aires-import.usecases.ts'

/**
 * Reads the national base again, where it was imported once: nobody who did without it is brought two thousand aires.
 * A file that is refused (half of it is missing) changes nothing and is said in the log; null when nothing was read.
 */
export async function refreshNational(
  deps: Pick<Deps, 'database' | 'clock' | 'ids' | 'config' | 'logger'> & { fetchRemote: FetchRemote },
): Promise<AiresReport | null> {
  const { database, config, logger, fetchRemote } = deps
  if (!(await hasNational(database.read))) return null
  const file = await fetchRemote({ url: config.bnlcUrl })
  if (!file) return null
  try {
    return await importAires(deps, { text: file.bytes.toString('utf8') })
  } catch (error) {
    if (!(error instanceof ImportRefused)) throw error
    logger.warn({ reason: error.message }, 'the national base of aires was not taken')
    return null
  }
}
