import type { DeskAlert } from '../../../api/alerts/alert.schemas.ts'
import { mergeEdits } from '../../admin/edit/merge.ts'
import type { Clash } from '../../admin/edit/use-edit.ts'
import { draftOf, type AlertDraft, type DraftFile } from './alert-form.ts'

// Two people wrote the same alert: what only one of them touched stays as they left it, the rest is theirs to choose. Pure.

type Said = { title: string; words: string }
/** Parts of an alert that two people may write at once, each decided whole. */
export type AlertParts = Pick<
  AlertDraft,
  'kind' | 'title' | 'words' | 'street' | 'starts' | 'ends' | 'publishAt'
> & {
  where: Pick<AlertDraft, 'whole' | 'communes' | 'corners'>
  english: Said
  dutch: Said
  /** With what it shows. */
  image: { file: DraftFile; alt: string } | null
  /** With its name. */
  document: { file: DraftFile; name: string } | null
}
export type AlertPart = keyof AlertParts
export type AlertClash = Clash<AlertParts>

function partsOf(draft: AlertDraft): AlertParts {
  const { kind, title, words, street, starts, ends, publishAt, whole, corners, image, document } = draft
  const isNamed = !whole && corners.length === 0
  return {
    kind,
    title,
    words,
    street,
    // The order of what was ticked, and what an area replaces, is no difference.
    where: { whole, communes: isNamed ? draft.communes.toSorted() : [], corners: whole ? [] : corners },
    starts,
    ends,
    publishAt,
    english: { title: draft.englishTitle, words: draft.englishWords },
    dutch: { title: draft.dutchTitle, words: draft.dutchWords },
    image: image && { file: image, alt: draft.imageAlt },
    document: document && { file: document, name: draft.documentName },
  }
}

function put(draft: AlertDraft, parts: AlertParts): AlertDraft {
  const { where, english, dutch, image, document, ...same } = parts
  return {
    ...draft,
    ...same,
    ...where,
    englishTitle: english.title,
    englishWords: english.words,
    dutchTitle: dutch.title,
    dutchWords: dutch.words,
    image: image?.file ?? null,
    imageAlt: image?.alt ?? '',
    document: document?.file ?? null,
    documentName: document?.name ?? '',
  }
}

type Held = { file: DraftFile } | null
/** A file sent with an earlier text, which the other one took away or replaced: it is deleted, nobody can keep it. */
const isGone = (mine: Held, theirs: Held): boolean =>
  mine !== null && !mine.file.blob && mine.file.mediaId !== theirs?.file.mediaId

/** One's own draft, begun from `base`, put on the alert as a colleague left it. */
export function meet(
  mine: AlertDraft,
  { base, current }: { base: AlertDraft; current: DeskAlert },
): { draft: AlertDraft; base: AlertDraft; clash: AlertClash } {
  const present = draftOf(current)
  const [before, own, theirs] = [partsOf(base), partsOf(mine), partsOf(present)]
  if (isGone(own.image, theirs.image)) own.image = before.image
  if (isGone(own.document, theirs.document)) own.document = before.document
  const { merged, clashes, taken } = mergeEdits({ base: before, mine: own, theirs })
  const fields = clashes.map((field) => ({
    field,
    mine: own[field],
    theirs: theirs[field],
    kept: 'mine' as const,
  }))
  // It left meanwhile: who was told wrongly is told rightly, unless staff say otherwise.
  const tell = present.tell === base.tell ? mine.tell : present.tell
  return { draft: { ...put(mine, merged), tell }, base: present, clash: { fields, taken } }
}

/** Chooses, for a part both wrote, whose the form holds. */
export function choose(
  { draft, clash }: { draft: AlertDraft; clash: AlertClash },
  part: AlertPart,
  side: 'mine' | 'theirs',
): { draft: AlertDraft; clash: AlertClash } {
  const fields = clash.fields.map((one) => (one.field === part ? { ...one, kept: side } : one))
  const chosen = fields.find(({ field }) => field === part)
  if (!chosen) return { draft, clash }
  const parts = { ...partsOf(draft), [part]: chosen[side] } as AlertParts
  return { draft: put(draft, parts), clash: { ...clash, fields } }
}
