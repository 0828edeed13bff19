import { createI18n } from 'vue-i18n'
import { setRequestLanguage } from '../http/client.ts'
import { recall, remember } from '../offline/remembered.ts'
import fr from './fr.json?for=resident'

export const locales = ['fr', 'en', 'nl'] as const
export type Locale = (typeof locales)[number]
/** A language's own name, in that language. */
export const localeNames: Record<Locale, string> = { fr: 'Français', en: 'English', nl: 'Nederlands' }

const isLocale = (value: string | null | undefined): value is Locale => locales.some((one) => one === value)

export const i18n = createI18n({
  legacy: false,
  locale: 'fr' as Locale,
  fallbackLocale: 'fr',
  messages: { fr } as Record<string, typeof fr>,
})

/** Words that only some screens need, fetched before the first of them. */
export type WordPart = 'alert' | 'phone' | 'account' | 'agenda' | 'carpool' | 'sends' | 'desk'
type Fetch = () => Promise<{ default: object }>
/** Staff read French or English: docs/decisions/languages.md. */
type StaffLocale = Exclude<Locale, 'nl'>

const partWords: Record<Exclude<WordPart, 'desk'>, Record<Locale, Fetch>> & {
  desk: Record<StaffLocale, Fetch>
} = {
  alert: {
    fr: () => import('./fr.json?for=alert'),
    en: () => import('./en.json?for=alert'),
    nl: () => import('./nl.json?for=alert'),
  },
  phone: {
    fr: () => import('./fr.json?for=phone'),
    en: () => import('./en.json?for=phone'),
    nl: () => import('./nl.json?for=phone'),
  },
  account: {
    fr: () => import('./fr.json?for=account'),
    en: () => import('./en.json?for=account'),
    nl: () => import('./nl.json?for=account'),
  },
  agenda: {
    fr: () => import('./fr.json?for=agenda'),
    en: () => import('./en.json?for=agenda'),
    nl: () => import('./nl.json?for=agenda'),
  },
  carpool: {
    fr: () => import('./fr.json?for=carpool'),
    en: () => import('./en.json?for=carpool'),
    nl: () => import('./nl.json?for=carpool'),
  },
  sends: {
    fr: () => import('./fr.json?for=sends'),
    en: () => import('./en.json?for=sends'),
    nl: () => import('./nl.json?for=sends'),
  },
  desk: { fr: () => import('./fr.json?for=desk'), en: () => import('./en.json?for=desk') },
}
/** The first screen's; French comes with the application itself. */
const firstWords: Record<Exclude<Locale, 'fr'>, Fetch> = {
  en: () => import('./en.json?for=resident'),
  nl: () => import('./nl.json?for=resident'),
}
const fetched = new Set<Fetch>()
const asked = new Set<WordPart>()

async function fetchOnce(locale: Locale, load: Fetch): Promise<void> {
  if (fetched.has(load)) return
  i18n.global.mergeLocaleMessage(locale, (await load()).default)
  fetched.add(load)
}

async function fetchWords(locale: Locale): Promise<void> {
  if (locale !== 'fr') await fetchOnce(locale, firstWords[locale])
  for (const part of asked) {
    if (part === 'desk') await fetchOnce(forStaff(locale), partWords.desk[forStaff(locale)])
    else await fetchOnce(locale, partWords[part][locale])
  }
}

/** What staff screens speak to somebody who chose `locale`. */
const forStaff = (locale: Locale): StaffLocale => (locale === 'nl' ? 'fr' : locale)

/** What was chosen on this device, else the browser's first language that is ours, else French. */
export function preferredLocale(): Locale {
  const remembered = recall('locale')
  if (isLocale(remembered)) return remembered
  return navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLocale) ?? 'fr'
}

/** The person's language; staff screens may speak another. */
let chosen: Locale = 'fr'

async function speakNow(locale: Locale): Promise<void> {
  await fetchWords(locale)
  i18n.global.locale.value = locale
  document.documentElement.lang = locale
  setRequestLanguage(locale)
}

/** Speaks `locale` from now on, fetching its words first. */
export async function speak(locale: Locale): Promise<void> {
  await speakNow(locale)
  chosen = locale
}

/** Before a screen opens: staff screens are not written in every language that residents choose among. */
export async function speakTo(readers: 'residents' | 'staff'): Promise<void> {
  const locale = readers === 'staff' ? forStaff(chosen) : chosen
  if (locale !== i18n.global.locale.value) await speakNow(locale)
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
