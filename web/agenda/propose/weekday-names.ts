import { dateFormat } from '../../locales/intl.ts'
import { tagOf } from '../../locales/format.ts'

/** « lundi » … « dimanche ». */
export function weekdayNames(locale: string): string[] {
  const format = dateFormat(tagOf(locale), {
    weekday: 'long',
    timeZone: 'UTC',
  })
  // 5 January 1970 was a Monday.
  return Array.from({ length: 7 }, (_, index) => format.format((4 + index) * 86_400_000))
}
