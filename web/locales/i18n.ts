import { createI18n } from 'vue-i18n'
import { setRequestLanguage } from '../http/client.ts'
import { recall, remember } from '../offline/remembered.ts'
import fr from './fr.json?for=resident'

export const locales = ['fr', 'en'] as const
export type Locale = (typeof locales)[number]
/** A language's own name, in that language. */
export const localeNames: Record<Locale, string> = { fr: 'Français', en: 'English' }

const isLocale = (value: string | null | undefined): value is Locale => locales.some((one) => one === value)

export const i18n = createI18n({
  legacy: false,
  locale: 'fr' as Locale,
  fallbackLocale: 'fr',
  messages: { fr } as Record<string, typeof fr>,
})

/** Words that only some screens need, fetched before the first of them. */
export type WordPart = 'alert' | 'phone' | 'agenda' | 'carpool' | 'desk'
const partWords: Record<WordPart, Record<Locale, () => Promise<{ default: object }>>> = {
  alert: { fr: () => import('./fr.json?for=alert'), en: () => import('./en.json?for=alert') },
  phone: { fr: () => import('./fr.json?for=phone'), en: () => import('./en.json?for=phone') },
  agenda: { fr: () => import('./fr.json?for=agenda'), en: () => import('./en.json?for=agenda') },
  carpool: { fr: () => import('./fr.json?for=carpool'), en: () => import('./en.json?for=carpool') },
  desk: { fr: () => import('./fr.json?for=desk'), en: () => import('./en.json?for=desk') },
}
const fetched = new Set<string>(['fr'])
const asked = new Set<WordPart>()

async function fetchOnce(
  name: string,
  locale: Locale,
  load: () => Promise<{ default: object }>,
): Promise<void> {
  if (fetched.has(name)) return
  i18n.global.mergeLocaleMessage(locale, (await load()).default)
  fetched.add(name)
}

async function fetchWords(locale: Locale): Promise<void> {
  if (locale === 'en') await fetchOnce('en', 'en', () => import('./en.json?for=resident'))
  for (const part of asked) await fetchOnce(`${locale}-${part}`, locale, partWords[part][locale])
}

/** What was chosen on this device, else the browser's first language that is ours, else French. */
export function preferredLocale(): Locale {
  const remembered = recall('locale')
  if (isLocale(remembered)) return remembered
  return navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLocale) ?? 'fr'
}

/** Speaks `locale` from now on, fetching its words first. */
export async function speak(locale: Locale): Promise<void> {
  await fetchWords(locale)
  i18n.global.locale.value = locale
  document.documentElement.lang = locale
  setRequestLanguage(locale)
}

/** Fetches the words that a screen needs beside the first screen's, in the language spoken. */
export async function speakOf(part: WordPart): Promise<void> {
  asked.add(part)
  await fetchWords(i18n.global.locale.value as Locale)
}

/** Speaks `locale` and remembers the choice on this device. */
export async function chooseLocale(locale: Locale): Promise<void> {
  await speak(locale)
  remember('locale', locale)
}
