import { numberFormat } from '../../locales/intl.ts'

type Say = (key: string, values?: Record<string, string | number>) => string

/** « Gratuit », « 2,40 € ». */
export function priceSaid(t: Say, locale: string, cents: number): string {
  if (cents === 0) return t('carpool.rides.free')
  return numberFormat(locale, { style: 'currency', currency: 'EUR' }).format(cents / 100)
}

/** « gratuit », « 2,40 € »: among other words of a sentence. */
export const priceAmong = (t: Say, locale: string, cents: number) =>
  cents === 0 ? priceSaid(t, locale, 0).toLocaleLowerCase(locale) : priceSaid(t, locale, cents)

/** « 22 minutes de route » */
export const durationSaid = (t: Say, ms: number) =>
  t('carpool.rides.minutes', { n: Math.max(1, Math.round(ms / 60_000)) })

/** « gratuit », « 2,40 € par jour ». */
export const pricePerDay = (t: Say, locale: string, cents: number) =>
  cents === 0 ? priceAmong(t, locale, 0) : t('carpool.days.perDay', { price: priceSaid(t, locale, cents) })
