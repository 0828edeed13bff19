import type { Clock } from '../platform/clock.ts'
import type { Deps } from '../platform/http.ts'
import { listCommunes, type Commune, type Directory } from '../territory/territory.usecases.ts'
import type { Prepared } from './content.usecases.ts'
import { fold } from './events.rules.ts'
import type { EventFault, ImportedPlace } from './import-draft.ts'
import { findKnownPlace, findPlace, type NewPlaceRow } from './places.repository.ts'

export type MatchDeps = Pick<Deps, 'database' | 'ids'> & { directory: Directory; clock: Clock }
/** What an event gets when its source does not say. */
export type Defaults = { communeCode?: string; placeId?: string; categoryId?: string }
export type PlaceFault = {
  fault: Extract<EventFault, 'place-missing' | 'commune-unknown' | 'outside-territory'>
  value: string
}
type Place = NonNullable<Prepared['place']>
export type PlaceMatch = { place: Place; commune: Commune } | PlaceFault

/** Parts of « Salle des fêtes, 1 rue Haute - 59570 Bavay (France) ». */
function partsOf(text: string): string[] {
  return text
    .split(/[,;\n()]| [-–—] /)
    .map((part) => part.trim())
    .filter((part) => part !== '' && fold(part) !== 'france')
}

/** A part without its postal code and « cedex ». */
const bare = (part: string) => fold(part.replace(/\b\d{5}\b/g, '').replace(/\bcedex\b.*$/i, ''))
const postcodeIn = (text: string) => /\b\d{5}\b/.exec(text)?.[0]

/**
 * Finds where imported events take place among what a territory knows: communes by code, name, postal code or
 * position; places by name in their commune. One that is not known is made, once for all events of the file.
 */
export async function createPlaceMatcher(
  deps: MatchDeps,
  { territorySiren, defaults }: { territorySiren: string; defaults: Defaults },
) {
  const { database, directory } = deps
  const communes = await listCommunes({ database, territorySiren })
  const byCode = new Map(communes.map((commune) => [commune.code, commune]))
  const byName = new Map(communes.map((commune) => [fold(commune.name), commune]))
  // The longest first: « Locquignol » is not « Quesnoy ».
  const names = [...byName.keys()].sort((a, b) => b.length - a.length)
  const byPostcode = Map.groupBy(
    communes.flatMap((commune) => commune.postalCodes.map((code) => ({ code, commune }))),
    ({ code }) => code,
  )
  const seen = new Map<string, Place>()
  const defaultCommune = defaults.communeCode === undefined ? undefined : byCode.get(defaults.communeCode)
  const defaultPlace =
    defaults.placeId === undefined ? undefined : await findPlace(database.read, defaults.placeId)

  function communeNamed(text: string): Commune | undefined {
    const parts = partsOf(text)
    for (const part of parts.toReversed()) {
      const commune = byName.get(bare(part))
      if (commune) return commune
    }
    const folded = fold(text)
    const name = names.find((name) => folded.endsWith(` ${name}`))
    return name === undefined ? undefined : byName.get(name)
  }

  async function communeAt({ lat, lon }: { lat: number; lon: number }): Promise<Commune | 'outside'> {
    const { candidates } = await directory.locate({ lat, lon, accuracy: 30 })
    const here = candidates.find((candidate) => candidate.territorySiren === territorySiren)
    return (here && byCode.get(here.code)) ?? 'outside'
  }

  async function decideCommune(given: ImportedPlace): Promise<Commune | PlaceFault> {
    const said = [given.name, given.address, given.postcode, given.commune].filter(Boolean).join(', ')
    const fault = (fault: PlaceFault['fault']) => ({ fault, value: said })
    const coded = given.communeCode === null ? undefined : byCode.get(given.communeCode)
    if (coded) return coded
    const named = communeNamed(given.commune ?? (given.whole ? (given.name ?? '') : ''))
    if (named) return named
    // Said by its code, it is more certain than by a position near a boundary.
    if (given.communeCode !== null) return fault('outside-territory')
    if (given.position) {
      const at = await communeAt(given.position)
      return at === 'outside' ? fault('outside-territory') : at
    }
    const postcode = given.postcode ?? postcodeIn(said)
    const coming = postcode === undefined ? undefined : byPostcode.get(postcode)
    if (coming?.length === 1 && coming[0]) return coming[0].commune
    // Another commune's name or postal code: the file's usual commune is not this event's.
    if (given.commune !== null || (postcode !== undefined && !coming)) return fault('outside-territory')
    return defaultCommune ?? fault('commune-unknown')
  }

  /** Name and address, apart from the commune that both may repeat. */
  function wordsOf(given: ImportedPlace, commune: Commune): { name: string; address: string | null } {
    const parts = given.whole
      ? partsOf(given.name ?? '')
      : [given.name ?? '', ...partsOf(given.address ?? '')]
    const said = parts.filter((part) => part !== '' && bare(part) !== fold(commune.name) && bare(part) !== '')
    const [name, ...rest] = given.whole || given.name ? said : [undefined, ...said]
    const address = rest.join(', ').slice(0, 200)
    return { name: (name ?? (address || commune.name)).slice(0, 120), address: address || null }
  }

  async function findOrMake(given: ImportedPlace, commune: Commune): Promise<Place> {
    const { name, address } = wordsOf(given, commune)
    const foldedName = fold(name)
    const key = `${commune.code}|${foldedName}`
    const before = seen.get(key)
    if (before) return before
    // A position in another commune than the one named is a slip of whoever placed it.
    const at = given.position && (await communeAt(given.position))
    const position = at === 'outside' || at?.code !== commune.code ? null : given.position
    const row: NewPlaceRow = {
      id: deps.ids.next(),
      territorySiren,
      communeCode: commune.code,
      name,
      foldedName,
      address,
      lon: position?.lon ?? commune.lon,
      lat: position?.lat ?? commune.lat,
      positionApproximate: position === null,
      approved: false,
      createdAt: deps.clock.now(),
    }
    const known = await findKnownPlace(database.read, row)
    const found: Place = known ? { row: known, isNew: false } : { row, isNew: true }
    seen.set(key, found)
    return found
  }

  return async (given: ImportedPlace | null): Promise<PlaceMatch> => {
    if (given === null) {
      const commune = defaultPlace ? byCode.get(defaultPlace.communeCode) : defaultCommune
      if (!commune) return { fault: 'place-missing', value: '' }
      if (defaultPlace) return { place: { row: defaultPlace, isNew: false }, commune }
      const nowhere = {
        name: commune.name,
        address: null,
        commune: null,
        communeCode: null,
        postcode: null,
        position: null,
        whole: false,
      }
      return { place: await findOrMake(nowhere, commune), commune }
    }
    const commune = await decideCommune(given)
    return 'fault' in commune ? commune : { place: await findOrMake(given, commune), commune }
  }
}
