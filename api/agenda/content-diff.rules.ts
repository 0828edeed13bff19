/** What an edit changes, field by field, for whoever decides of it. Pure. */
import { diffWordsWithSpace } from 'diff'

/** Fields in the order one reads an event. */
export const contentFields = [
  'title',
  'organizerName',
  'schedule',
  'where',
  'attendanceMode',
  'onlineUrl',
  'description',
  'image',
  'categoryIds',
  'price',
  'ages',
  'setting',
  'accessibility',
  'keywords',
  'booking',
] as const
export type ContentField = (typeof contentFields)[number]

/** Content as it is kept: only what this compares is named. */
type Content = {
  title: string
  description: string
  schedule: object
  attendanceMode: string
  onlineUrl: string | null
  communeCode: string | null
  placeId: string | null
  categoryIds: readonly string[]
  setting: string | null
  free: boolean | null
  price: string | null
  ageMin: number | null
  ageMax: number | null
  accessibility: readonly string[]
  keywords: readonly string[]
  bookingUrl: string | null
  bookingPhone: string | null
  bookingEmail: string | null
  image: { mediaId: string; description: string; credit: string } | null
  organizerName?: string
}

/** What each field says, in a form that is the same only when nothing a reader sees differs. */
const said: Record<ContentField, (content: Content) => unknown> = {
  title: ({ title }) => title,
  organizerName: ({ organizerName }) => organizerName ?? null,
  schedule: ({ schedule }) => canonical(schedule),
  where: ({ communeCode, placeId }) => [communeCode, placeId],
  attendanceMode: ({ attendanceMode }) => attendanceMode,
  onlineUrl: ({ onlineUrl }) => onlineUrl,
  description: ({ description }) => description,
  image: ({ image }) => image && [image.mediaId, image.description, image.credit],
  categoryIds: ({ categoryIds }) => categoryIds.toSorted(),
  price: ({ free, price }) => [free, price],
  ages: ({ ageMin, ageMax }) => [ageMin, ageMax],
  setting: ({ setting }) => setting,
  accessibility: ({ accessibility }) => accessibility.toSorted(),
  keywords: ({ keywords }) => keywords.toSorted(),
  booking: ({ bookingUrl, bookingPhone, bookingEmail }) => [bookingUrl, bookingPhone, bookingEmail],
}

/** The same object whatever the order its members were written in; a member left out is one without a value. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined && !(Array.isArray(member) && member.length === 0))
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, canonical(member)]),
  )
}

/** The fields in which two contents differ, in the order one reads them. */
export function differingFields(before: Content, after: Content): ContentField[] {
  return contentFields.filter(
    (field) => JSON.stringify(said[field](before)) !== JSON.stringify(said[field](after)),
  )
}

export type TextPart = { kind: 'same' | 'removed' | 'added'; text: string }
/** Beyond so many words taken out or put in, a text was written anew: it is shown whole, old then new. */
const mostEdits = 600

/** A text and what became of it, word by word: what stays, what is taken out, what is put in. */
export function textDifference(before: string, after: string): TextPart[] {
  const parts = diffWordsWithSpace(before, after, { maxEditLength: mostEdits })
  if (!parts)
    return [
      { kind: 'removed', text: before },
      { kind: 'added', text: after },
    ]
  return parts.map(({ added, removed, value }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value,
  }))
}
