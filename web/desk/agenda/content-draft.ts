import type { ModeratedEvent } from '../../../api/agenda/moderation.schemas.ts'

type Content = ModeratedEvent['content']
/** Date inputs hold a day and a time apart; the time is left out of what lasts whole days. */
export type SpanDraft = { day: string; from: string; lastDay: string; to: string }
export type ContentDraft = {
  title: string
  description: string
  allDay: boolean
  spans: SpanDraft[]
  placeId: string | null
  onlineUrl: string
  categoryIds: string[]
  free: boolean
  price: string
  bookingUrl: string
  bookingPhone: string
  bookingEmail: string
  imageDescription: string
  imageCredit: string
}

const cut = (wall: string) => ({ day: wall.slice(0, 10), time: wall.slice(11, 16) })

/** What the controls of the correction hold of an event. */
export function draftOfContent(content: Content): ContentDraft {
  return {
    title: content.title,
    description: content.description,
    allDay: content.schedule.allDay,
    spans: content.schedule.spans.map(({ start, end }) => ({
      day: cut(start).day,
      from: cut(start).time,
      lastDay: cut(end).day,
      to: cut(end).time,
    })),
    placeId: content.placeId,
    onlineUrl: content.onlineUrl ?? '',
    categoryIds: [...content.categoryIds],
    free: content.free === true,
    price: content.price ?? '',
    bookingUrl: content.bookingUrl ?? '',
    bookingPhone: content.bookingPhone ?? '',
    bookingEmail: content.bookingEmail ?? '',
    imageDescription: content.image?.description ?? '',
    imageCredit: content.image?.credit ?? '',
  }
}

/** Content as it is sent: what the controls do not hold stays as it was. */
export function contentOfDraft(content: Content, draft: ContentDraft): object {
  const { place: _, image, ...kept } = content
  const wall = (day: string, time: string) => (draft.allDay ? day : `${day}T${time || '00:00'}`)
  // What is neither ticked nor written before stays unsaid.
  const free = draft.free ? true : content.free === true ? null : content.free
  return {
    ...kept,
    title: draft.title.trim(),
    description: draft.description,
    schedule: {
      ...content.schedule,
      allDay: draft.allDay,
      spans: draft.spans.map(({ day, from, lastDay, to }) => ({
        start: wall(day, from),
        end: wall(lastDay || day, to),
      })),
    },
    placeId: draft.placeId,
    onlineUrl: draft.onlineUrl || null,
    categoryIds: draft.categoryIds,
    free,
    price: draft.price || null,
    bookingUrl: draft.bookingUrl || null,
    bookingPhone: draft.bookingPhone || null,
    bookingEmail: draft.bookingEmail || null,
    image: image && {
      mediaId: image.mediaId,
      description: draft.imageDescription,
      credit: draft.imageCredit,
    },
  }
}
