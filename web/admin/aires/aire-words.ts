import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { controlId, type FieldMessage } from '../edit/use-edit.ts'
import type { AireDraft } from './aire-draft.ts'

/** Labels of an aire's form, what is wrong in it, and a value said aloud. */
export function useAireWords() {
  const { t } = useI18n()
  const labels = computed(() => ({
    name: t('admin.aires.name'),
    kind: t('admin.aires.kind'),
    position: t('admin.aires.position'),
    address: t('admin.aires.address'),
    spaces: t('admin.aires.spaces'),
    accessibleSpaces: t('admin.aires.accessibleSpaces'),
    lit: t('admin.aires.lit'),
    sheltered: t('admin.aires.sheltered'),
    charging: t('admin.aires.charging'),
    bikes: t('admin.aires.bikes'),
    waiting: t('admin.aires.waiting'),
    busLines: t('admin.aires.busLines'),
    accessibility: t('admin.aires.accessibility'),
    openingHours: t('admin.aires.openingHours'),
    description: t('admin.aires.description'),
    photo: t('admin.aires.photo'),
    hidden: t('admin.aires.shown'),
  }))

  function check(draft: AireDraft): FieldMessage[] {
    const faults: FieldMessage[] = []
    if (draft.name.trim().length < 2)
      faults.push({ field: controlId('/name'), message: t('admin.aires.nameNeeded') })
    if (!draft.position)
      faults.push({ field: controlId('/position'), message: t('admin.aires.positionNeeded') })
    for (const field of ['spaces', 'accessibleSpaces'] as const) {
      const value = draft[field]
      if (value !== '' && !(Number.isInteger(value) && value >= 0 && value <= 5000))
        faults.push({
          field: controlId(`/${field}`),
          message: t('admin.aires.countWrong', { what: labels.value[field] }),
        })
    }
    return faults
  }

  function say(field: string, value: unknown): string {
    if (value === null || value === '') return t('admin.aires.unknown')
    if (field === 'kind') return t(`admin.aires.kinds.${String(value)}`)
    if (field === 'hidden') return t(value ? 'admin.aires.state.hidden' : 'admin.aires.inUse')
    if (field === 'photo') return t('admin.aires.onePhoto')
    if (field === 'position') {
      const { lat, lon } = value as NonNullable<AireDraft['position']>
      return `${lat}, ${lon}`
    }
    if (value === 'yes' || value === 'no') return t(`admin.aires.${value}`)
    return String(value)
  }
  return { labels, check, say }
}
