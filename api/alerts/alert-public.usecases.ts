import type { Reader, Tx } from '../../db/client.ts'
import type { Deps } from '../platform/http.ts'
import { decodeCursor, toPage, type Page } from '../platform/pagination.ts'
import { commonProblems } from '../platform/problems.ts'
import { listCommunes, listTerritories } from '../territory/territory.usecases.ts'
import { publishedAlertProblems } from './alert.problems.ts'
import {
  findAlert,
  findAlertCommunes,
  findEntries,
  listNewest,
  listPublished,
  type AlertRow,
  type PublishedFilter,
} from './alert.repository.ts'
import type { AlertMapQuery, AlertQuery, PublicAlert } from './alert.schemas.ts'
import { toPublic, type AlertLanguage } from './alert-views.ts'

export { byUrgency } from './alert.rules.ts'

type Given = Pick<Deps, 'clock'> & { database: Pick<Deps['database'], 'read'> }

/** The territory asked for, or the only one. Throws `not-found` when there are several and none is named. */
async function sirenOf({ database }: Given, asked: string | undefined): Promise<string> {
  if (asked !== undefined) return asked
  const { items } = await listTerritories({ database, limit: 2 })
  const [only] = items
  if (!only || items.length > 1) throw commonProblems['not-found']()
  return only.siren
}

/** Alerts with the names of their communes: none for those of the whole territory, which name it by itself. */
export async function withPlaces(handle: Reader | Tx, rows: readonly AlertRow[]) {
  const codes = await findAlertCommunes(
    handle,
    rows.map(({ id }) => id),
  )
  const named = new Map<string, string>()
  for (const territorySiren of new Set(rows.map((row) => row.territorySiren)))
    for (const { code, name } of await listCommunes({ database: { read: handle }, territorySiren }))
      named.set(code, name)
  return rows.map((row) => ({
    row,
    communes: (row.whole ? [] : (codes.get(row.id) ?? []))
      .map((code) => ({ code, name: named.get(code) ?? code }))
      .toSorted((a, b) => a.name.localeCompare(b.name, 'fr')),
  }))
}

const readAfter = (cursor: string | undefined) => {
  if (!cursor) return undefined
  const [at, id] = decodeCursor(cursor, ['number', 'string']) as [number, string]
  return { at, id }
}

type Listed = AlertMapQuery & Pick<PublishedFilter, 'when' | 'drawn'>
async function listPage(deps: Given, query: Listed): Promise<Page<PublicAlert>> {
  const { commune, when, drawn, lang, cursor, limit } = query
  const territorySiren = await sirenOf(deps, query.territory)
  const now = deps.clock.now()
  const { read } = deps.database
  const rows = await listPublished(read, {
    territorySiren,
    commune,
    when,
    drawn,
    now,
    after: readAfter(cursor),
    limit: limit + 1,
  })
  const page = toPage(await withPlaces(read, rows), limit, ({ row }) => [row.endsAt, row.id])
  return { ...page, items: page.items.map((seen) => toPublic({ ...seen, now }, lang)) }
}

/** What concerns a commune, or a territory: in force and to come, or over. Throws `bad-cursor`, `not-found`. */
export const listAlerts = (deps: Given, query: AlertQuery) => listPage(deps, { ...query, drawn: false })

/** Of those in force and to come, the ones whose area was drawn. Throws `bad-cursor`, `not-found`. */
export const listDrawnAlerts = (deps: Given, query: AlertMapQuery) =>
  listPage(deps, { ...query, when: 'current', drawn: true })

/** One alert that was published, also once it is over. Throws `alert-not-found`. */
export async function readAlert(
  { database, clock }: Given,
  { id, lang }: { id: string; lang: AlertLanguage },
): Promise<PublicAlert> {
  const row = await findAlert(database.read, id)
  if (!row || row.publishedAt === null) throw publishedAlertProblems['alert-not-found']()
  const [seen] = await withPlaces(database.read, [row])
  return toPublic({ row, communes: seen?.communes ?? [], now: clock.now() }, lang)
}

/**
 * When each edition of an alert was sent, the first one first: a CAP message names those it replaces by their own
 * instants (CAP 1.2 §3.2.1 `references`).
 */
export async function readEditions(
  { database }: Pick<Given, 'database'>,
  id: string,
): Promise<{ sentAt: number[]; ended: boolean }> {
  const entries = await findEntries(database.read, id)
  const sent = entries.filter(({ kind }) => ['published', 'corrected', 'ended'].includes(kind))
  return { sentAt: sent.map(({ at }) => at), ended: sent.at(-1)?.kind === 'ended' }
}

export const feedLength = 50

/** The last alerts published, over or not, for programs that follow them. */
export async function newestAlerts(
  deps: Given,
  { territory, commune }: { territory?: string | undefined; commune?: string | undefined },
): Promise<{ siren: string; alerts: PublicAlert[] }> {
  const siren = await sirenOf(deps, territory)
  const { read } = deps.database
  const rows = await listNewest(read, { territorySiren: siren, commune, after: undefined, limit: feedLength })
  const now = deps.clock.now()
  return { siren, alerts: (await withPlaces(read, rows)).map((seen) => toPublic({ ...seen, now }, 'fr')) }
}
