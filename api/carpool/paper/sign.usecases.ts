import { createHash } from 'node:crypto'
import type { Deps } from '../../platform/http.ts'
import type { Caller, RateRule } from '../../platform/rate-limits.ts'
import { readAireAnywhere } from '../aires-public.usecases.ts'
import { drawAireSign } from './aire.sign.ts'
import { dayOnSign, type SignLanguage } from './sign.words.ts'

/** More signs than a département has aires; drawing one takes a tenth of a second. */
const signRate: RateRule = { name: 'aire.sign', windowSeconds: 600, perDevice: 200, perAddress: 600 }

export type PrintedSign = { etag: string; name: string; draw: () => Promise<Buffer> }

/** The sign of an aire, drawn only when it is not known already. Throws `aire-not-found`, `too-many-requests`. */
export async function printSign(
  { database, clock, config, rateLimiter }: Pick<Deps, 'database' | 'clock' | 'config' | 'rateLimiter'>,
  {
    id,
    territory,
    language,
    caller,
  }: { id: string; territory: string | undefined; language: SignLanguage; caller: Caller },
): Promise<PrintedSign> {
  const { aire, territory: of } = await readAireAnywhere({ database }, { id, territory })
  const printedAt = clock.now()
  const { publicUrl } = config
  const sign = {
    name: aire.name,
    where: [aire.address, aire.commune.name].filter(Boolean).join(', '),
    territoryName: of.name,
    language,
    inside: aire.inside,
    url: `${publicUrl}${aire.path}?partir=1`,
    shownUrl: `${publicUrl.replace(/^https?:\/\//, '')}/aires`,
  }
  const state = JSON.stringify([sign, dayOnSign(printedAt, language)])
  const key = createHash('sha256').update(state).digest('base64url').slice(0, 22)
  return {
    etag: `"${key}"`,
    name: `aire-${id}.pdf`,
    draw: async () => {
      await database.write((tx) => rateLimiter.spend(tx, signRate, caller))
      return drawAireSign({ ...sign, printedAt })
    },
  }
}
