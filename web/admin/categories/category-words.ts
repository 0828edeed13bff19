import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { controlId, type FieldMessage } from '../edit/use-edit.ts'
import { type CategoryDraft, choicesOf, type DraftQuestion } from './category-draft.ts'

/** The words of the form of a category: labels, what is wrong, and a value said aloud. */
export function useCategoryWords() {
  const { t } = useI18n()
  const labels = computed(() => ({
    name: t('admin.categories.name'),
    hint: t('admin.categories.hint'),
    icon: t('admin.categories.icon'),
    emergency: t('admin.categories.emergency'),
    public: t('admin.categories.public'),
    onRoad: t('admin.categories.onRoad'),
    targetDays: t('admin.categories.targetDays'),
    questions: t('admin.categories.questions'),
    active: t('admin.categories.active'),
  }))

  function check(draft: CategoryDraft): FieldMessage[] {
    const faults: FieldMessage[] = []
    const at = (pointer: string, message: string) => faults.push({ field: controlId(pointer), message })
    if (draft.name.trim().length < 2) at('/name', t('admin.categories.nameNeeded'))
    const days = draft.targetDays
    if (days === '' || !Number.isInteger(days) || days < 0 || days > 365)
      at('/targetDays', t('admin.categories.daysWrong'))
    draft.questions.forEach(({ label, kind, choices }, index) => {
      const number = index + 1
      if (label.trim().length < 3)
        at(`/questions/${index}/label`, t('admin.categories.questionNeeded', { number }))
      if (kind === 'choice' && choicesOf(choices).length < 2)
        at(`/questions/${index}/choices`, t('admin.categories.choicesNeeded', { number }))
    })
    return faults
  }

  const sayQuestion = ({ label, kind, choices }: DraftQuestion) =>
    `${label} (${kind === 'choice' ? choicesOf(choices).join(', ') : t(`admin.categories.kind.${kind}`)})`
  function say(field: string, value: unknown): string {
    if (field === 'questions') return (value as DraftQuestion[]).map(sayQuestion).join('\n')
    if (field === 'icon') return t(`admin.icons.${String(value)}`)
    if (field === 'targetDays') return t('admin.days', Number(value))
    if (typeof value === 'boolean') return t(value ? 'admin.yes' : 'admin.no')
    return String(value)
  }
  return { labels, check, say }
}
