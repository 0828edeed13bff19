import { createI18n } from 'vue-i18n'
import { setRequestLanguage } from '../http/client.ts'
import fr from './fr.json'

export const locales = ['fr', 'en'] as const
export type Locale = (typeof locales)[number]
/** A language's own name, in that language. */
export const localeNames: Record<Locale, string> = { fr: 'Français', en: 'English' }

const rememberedAs = 'bocage.locale'
const isLocale = (value: string | null | undefined): value is Locale => locales.some((one) => one === value)

export const i18n = createI18n({
  legacy: false,
  locale: 'fr' as Locale,
  fallbackLocale: 'fr',
  messages: { fr } as Record<string, typeof fr>,
})

/** What was chosen on this device, else the browser's first language that is ours, else French. */
export function preferredLocale(): Locale {
  const remembered = localStorage.getItem(rememberedAs)
  if (isLocale(remembered)) return remembered
  return navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLocale) ?? 'fr'
}

/** Speaks `locale` from now on, fetching its words first. */
export async function speak(locale: Locale): Promise<void> {
  if (locale === 'en' && !i18n.global.availableLocales.includes('en'))
    i18n.global.setLocaleMessage('en', (await import('./en.json')).default)
  i18n.global.locale.value = locale
  document.documentElement.lang = locale
  setRequestLanguage(locale)
}

/** Speaks `locale` and remembers the choice on this device. */
export async function chooseLocale(locale: Locale): Promise<void> {
  await speak(locale)
  localStorage.setItem(rememberedAs, locale)
}
