import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { controlId, type FieldMessage } from '../edit/use-edit.ts'
import type { OperatorDraft } from './operator-draft.ts'

/** Labels of the form of an operator, and what can be told before asking the server. */
export function useOperatorWords() {
  const { t } = useI18n()
  const labels = computed<Record<keyof OperatorDraft, string>>(() => ({
    name: t('admin.operators.name'),
    baseUrl: t('admin.operators.baseUrl'),
    opensSearch: t('admin.operators.opens.search'),
    opensBook: t('admin.operators.opens.book'),
    asksSearch: t('admin.operators.asks.search'),
    asksBook: t('admin.operators.asks.book'),
    theirKey: t('admin.operators.theirKey'),
    enabled: t('admin.operators.enabled'),
  }))
  const check = ({ name }: Pick<OperatorDraft, 'name'>): FieldMessage[] =>
    name.trim() ? [] : [{ field: controlId('/name'), message: t('admin.operators.nameNeeded') }]
  const say = (_: string, value: unknown) =>
    typeof value === 'boolean' ? t(value ? 'admin.yes' : 'admin.no') : String(value)
  return { labels, check, say }
}
