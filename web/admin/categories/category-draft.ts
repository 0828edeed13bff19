import type { AdminCategory } from '../../../api/territory/territory-admin.schemas.ts'
import { slugOf } from '../../../api/territory/names.rules.ts'
import { type IconName, isIconName } from './icons.ts'

type Question = AdminCategory['questions'][number]
/** A question in the form: its answers one a line; an id of '' is given at saving, from its words. */
export type DraftQuestion = {
  id: string
  label: string
  kind: Question['kind']
  choices: string
  required: boolean
}
/** What the form of a category holds: an empty field is '', and so is a number being typed. */
export type CategoryDraft = {
  name: string
  hint: string
  icon: IconName
  emergency: boolean
  public: boolean
  onRoad: boolean
  targetDays: number | ''
  questions: DraftQuestion[]
  active: boolean
}

const toDraftQuestion = ({ id, label, kind, choices, required }: Question): DraftQuestion => ({
  id,
  label,
  kind,
  choices: (choices ?? []).join('\n'),
  required: required ?? false,
})

export const choicesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

/** Ids name answers in reports already sent, so one given once is kept whatever the words become. */
function withIds(questions: DraftQuestion[]): Question[] {
  const taken = new Set(questions.map(({ id }) => id).filter(Boolean))
  return questions.map(({ id, label, kind, choices, required }) => {
    let named = id
    for (let rank = 1; !named; rank++) {
      const bare = slugOf(label).slice(0, 36).replace(/-+$/, '') || 'question'
      const free = rank === 1 ? bare : `${bare}-${rank}`
      if (!taken.has(free)) named = free
    }
    taken.add(named)
    return {
      id: named,
      label: label.trim(),
      kind,
      ...(kind === 'choice' ? { choices: choicesOf(choices) } : {}),
      ...(required ? { required } : {}),
    }
  })
}

export const emptyCategory: CategoryDraft = {
  name: '',
  hint: '',
  icon: 'circle-help',
  emergency: false,
  public: true,
  onRoad: false,
  targetDays: 10,
  questions: [],
  active: true,
}

export function toCategoryDraft(category: Omit<AdminCategory, 'id' | 'slug' | 'position' | 'version'>) {
  return {
    name: category.name,
    hint: category.hint ?? '',
    icon: isIconName(category.icon) ? category.icon : 'circle-help',
    emergency: category.emergency,
    public: category.public,
    onRoad: category.onRoad,
    targetDays: category.targetDays,
    questions: category.questions.map(toDraftQuestion),
    active: category.active,
  } satisfies CategoryDraft as CategoryDraft
}

export function toCategoryChange(draft: CategoryDraft) {
  return {
    name: draft.name.trim(),
    hint: draft.hint.trim() || null,
    icon: draft.icon,
    emergency: draft.emergency,
    public: draft.public,
    onRoad: draft.onRoad,
    targetDays: Number(draft.targetDays),
    questions: withIds(draft.questions),
    active: draft.active,
  }
}
