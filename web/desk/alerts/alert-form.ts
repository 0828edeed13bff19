import { areaFault, ringOf, type AreaFault } from '../../../api/alerts/alert-area.rules.ts'
import { usualHours, type AlertKind } from '../../../api/alerts/alert.rules.ts'
import type { AlertEdit, DeskAlert } from '../../../api/alerts/alert.schemas.ts'
import { instantOf, wallMs, wallOf, writeWall } from '../../../api/platform/wall.rules.ts'
import type { LonLat } from '../../ui/map/map-types.ts'

// An alert as the controls hold it: wall time of Europe/Paris, and back. Pure but for the present, which is an argument.

const zone = 'Europe/Paris'
/** `2026-11-27T07:30`, or empty. */
export const toWall = (at: number | null): string => (at === null ? '' : writeWall(wallOf(at, zone), false))
const fromWall = (wall: string): number => instantOf(wallMs(wall, false), zone).at

/** A file that goes with it: chosen here and still to be sent (`blob`), or sent with an earlier text of this alert. */
export type DraftFile = { mediaId: string; uploadToken?: string; blob?: Blob; url?: string; bytes: number }

export type DraftLanguages = {
  englishTitle: string
  englishWords: string
  dutchTitle: string
  dutchWords: string
}

export type AlertDraft = DraftLanguages & {
  kind: AlertKind
  title: string
  words: string
  street: string
  whole: boolean
  communes: string[]
  /** Of the area drawn on the map, in place of `communes`; none: nothing is drawn. */
  corners: LonLat[]
  starts: string
  ends: string
  publishAt: string
  image: DraftFile | null
  /** What the picture shows, for whoever does not see it. */
  imageAlt: string
  document: DraftFile | null
  documentName: string
  tell: boolean
}

const hourMs = 3_600_000

/** A new one: from now, for as long as its kind usually lasts. */
export function emptyAlert(now: number, communes: string[]): AlertDraft {
  const kind = 'town-hall'
  return {
    kind,
    title: '',
    words: '',
    street: '',
    whole: false,
    communes,
    corners: [],
    starts: toWall(now),
    ends: toWall(now + usualHours[kind] * hourMs),
    publishAt: '',
    englishTitle: '',
    englishWords: '',
    dutchTitle: '',
    dutchWords: '',
    image: null,
    imageAlt: '',
    document: null,
    documentName: '',
    tell: false,
  }
}

/** The end that goes with another kind, as long as nobody chose one. */
export const usualEnd = ({ kind, starts }: Pick<AlertDraft, 'kind' | 'starts'>): string =>
  starts ? toWall(fromWall(starts) + usualHours[kind] * hourMs) : ''

export const languagesOf = ({ en, nl }: AlertEdit['translations']): DraftLanguages => ({
  englishTitle: en?.title ?? '',
  englishWords: en?.words ?? '',
  dutchTitle: nl?.title ?? '',
  dutchWords: nl?.words ?? '',
})

/** Back again: a language without a title is not written. */
export function translationsOf(draft: DraftLanguages): AlertEdit['translations'] {
  const english = { title: draft.englishTitle.trim(), words: draft.englishWords.trim() }
  const dutch = { title: draft.dutchTitle.trim(), words: draft.dutchWords.trim() }
  return { ...(english.title ? { en: english } : {}), ...(dutch.title ? { nl: dutch } : {}) }
}

export function draftOf(alert: DeskAlert): AlertDraft {
  return {
    kind: alert.kind,
    title: alert.title,
    words: alert.words,
    street: alert.street ?? '',
    whole: alert.whole,
    communes: alert.communes.map(({ code }) => code),
    corners: (alert.area?.coordinates[0] ?? []).slice(0, -1).map(([lon, lat]) => ({ lon, lat })),
    starts: toWall(alert.startsAt),
    ends: toWall(alert.endsAt),
    publishAt: toWall(alert.publishAt),
    ...languagesOf(alert.translations),
    image: alert.image && { mediaId: alert.image.mediaId, url: alert.image.thumbUrl, bytes: 0 },
    imageAlt: alert.image?.alt ?? '',
    document: alert.document && {
      mediaId: alert.document.mediaId,
      url: alert.document.url,
      bytes: alert.document.bytes,
    },
    documentName: alert.document?.name ?? '',
    // Who was told wrongly is told rightly, unless staff say otherwise.
    tell: alert.status === 'published',
  }
}

