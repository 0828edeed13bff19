import { useI18n } from 'vue-i18n'
import { dateFormat } from '../../locales/intl.ts'
import { formatTime, tagOf } from '../../locales/format.ts'

/** « sam. 5 déc. à 19 h » of a wall time, `2026-12-05T19:00`; « sam. 5 déc. » of a day: for a line of a list. */
export function useWallDay() {
  const { locale, t } = useI18n()
  return (wall: string): string => {
    const day = dateFormat(tagOf(locale.value), {
      // A wall time says what the clock of the place reads: it is written as it is.
      timeZone: 'UTC',
      weekday: 'short',
      day: 'numeric',
      month: 'short',
    }).format(Date.parse(`${wall.slice(0, 10)}T12:00Z`))
    if (wall.length === 10) return day
    // In January the clocks of France are one hour from UTC, whatever the day was.
    const time = formatTime(Date.parse(`2026-01-15T${wall.slice(11, 16)}+01:00`), locale.value)
    return t('format.at', { day, time: time.replaceAll(' ', '\u00a0') })
  }
}
