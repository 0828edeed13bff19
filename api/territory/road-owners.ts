import { departementBodyName } from '../../db/seed/departement-bodies.ts'
import { slugOf } from './names.rules.ts'

/** Which body of a territory is the owner that a road file names. */

type Body = { id: string; kind: string; name: string; active: boolean }
/** `bodyId` null: each commune's own body. Without `bodyId`: no body of the territory, and the name to give one. */
export type Owner = { bodyId: string | null } | { bodyId?: undefined; name: string }

type Meaning = 'commune' | 'epci' | 'departement' | 'state'
const words: readonly (readonly [RegExp, Meaning])[] = [
  [/^communes?$/, 'commune'],
  [/^(?:epci|intercommunalite|metropole|communaute-(?:de-communes|d-agglomeration|urbaine))$/, 'epci'],
  [/^(?:departement|conseil-departemental|cd|rd)$/, 'departement'],
  [/^(?:etat|state|dir|rn)$/, 'state'],
]

/** Who keeps the national roads, when the file only says "État". */
const stateName = 'État (direction interdépartementale des routes)'

/** "CD59", "Département 59", "Conseil départemental du Nord": all the Département du Nord. */
function fullName(owner: string): string {
  const slug = slugOf(owner)
  const number = /^(?:cd|departement|conseil-departemental)-?(\d{2,3}|2[ab])$/.exec(slug)?.[1]
  return number
    ? slugOf(departementBodyName(number.toUpperCase()))
    : slug.replace(/^conseil-departemental-/, 'departement-')
}

/**
 * By name first, accents and case aside; else by the kind the word means. "Commune" alone means each commune's own
 * body; a kind of which the territory has none or several is given a body of the name the file uses.
 */
export function ownerOf(owner: string, bodies: readonly Body[]): Owner {
  const byName = (wanted: string) => bodies.find(({ name }) => slugOf(name) === wanted)
  const named = byName(slugOf(owner)) ?? byName(fullName(owner))
  if (named) return { bodyId: named.id }
  const meaning = words.find(([pattern]) => pattern.test(slugOf(owner)))?.[1]
  if (meaning === 'commune') return { bodyId: null }
  if (meaning === 'state') {
    const state = byName(slugOf(stateName))
    return state ? { bodyId: state.id } : { name: stateName }
  }
  const alike = bodies.filter(({ kind, active }) => active && kind === meaning)
  const [only] = alike
  return only && alike.length === 1 ? { bodyId: only.id } : { name: owner }
}
