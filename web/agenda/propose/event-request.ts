import type { z } from 'zod'
import type { eventContent } from '../../../api/agenda/content.schemas.ts'
import type { newEvent, WrittenContent } from '../../../api/agenda/proposals.schemas.ts'
import type { Locale } from '../../locales/i18n.ts'
import { keywordsOf, withScheme } from './check-event.ts'
import { emptyEvent, type EventDraft, type ImageDraft, type WhereDraft } from './event-draft.ts'
import { fromSchedule, toSchedule } from './schedule-draft.ts'

export type ContentRequest = z.input<typeof eventContent>
export type NewEventBody = z.input<typeof newEvent>

const orNull = (text: string): string | null => text.trim() || null
const ageOf = (text: string): number | null => (text.trim() === '' ? null : Number(text))

function placeOf({ mode, known, fresh, communeCode }: WhereDraft): Partial<ContentRequest> {
  if (mode === 'online') return communeCode ? { communeCode } : {}
  if (known) return { placeId: known.id }
  if (!fresh) return {}
  const { id, name, address, position } = fresh
  return {
    place: { id, name: name.trim(), address: orNull(address), communeCode: fresh.communeCode, position },
  }
}

function imageOf(image: ImageDraft | null): ContentRequest['image'] {
  if (!image) return null
  const { mediaId, token, description, credit } = image
  return {
    mediaId,
    ...(token ? { uploadToken: token } : {}),
    description: description.trim(),
    credit: credit.trim(),
  }
}

/** What is written of the event, on the wire. */
export function toContent(draft: EventDraft): ContentRequest {
  const { where } = draft
  return {
    title: draft.title.trim(),
    description: draft.description.trim(),
    schedule: toSchedule(draft.when) as ContentRequest['schedule'],
    attendanceMode: where.mode,
    onlineUrl: where.mode === 'offline' ? null : withScheme(where.onlineUrl),
    ...placeOf(where),
    categoryIds: draft.categoryIds,
    setting: draft.setting as ContentRequest['setting'],
    free: draft.free,
    price: orNull(draft.price),
    ageMin: ageOf(draft.ageMin),
    ageMax: ageOf(draft.ageMax),
    accessibility: draft.accessibility as ContentRequest['accessibility'],
    keywords: keywordsOf(draft.keywords),
    bookingUrl: orNull(withScheme(draft.bookingUrl)),
    bookingPhone: orNull(draft.bookingPhone),
    bookingEmail: orNull(draft.bookingEmail),
    image: imageOf(draft.image),
  }
}

/** The proposal, on the wire. */
export function toRequest(draft: EventDraft, locale: Locale): NewEventBody {
  const name = draft.contactName.trim()
  const email = draft.email.trim()
  const phone = draft.phone.trim()
  return {
    id: draft.id,
    territory: draft.territory,
    content: toContent(draft),
    ...(draft.organizerId
      ? { organizerId: draft.organizerId }
      : { organizerName: draft.organizerName.trim() }),
    contact: {
      ...(name ? { name } : {}),
      ...(email ? { email } : {}),
      ...(phone ? { phone } : {}),
      shown: draft.shown,
    },
    locale,
  }
}

/** The controls' state for content that was written before: to edit it, or to begin another like it. */
export function fromContent(content: WrittenContent, territory: string): EventDraft {
  const { place, image } = content
  return {
    ...emptyEvent(territory),
    title: content.title,
    when: fromSchedule(content.schedule),
    where: {
      mode: content.attendanceMode,
      known: place && {
        id: place.id,
        name: place.name,
        address: place.address,
        communeCode: place.commune.code,
      },
      fresh: null,
      onlineUrl: content.onlineUrl ?? '',
      communeCode: content.communeCode ?? '',
    },
    categoryIds: content.categoryIds,
    description: content.description,
    image: image && {
      mediaId: image.mediaId,
      token: null,
      source: null,
      crop: { whole: true, zoom: 1, x: 0.5, y: 0.5 },
      url: image.url,
      description: image.description,
      credit: image.credit,
    },
    free: content.free,
    price: content.price ?? '',
    bookingUrl: content.bookingUrl ?? '',
    bookingPhone: content.bookingPhone ?? '',
    bookingEmail: content.bookingEmail ?? '',
    accessibility: content.accessibility,
    ageMin: content.ageMin === null ? '' : String(content.ageMin),
    ageMax: content.ageMax === null ? '' : String(content.ageMax),
    setting: content.setting,
    keywords: content.keywords.join(', '),
  }
}
