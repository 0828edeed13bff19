import type { NewIncident } from '../../../api/incidents/incidents.schemas.ts'
import type { Locale } from '../../locales/i18n.ts'
import type { StoredDraft } from '../../offline/stored.ts'

type Body = Omit<NewIncident, 'photos'>

/** What goes on the wire. Photos are named once uploaded. */
export function toRequest(draft: StoredDraft, locale: Locale): Body {
  const { position, named, words: place } = draft.place
  const communeCode = draft.communeCode ?? (position ? undefined : (named ?? undefined))
  const email = draft.email.trim()
  const phone = draft.phone.trim()
  return {
    id: draft.id,
    categoryId: draft.categoryId ?? '',
    position: position
      ? {
          lat: position.lat,
          lon: position.lon,
          ...(position.accuracy ? { accuracy: position.accuracy } : {}),
        }
      : null,
    ...(communeCode ? { communeCode } : {}),
    ...(place.trim() ? { place: place.trim() } : {}),
    ...(draft.words.trim() ? { words: draft.words.trim() } : {}),
    answers: draft.answers,
    ...(draft.departmentalRoad === null ? {} : { departmentalRoad: draft.departmentalRoad }),
    ...(email || phone ? { contact: { ...(email ? { email } : {}), ...(phone ? { phone } : {}) } } : {}),
    locale,
  }
}
