import { toRaw } from 'vue'
import type { HowKept } from '../../offline/kept-draft.ts'
import type { EventDraft } from './event-draft.ts'

/** A plain copy: IndexedDB cannot keep Vue's proxies. The image's bytes are not copied. */
export function plainDraft(value: EventDraft): EventDraft {
  const { image, ...rest } = toRaw(value)
  const copy = JSON.parse(JSON.stringify(rest)) as Omit<EventDraft, 'image'>
  const { source = null, ...said } = toRaw(image) ?? {}
  return {
    ...copy,
    image: image
      ? {
          ...(JSON.parse(JSON.stringify(said)) as Omit<NonNullable<EventDraft['image']>, 'source'>),
          source: toRaw(source),
        }
      : null,
  }
}

/** Of an image still on the phone, what was rescued has all but its bytes: without them there is none. */
function withBytes(image: EventDraft['image'], source: Blob | null): EventDraft['image'] {
  if (!image?.token) return image
  return source && { ...image, source }
}

/** How a draft of an event is kept, be it proposed or one's own, edited. */
export const howEventIsKept = {
  store: 'eventDrafts',
  plain: plainDraft,
  bare: (value) => {
    const { image, ...rest } = plainDraft(value)
    return { ...rest, image: image && { ...image, source: null } }
  },
  withBytes: (late, kept) => ({ ...late, image: withBytes(late.image, kept?.image?.source ?? null) }),
  bytesOf: ({ image }) => image?.source,
} satisfies Partial<HowKept<EventDraft>>
