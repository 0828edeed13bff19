import { useI18n } from 'vue-i18n'
import { dateFormat, numberFormat } from '../../locales/intl.ts'

/** Figures as people write them: « 2,5 jours », « 12 % », « novembre 2026 »; a dash where there is none. */
export function useFigureWords() {
  const { t, locale } = useI18n()
  // The narrow space that Intl writes is missing from the font's Latin subset.
  const plain = (text: string) => text.replaceAll('\u202f', '\u00a0')
  const none = () => t('desk.figures.none')

  return {
    days(value: number | null): string {
      if (value === null) return none()
      const n = plain(numberFormat(locale.value, { maximumFractionDigits: 1 }).format(value))
      return t('desk.figures.days', { n }, value < 2 ? 1 : 2)
    },
    share(value: number | null): string {
      if (value === null) return none()
      const style = { style: 'percent', maximumFractionDigits: 0 } as const
      return plain(numberFormat(locale.value, style).format(value))
    },
    /** `2026-11` → « novembre 2026 » */
    month(key: string): string {
      const style = { month: 'long', year: 'numeric', timeZone: 'UTC' } as const
      return dateFormat(locale.value, style).format(Date.parse(`${key}-01`))
    },
  }
}
