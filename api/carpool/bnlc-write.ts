import { inert } from '../platform/csv.ts'
import { aireKinds } from './bnlc-fields.rules.ts'
import { bnlcColumns } from './carpool.bnlc.ts'
import type { BnlcAire } from './carpool.bnlc.ts'

/** An aire as it goes out: in the commune it is in, whatever a source declared. */
export type BnlcRow = Omit<BnlcAire, 'line' | 'declaredInsee' | 'declaredCommune'>

type Cell = string | number | boolean | null

/**
 * Aires in the official form, to publish or to submit to the national base: its columns in its order, commas, points in
 * numbers, UTF-8 without a mark. No text of it runs as a formula.
 */
export function writeBnlc(aires: readonly BnlcRow[]): string {
  const lines = [bnlcColumns, ...aires.map(toCells)]
  return `${lines.map((cells) => cells.map(write).join(',')).join('\r\n')}\r\n`
}

/** In the order of bnlcColumns. */
function toCells(aire: BnlcRow): Cell[] {
  return [
    aire.id,
    aire.localId,
    aire.name,
    aire.address,
    aire.communeName,
    aire.communeCode,
    aireKinds[aire.kind],
    aire.updatedOn,
    aire.open,
    aire.source,
    aire.lon,
    aire.lat,
    aire.spaces,
    aire.accessibleSpaces,
    aire.maxStayMinutes,
    aire.openingHours,
    aire.owner,
    aire.lit,
    aire.comment,
  ]
}

function write(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell !== 'string') return String(cell)
  const text = inert(cell)
  return /[",\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text
}
