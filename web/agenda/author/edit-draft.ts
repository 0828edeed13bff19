import type { AuthorEvent } from '../../../api/agenda/proposals.schemas.ts'
import { mergeEdits } from '../../admin/edit/merge.ts'
import type { EventDraft } from '../propose/event-draft.ts'
import { fromContent, toContent } from '../propose/event-request.ts'
import type { Edit } from './author-api.ts'

/** Parts of an event that two people may write at once, each decided whole. */
export const editedFields = [
  'title',
  'when',
  'where',
  'categoryIds',
  'description',
  'image',
  'free',
  'price',
  'bookingUrl',
  'bookingPhone',
  'bookingEmail',
  'accessibility',
  'ageMin',
  'ageMax',
  'setting',
  'keywords',
  'organizerName',
  'contactName',
  'phone',
  'shown',
] as const
export type EditedField = (typeof editedFields)[number]
export type Edited = Pick<EventDraft, EditedField>

export const editedOf = (draft: EventDraft): Edited =>
  Object.fromEntries(editedFields.map((field) => [field, draft[field]])) as Edited

/** What the controls hold of an event: the edit that waits, else what is published. */
export function draftOf(event: AuthorEvent, territory: string): EventDraft {
  const { contact, organizer, revision } = event
  const draft: EventDraft = {
    ...fromContent(revision?.content ?? event.content, territory),
    id: event.id,
    organizerId: organizer?.id ?? null,
    organizerName: organizer && !organizer.id ? (revision?.content.organizerName ?? organizer.name) : '',
    contactName: contact?.name ?? '',
    email: contact?.email ?? '',
    phone: contact?.phone ?? '',
    shown: contact?.shown ?? false,
  }
  return { ...draft, edited: { version: event.version, base: JSON.stringify(editedOf(draft)) } }
}

export type EventClash = {
  fields: { field: EditedField; mine: unknown; theirs: unknown; kept: 'mine' | 'theirs' }[]
  taken: EditedField[]
}

/**
 * An edit begun on an older version, put on the present one: what only one of the two touched is as they left it; where
 * both did, mine stays until the person chooses.
 */
export function rebased(mine: EventDraft, event: AuthorEvent): { draft: EventDraft; clash: EventClash } {
  const present = draftOf(event, mine.territory)
  const base = JSON.parse(mine.edited?.base ?? JSON.stringify(editedOf(present))) as Edited
  const theirs = editedOf(present)
  const { merged, clashes, taken } = mergeEdits<Edited>({ base, mine: editedOf(mine), theirs })
  return {
    draft: { ...mine, ...merged, edited: present.edited },
    clash: {
      fields: clashes.map((field) => ({ field, mine: mine[field], theirs: theirs[field], kept: 'mine' })),
      taken,
    },
  }
}

export const isChanged = (draft: EventDraft): boolean =>
  draft.edited !== null && draft.edited.base !== JSON.stringify(editedOf(draft))

/** What goes on the wire. */
export function toEdit(draft: EventDraft, { hasContact }: { hasContact: boolean }): Edit {
  const name = draft.contactName.trim()
  const phone = draft.phone.trim()
  return {
    content: toContent(draft),
    ...(hasContact
      ? { contact: { ...(name ? { name } : {}), ...(phone ? { phone } : {}), shown: draft.shown } }
      : {}),
    ...(draft.organizerName.trim() ? { organizerName: draft.organizerName.trim() } : {}),
  }
}
