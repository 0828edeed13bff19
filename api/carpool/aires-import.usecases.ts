import type { Tx } from '../../db/client.ts'
import type { Deps } from '../platform/http.ts'
import { ImportRefused } from '../territory/territory.files.ts'
import { communesOfPoints, listTerritories } from '../territory/territory.usecases.ts'
import { findNational, insertAire, setWithdrawn, updateAire, type AireRow } from './aires.repository.ts'
import { refreshSelection, type SelectionReport } from './aires-selection.usecases.ts'
import { parseBnlc, type BnlcAire, type BnlcFile, type BnlcReport, type CommuneAt } from './carpool.bnlc.ts'

type Given = Pick<Deps, 'database' | 'clock' | 'ids'>

/** Boundaries are simplified to some hundred metres: a declared commune this near is believed. */
const boundaryMetres = 150
/** A file without more than this part of the aires known, and than a handful, is taken for a half one. */
const mostGone = { part: 0.1, few: 5 }

export type AiresReport = {
  lines: number
  added: number
  updated: number
  unchanged: number
  withdrawn: number
  refused: number
  repaired: number
  reports: BnlcReport[]
  unknownColumns: string[]
  /** What each territory selects now; empty in a dry run. */
  selections: { siren: string; name: string; selection: SelectionReport }[]
}

/**
 * Brings the national aires in step with a file of the Base nationale des lieux de covoiturage: adds, updates,
 * withdraws, never doubles; then each territory's selection. An aire whose line is refused stays as it was. Throws
 * ImportRefused, nothing changed, for what is no such file, is cut short, or lacks a good part of what is known
 * (`evenIfMany` lets that through).
 */
export async function importAires(
  deps: Given,
  { text, dryRun = false, evenIfMany = false }: { text: string; dryRun?: boolean; evenIfMany?: boolean },
): Promise<AiresReport> {
  const file = parseBnlc(text, await openCommunes(deps, text))
  const known = new Map((await findNational(deps.database.read)).map((row) => [row.bnlcId, row]))
  /** Submitted by a territory: the base gives it an `id_lieu`, and keeps our `id_local`. */
  const own = new Map(
    [...known.values()].flatMap((row) =>
      row.source === 'territory' && row.localId !== null ? [[row.localId, row] as const] : [],
    ),
  )
  const told = new Set([...file.aires.map(({ id }) => id), ...file.reports.map(({ id }) => id)])
  const inUse = [...known.values()].filter(({ source, withdrawnAt }) => source === 'bnlc' && !withdrawnAt)
  const gone = inUse.filter(({ bnlcId }) => !told.has(bnlcId))
  if (!evenIfMany && gone.length > Math.max(mostGone.few, inUse.length * mostGone.part))
    throw new ImportRefused(
      `Le fichier ne contient plus ${gone.length} des ${inUse.length} aires connues : il est sans doute incomplet. S’il est juste, ajoutez --even-many.`,
    )
  const counts = { added: 0, updated: 0, unchanged: 0, withdrawn: gone.length }
  const write = async (tx: Tx | null) => {
    const now = deps.clock.now()
    for (const line of file.aires) {
      const before = known.get(line.id) ?? (line.localId === null ? undefined : own.get(line.localId))
      const columns = columnsOf(line)
      if (!before) {
        counts.added++
        if (tx)
          await insertAire(tx, {
            ...columns,
            id: deps.ids.next(),
            createdAt: now,
            updatedAt: now,
            version: 1,
          })
      } else if (isAs(before, columns)) counts.unchanged++
      else {
        counts.updated++
        if (tx) await updateAire(tx, before.id, { ...columns, updatedAt: now })
      }
    }
    if (tx)
      await setWithdrawn(
        tx,
        gone.map(({ id }) => id),
        now,
      )
  }
  if (dryRun) await write(null)
  else
    await deps.database.write((tx) => {
      Object.assign(counts, { added: 0, updated: 0, unchanged: 0 })
      return write(tx)
    })
  return { ...reportOf(file), ...counts, selections: dryRun ? [] : await refreshSelections(deps) }
}

/** Brings every territory's selection up to date. */
async function refreshSelections(deps: Given): Promise<AiresReport['selections']> {
  const { items } = await listTerritories({ database: deps.database })
  const selections: AiresReport['selections'] = []
  for (const { siren, name } of items)
    selections.push({ siren, name, selection: await refreshSelection(deps, siren) })
  return selections
}

function reportOf({ lineCount, reports, unknownColumns }: BnlcFile) {
  const refused = reports.filter((report) => report.refused).length
  return { lines: lineCount, refused, repaired: reports.length - refused, reports, unknownColumns }
}

/** The reader asks for communes without waiting: the points of the file are looked up before it reads for good. */
async function openCommunes({ database }: Given, text: string): Promise<CommuneAt> {
  const points: { lon: number; lat: number }[] = []
  parseBnlc(text, (lon, lat) => {
    points.push({ lon, lat })
    return 'unknown'
  })
  const found = await communesOfPoints(database, points, boundaryMetres)
  const communes = new Map(points.map(({ lon, lat }, n) => [`${lon} ${lat}`, found[n] ?? 'unknown']))
  return (lon, lat) => communes.get(`${lon} ${lat}`) ?? 'unknown'
}

type Columns = Omit<AireRow, 'id' | 'ownerSiren' | 'demo' | 'createdAt' | 'updatedAt' | 'version'>

function columnsOf(aire: BnlcAire): Columns {
  const { line, id, source, ...said } = aire
  void line
  return { ...said, source: 'bnlc', bnlcId: id, dataSource: source, withdrawnAt: null }
}

function isAs(before: AireRow, columns: Columns): boolean {
  return (Object.keys(columns) as (keyof Columns)[]).every((name) => before[name] === columns[name])
}
