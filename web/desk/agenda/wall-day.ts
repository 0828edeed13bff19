import { useI18n } from 'vue-i18n'

/** « sam. 5 déc. à 19:00 » of a wall time, `2026-12-05T19:00`; « sam. 5 déc. » of a day: for a line of a list. */
export function useWallDay() {
  const { locale } = useI18n()
  return (wall: string): string => {
    const timed = wall.length > 10
    return new Intl.DateTimeFormat(locale.value === 'en' ? 'en-GB' : locale.value, {
      // A wall time says what the clock of the place reads: it is written as it is.
      timeZone: 'UTC',
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      ...(timed ? { hour: 'numeric', minute: '2-digit' } : {}),
    }).format(Date.parse(timed ? `${wall}Z` : `${wall}T12:00Z`))
  }
}
