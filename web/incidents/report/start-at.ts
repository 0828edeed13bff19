import type { LocationQuery } from 'vue-router'
import type { StoredDraft } from '../../offline/stored.ts'

type Place = StoredDraft['place']

const degrees = (value: unknown, most: number): number | null => {
  const number = typeof value === 'string' && /^-?\d{1,3}(\.\d+)?$/.test(value) ? Number(value) : NaN
  return Math.abs(number) <= most ? number : null
}

/** The address of a report that begins at a known place: « Signaler un problème ici ». */
export const reportAt = ({ lat, lon, name }: { lat: number; lon: number; name: string }) => ({
  path: '/signaler',
  query: { lat: lat.toFixed(6), lon: lon.toFixed(6), lieu: name },
})

/** The place such an address names, or the commune of a poster's (`?commune=59053`); null for any other. */
export function placeFrom({ lat, lon, lieu, commune }: LocationQuery): Place | null {
  const [north, east] = [degrees(lat, 90), degrees(lon, 180)]
  if (north === null || east === null)
    return typeof commune === 'string' && /^(\d{5}|2[AB]\d{3})$/.test(commune)
      ? { position: null, named: commune, words: '' }
      : null
  const words = typeof lieu === 'string' ? lieu.trim().slice(0, 300) : ''
  return { position: { lat: north, lon: east, accuracy: null }, named: null, words }
}

/** The kind of report that a poster's address names (`?quoi=nid-de-poule`), of those offered here. */
export const categoryFrom = ({ quoi }: LocationQuery, offered: readonly { id: string; slug: string }[]) =>
  offered.find(({ slug }) => slug === quoi)?.id ?? null

/**
 * Puts a report at that place, unless it was begun elsewhere and says something already: what someone wrote is never
 * moved from under it. True when it is there now.
 */
export function startAt(draft: StoredDraft, place: Place): boolean {
  const { photos, place: before, categoryId, words } = draft
  const hasPlace = before.position !== null || before.named !== null
  const saysMore = photos.length > 0 || categoryId !== null || words !== ''
  const same =
    before.position?.lat === place.position?.lat &&
    before.position?.lon === place.position?.lon &&
    before.named === place.named &&
    hasPlace
  if (!same && hasPlace && saysMore) return false
  if (!same) {
    draft.place = place
    draft.communeCode = null
  }
  return true
}