export type AlertField =
  | 'title'
  | 'words'
  | 'communes'
  | 'area'
  | 'street'
  | 'ends'
  | 'starts'
  | 'englishTitle'
  | 'englishWords'
  | 'dutchTitle'
  | 'dutchWords'
  | 'imageAlt'
  | 'documentName'
/** The same message in other languages: a title without its words, or the other way round, is half a message. */
const halves = [
  ['englishTitle', 'englishWords'],
  ['dutchTitle', 'dutchWords'],
] as const
export const halfLanguages = (draft: DraftLanguages): (keyof DraftLanguages)[] =>
  halves.flatMap((pair) => {
    const missing = pair.filter((field) => draft[field].trim() === '')
    return missing.length === 1 ? missing : []
  })

/** What is wrong with the corners placed so far; null as long as there are none. */
export const cornersFault = (corners: readonly LonLat[]): AreaFault | null =>
  corners.length === 0 ? null : areaFault(ringOf(corners))

/** Keys of `alertDesk.form`, by field. */
export function faultsOf(
  draft: AlertDraft,
): { field: AlertField; fault: 'missing' | 'noPlace' | 'badEnd' | 'areaWords' | `area.${AreaFault}` }[] {
  const isDrawn = draft.corners.length > 0 && !draft.whole
  const badArea = isDrawn ? cornersFault(draft.corners) : null
  const asked = [
    ...(['title', 'words', 'starts', 'ends'] as const),
    ...(draft.image ? (['imageAlt'] as const) : []),
    ...(draft.document ? (['documentName'] as const) : []),
  ]
  const empty = asked.filter((field) => draft[field].trim() === '')
  return [
    ...empty.map((field) => ({ field, fault: 'missing' as const })),
    ...(badArea ? [{ field: 'area' as const, fault: `area.${badArea}` as const }] : []),
    // The map alone would leave out whoever does not see it.
    ...(isDrawn && draft.street.trim() === ''
      ? [{ field: 'street' as const, fault: 'areaWords' as const }]
      : []),
    ...(!draft.whole && !isDrawn && draft.communes.length === 0
      ? [{ field: 'communes' as const, fault: 'noPlace' as const }]
      : []),
    ...(draft.starts && draft.ends && draft.ends <= draft.starts
      ? [{ field: 'ends' as const, fault: 'badEnd' as const }]
      : []),
    ...halfLanguages(draft).map((field) => ({ field, fault: 'missing' as const })),
  ]
}

const sentFile = ({ mediaId, uploadToken }: DraftFile) => ({
  mediaId,
  ...(uploadToken ? { uploadToken } : {}),
})

/** What goes on the wire. Expects a draft without a fault. */
export function toEdit(draft: AlertDraft): AlertEdit {
  const { kind, whole, tell } = draft
  const isDrawn = draft.corners.length > 0 && !whole
  return {
    kind,
    title: draft.title.trim(),
    words: draft.words.trim(),
    street: draft.street.trim() || null,
    whole,
    communes: whole || isDrawn ? [] : draft.communes,
    area: isDrawn ? { type: 'Polygon', coordinates: [ringOf(draft.corners)] } : null,
    startsAt: fromWall(draft.starts),
    endsAt: fromWall(draft.ends),
    publishAt: draft.publishAt ? fromWall(draft.publishAt) : null,
    translations: translationsOf(draft),
    image: draft.image && { ...sentFile(draft.image), alt: draft.imageAlt.trim() },
    document: draft.document && { ...sentFile(draft.document), name: draft.documentName.trim() },
    tell,
  }
}
