import { useI18n } from 'vue-i18n'
import type { PublicAlert } from '../../api/alerts/alert.schemas.ts'
import { sayByteSize } from '../../api/platform/byte-size.rules.ts'
import { useFormat } from '../locales/use-format.ts'

type Said = Pick<PublicAlert, 'startsAt' | 'endsAt' | 'whole' | 'communes'>

/** When and where an alert is for, in words. */
export function useAlertWords() {
  const { t, locale } = useI18n()
  const format = useFormat()
  return {
    /** « 120 ko », « 1,4 Mo » */
    size: (bytes: number) => sayByteSize(locale.value, bytes),
    when: ({ startsAt, endsAt }: Said) =>
      startsAt <= Date.now()
        ? t('alert.until', { end: format.dayTime(endsAt) })
        : t('alert.from', { start: format.dayTime(startsAt), end: format.dayTime(endsAt) }),
    where: ({ whole, communes }: Said) =>
      whole ? t('alert.whole') : communes.map(({ name }) => name).join(', '),
  }
}
