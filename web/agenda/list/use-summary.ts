import { computed, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useFormat } from '../../locales/use-format.ts'
import type { Territory } from '../../territory/territory.ts'
import type { EventCategory } from '../shared/agenda-api.ts'
import { noonOf } from './days.ts'
import { listIn, type Filters } from './filters.ts'

/** The filters in words: « Bavay », « concert », « gratuit ». Empty when nothing is narrowed. */
export function useSummary(
  filters: Ref<Filters>,
  territory: Territory,
  categories: Ref<readonly EventCategory[]>,
) {
  const { t } = useI18n()
  const format = useFormat()
  const day = (civil: string) => format.day(noonOf(civil))

  /** Days are said apart: feeds have none. */
  const days = computed(() => {
    const { from, to } = filters.value
    if (from && to) return from === to ? day(from) : t('agenda.when.days', { from: day(from), to: day(to) })
    if (from) return t('agenda.summary.from', { day: day(from) })
    return to ? t('agenda.when.until', { day: day(to) }) : ''
  })
  const narrowed = computed(() => {
    const { q, commune, category, near, within, age, free, access, setting, mode } = filters.value
    return [
      q && t('incident.quote', { words: q }),
      territory.communes.find(({ code }) => code === commune)?.name,
      near && t('agenda.summary.near', { n: within || '10' }),
      ...listIn(category).map((slug) => categories.value.find((one) => one.slug === slug)?.name ?? slug),
      free && t('agenda.free'),
      age && t('agenda.summary.age', { n: age }),
      ...listIn(access).map((code) => t(`agenda.access.${code}`)),
      setting && t(`agenda.setting.${setting}`),
      mode && t(`agenda.mode.${mode}`),
    ].filter((words): words is string => Boolean(words))
  })
  return { days, narrowed }
}
