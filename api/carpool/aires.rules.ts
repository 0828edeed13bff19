import type { AireKind } from './bnlc-fields.rules.ts'

/** Most aires in one selection: its travel times are a row for each ordered pair. */
export const MOST_SELECTED = 500
/** Metres around a territory that a selection may take in. */
export const marginBounds = { least: 0, most: 60_000, usual: 15_000 } as const

/** Words without accents nor capitals, each preceded by a space, so that ` mot` finds what begins with it. */
export function searchWords(...texts: (string | null | undefined)[]): string {
  const words = texts
    .filter((text) => text !== null && text !== undefined)
    .join(' ')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
  return words === '' ? '' : ` ${words}`
}

/**
 * An `id_lieu` as the schema of the national base wants it, for an aire that is not in it yet. Counted down from 999,
 * while the base counts up from 1. Null when the commune has a thousand.
 */
export function freeBnlcId(communeCode: string, taken: readonly string[]): string | null {
  for (let number = 999; number > 0; number--) {
    const id = `${communeCode}-C-${String(number).padStart(3, '0')}`
    if (!taken.includes(id)) return id
  }
  return null
}

/**
 * Whether people may wait for a second car: what the territory says, else what the kind of place suggests. On the verge
 * of a road or at a motorway exit nobody is asked to stand.
 */
export function mayWaitAt({ kind, waiting }: { kind: AireKind; waiting: boolean | null }): boolean {
  return waiting ?? !['roadside', 'motorway_exit', 'hitchhiking'].includes(kind)
}

/** Why an aire is in no selection any more. */
export type Leaving = 'withdrawn' | 'closed' | 'hidden' | 'out-of-reach'

/** Why people may not leave from an aire here, or null when they may. `metres`: from the boundary; null: too far. */
export function whyNotListed(
  aire: { withdrawnAt: number | null; open: boolean; own: boolean },
  here: { hidden: boolean; metres: number | null },
): Leaving | null {
  if (aire.withdrawnAt !== null) return 'withdrawn'
  if (!aire.open) return 'closed'
  if (here.hidden) return 'hidden'
  // What a territory added is its own choice.
  return here.metres === null && !aire.own ? 'out-of-reach' : null
}
