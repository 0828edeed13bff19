import { createHash } from 'node:crypto'
import type { Deps } from '../../platform/http.ts'
import type { Caller, RateRule } from '../../platform/rate-limits.ts'
import { communeAt, listBodies, readTerritory } from '../../territory/territory.usecases.ts'
import { drawAlertPoster } from './commune.poster.ts'
import { dayOnPoster, type PosterLanguage } from './poster.words.ts'

/** More posters than a territory has communes; drawing one takes a tenth of a second. */
const posterRate: RateRule = { name: 'commune.poster', windowSeconds: 600, perDevice: 200, perAddress: 600 }

export type PrintedPoster = { etag: string; name: string; draw: () => Promise<Buffer> }

/** The poster of a commune's alerts, drawn only when it is not known already. Throws as `communeAt`, `too-many-requests`. */
export async function printAlertPoster(
  { database, clock, config, rateLimiter }: Pick<Deps, 'database' | 'clock' | 'config' | 'rateLimiter'>,
  { address, language, caller }: { address: string; language: PosterLanguage; caller: Caller },
): Promise<PrintedPoster> {
  const { commune, path } = await communeAt({ database }, address)
  const { code, name, territorySiren } = commune
  const [territory, bodies] = await Promise.all([
    readTerritory({ database, siren: territorySiren }),
    listBodies({ database, territorySiren }),
  ])
  const printedAt = clock.now()
  const url = `${config.publicUrl}${path}`
  const poster = {
    name,
    territoryName: territory.name,
    phone: bodies.find(({ communeCode }) => communeCode === code)?.phone ?? null,
    language,
    url,
    shownUrl: url.replace(/^https?:\/\//, ''),
  }
  const state = JSON.stringify([poster, dayOnPoster(printedAt, language)])
  const key = createHash('sha256').update(state).digest('base64url').slice(0, 22)
  return {
    etag: `"${key}"`,
    name: `alertes-${code}.pdf`,
    draw: async () => {
      await database.write((tx) => rateLimiter.spend(tx, posterRate, caller))
      return drawAlertPoster({ ...poster, printedAt })
    },
  }
}
