import type { AdminAire, AireChange } from '../../../api/carpool/aires-admin.schemas.ts'
import { sendPhotos } from '../../desk/ticket/send-photos.ts'

/** Yes, no, or nobody knows. */
export type Known = 'yes' | 'no' | ''
/** What the form of an aire holds: an empty field is ''. */
export type AireDraft = {
  name: string
  kind: AdminAire['kind']
  position: { lon: number; lat: number } | null
  address: string
  spaces: number | ''
  accessibleSpaces: number | ''
  lit: Known
  sheltered: Known
  charging: Known
  bikes: Known
  waiting: Known
  /** One a line. */
  busLines: string
  accessibility: string
  openingHours: string
  description: string
  /** `url`: where the server shows it; null for one just chosen, whose bytes `blobs` holds. */
  photo: { id: string; url: string | null } | null
  hidden: boolean
}

const known = (value: boolean | null): Known => (value === null ? '' : value ? 'yes' : 'no')
const told = (value: Known): boolean | null => (value === '' ? null : value === 'yes')
const count = (value: number | '') => (value === '' ? null : value)

export const emptyAire: AireDraft = {
  name: '',
  kind: 'aire',
  position: null,
  address: '',
  spaces: '',
  accessibleSpaces: '',
  lit: '',
  sheltered: '',
  charging: '',
  bikes: '',
  waiting: '',
  busLines: '',
  accessibility: '',
  openingHours: '',
  description: '',
  photo: null,
  hidden: false,
}

export function toAireDraft(aire: AdminAire): AireDraft {
  const { name, kind, position, photo, hidden } = aire
  return {
    name,
    kind,
    position,
    hidden,
    address: aire.address ?? '',
    spaces: aire.spaces ?? '',
    accessibleSpaces: aire.accessibleSpaces ?? '',
    lit: known(aire.lit),
    sheltered: known(aire.sheltered),
    charging: known(aire.charging),
    bikes: known(aire.bikes),
    waiting: known(aire.waiting),
    busLines: aire.busLines.join('\n'),
    accessibility: aire.accessibility ?? '',
    openingHours: aire.openingHours ?? '',
    description: aire.description ?? '',
    photo: photo && { id: photo.id, url: photo.url },
  }
}

/** The same fields as they are sent, but the photo, of which only which one it is. */
export function toAireChange(draft: AireDraft) {
  return {
    name: draft.name.trim(),
    kind: draft.kind,
    position: draft.position,
    hidden: draft.hidden,
    address: draft.address.trim() || null,
    spaces: count(draft.spaces),
    accessibleSpaces: count(draft.accessibleSpaces),
    lit: told(draft.lit),
    sheltered: told(draft.sheltered),
    charging: told(draft.charging),
    bikes: told(draft.bikes),
    waiting: told(draft.waiting),
    busLines: draft.busLines
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
    accessibility: draft.accessibility.trim() || null,
    openingHours: draft.openingHours.trim() || null,
    description: draft.description.trim() || null,
    photo: draft.photo?.id ?? null,
  }
}
export type AireFields = ReturnType<typeof toAireChange>

/** Bytes of photos just chosen, by their id: a draft is copied as JSON, which holds none. */
const blobs = new Map<string, Blob>()
export const holdPhoto = (id: string, blob: Blob) => blobs.set(id, blob)
export const heldPhoto = (id: string) => blobs.get(id)

/** Sends the photo just chosen, if any, and answers what attaches it. */
export async function sendAirePhoto(id: string | null | undefined): Promise<AireChange['photo']> {
  const blob = id ? heldPhoto(id) : undefined
  if (!id || !blob) return null
  const [sent] = await sendPhotos([{ id, blob }])
  return sent ?? null
}
