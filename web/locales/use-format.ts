import { useI18n } from 'vue-i18n'
import { civilDay, formatDay, formatDistance, formatNumber, formatTime } from './format.ts'
import { now } from '../offline/clock.ts'

/** The helpers of `format.ts` in the reader's language, with the words around them. */
export function useFormat() {
  const { locale, t } = useI18n()

  const day = (at: number) => formatDay(at, locale.value, now())
  const time = (at: number) => formatTime(at, locale.value)
  return {
    /** « jeudi 5 mars » */
    day,
    /** « 19 h » */
    time,
    /** « jeudi 5 mars à 19 h » */
    dayTime: (at: number) => t('format.at', { day: day(at), time: time(at) }),
    /** « hier à 7 h 05 », « aujourd’hui à 19 h », else « jeudi 5 mars ». */
    recently: (at: number) => {
      const days = civilDay(now()) - civilDay(at)
      if (days === 0) return t('format.at', { day: t('format.today'), time: time(at) })
      if (days === 1) return t('format.at', { day: t('format.yesterday'), time: time(at) })
      return day(at)
    },
    /** « aujourd’hui », « demain », else « jeudi 5 mars »: for what is to come. */
    soon: (at: number) => {
      const days = civilDay(at) - civilDay(now())
      if (days === 0) return t('format.today')
      return days === 1 ? t('format.tomorrow') : day(at)
    },
    /** « à 400 m » */
    away: (metres: number) =>
      metres < 5 ? t('format.here') : t('format.away', { distance: formatDistance(metres, locale.value) }),
    distance: (metres: number) => formatDistance(metres, locale.value),
    number: (value: number) => formatNumber(value, locale.value),
    /** For `<time datetime>`. */
    iso: (at: number) => new Date(at).toISOString(),
  }
}
