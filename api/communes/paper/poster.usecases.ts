import { createHash } from 'node:crypto'
import type { Deps } from '../../platform/http.ts'
import type { Caller, RateRule } from '../../platform/rate-limits.ts'
import { bodyInWords, previewIncident } from '../../incidents/incidents-report.usecases.ts'
import { commonProblems } from '../../platform/problems.ts'
import { communeAt, listBodies, listCategories, readTerritory } from '../../territory/territory.usecases.ts'
import { type CommunePoster, drawPoster } from './commune.poster.ts'
import { dayOnPoster, type PosterLanguage, sayOnPoster } from './poster.words.ts'

type Said = [word: Parameters<typeof sayOnPoster>[1], values?: Record<string, string>]

/** More posters than a territory has communes; drawing one takes a tenth of a second. */
const posterRate: RateRule = { name: 'commune.poster', windowSeconds: 600, perDevice: 200, perAddress: 600 }

export type PrintedPoster = { etag: string; name: string; draw: () => Promise<Buffer> }

type PosterDeps = Pick<Deps, 'database' | 'clock' | 'config' | 'rateLimiter'>
type Asked = { address: string; language: PosterLanguage; caller: Caller }
type Drawn = Pick<CommunePoster, 'title' | 'kinds' | 'free' | 'call' | 'qr' | 'url' | 'shownUrl'>

/** Drawn only when it is not known already. */
function print(
  { database, clock, rateLimiter }: PosterDeps,
  { caller, name, poster }: { caller: Caller; name: string; poster: Omit<CommunePoster, 'printedAt'> },
): PrintedPoster {
  const printedAt = clock.now()
  const state = JSON.stringify([poster, dayOnPoster(printedAt, poster.language)])
  const key = createHash('sha256').update(state).digest('base64url').slice(0, 22)
  return {
    etag: `"${key}"`,
    name,
    draw: async () => {
      await database.write((tx) => rateLimiter.spend(tx, posterRate, caller))
      return drawPoster({ ...poster, printedAt })
    },
  }
}

/** What both posters say of a commune. */
async function openCommune({ database }: PosterDeps, { address, language }: Asked) {
  const { commune, path } = await communeAt({ database }, address)
  const { code, name, territorySiren } = commune
  const [territory, bodies] = await Promise.all([
    readTerritory({ database, siren: territorySiren }),
    listBodies({ database, territorySiren }),
  ])
  const phone = bodies.find(({ communeCode }) => communeCode === code)?.phone ?? null
  return { commune, path, phone, shared: { name, territoryName: territory.name, language } }
}

const shown = (url: string) => url.replace(/^https?:\/\//, '')

/** The poster of a commune's alerts. Throws as `communeAt`, `too-many-requests`. */
export async function printAlertPoster(deps: PosterDeps, asked: Asked): Promise<PrintedPoster> {
  const { commune, path, phone, shared } = await openCommune(deps, asked)
  const url = `${deps.config.publicUrl}${path}`
  const say = (...[word, values]: Said) => sayOnPoster(asked.language, word, values)
  const drawn: Drawn = {
    title: say('title'),
    kinds: say('kinds'),
    free: say('free'),
    call: phone ? say('call', { phone }) : say('callIn'),
    qr: say('qr', { url }),
    url,
    shownUrl: shown(url),
  }
  return print(deps, {
    caller: asked.caller,
    name: `alertes-${commune.code}.pdf`,
    poster: { ...shared, ...drawn },
  })
}

/**
 * The poster of one kind of report in a commune: its code begins a report of that kind there. Throws as `communeAt`;
 * `not-found` for a kind that the territory does not offer; `too-many-requests`.
 */
export async function printReportPoster(
  deps: PosterDeps & Parameters<typeof previewIncident>[0],
  { category: slug, ...asked }: Asked & { category: string },
): Promise<PrintedPoster> {
  const { commune, phone, shared } = await openCommune(deps, asked)
  const { database, config } = deps
  const categories = await listCategories({ database, territorySiren: commune.territorySiren })
  const category = categories.find((one) => one.slug === slug)
  if (!category) throw commonProblems['not-found']()
  const { body, targetDays } = await previewIncident(deps, {
    categoryId: category.id,
    position: null,
    communeCode: commune.code,
  })
  const say = (...[word, values]: Said) => sayOnPoster(asked.language, word, values)
  const days = targetDays === 1 ? say('oneDay') : say('days', { n: String(targetDays) })
  const url = `${config.publicUrl}/signaler?${new URLSearchParams({ commune: commune.code, quoi: slug }).toString()}`
  const call = phone ? say('reportCall', { phone }) : say('reportCallIn')
  const drawn: Drawn = {
    title: say('reportTitle', { category: category.name }),
    kinds: say('reportKinds', { body: bodyInWords(body?.name ?? commune.name, asked.language), days }),
    free: say('reportFree'),
    call: category.emergency ? `${say('emergency')} ${call}` : call,
    qr: say('reportQr', { url }),
    url,
    shownUrl: shown(`${config.publicUrl}/signaler`),
  }
  return print(deps, {
    caller: asked.caller,
    name: `signaler-${slug}-${commune.code}.pdf`,
    poster: { ...shared, ...drawn },
  })
}
