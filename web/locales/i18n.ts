import { markRaw } from 'vue'
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
  // Words never change by themselves: followed one by one, each sentence would cost several times as much.
  messages: { fr: markRaw(fr) } as Record<string, typeof fr>,
})

/** Words that only some screens need, fetched before the first of them. */
export type WordPart = 'alert' | 'phone' | 'account' | 'agenda' | 'carpool' | 'sends' | 'desk'
type Fetch = () => Promise<{ default: object }>
type Parts<Names extends string> = Record<Names, Fetch>

const words: {
  fr: Parts<WordPart>
  en: Parts<WordPart | 'resident'>
  nl: Parts<Exclude<WordPart, 'desk'> | 'resident'>
} = {
  // The first screen's come with the application itself.
  fr: {
    alert: () => import('./fr.json?for=alert'),
    phone: () => import('./fr.json?for=phone'),
    account: () => import('./fr.json?for=account'),
    agenda: () => import('./fr.json?for=agenda'),
    carpool: () => import('./fr.json?for=carpool'),
    sends: () => import('./fr.json?for=sends'),
    desk: () => import('./fr.json?for=desk'),
  },
  en: {
    resident: () => import('./en.json?for=resident'),
    alert: () => import('./en.json?for=alert'),
    phone: () => import('./en.json?for=phone'),
    account: () => import('./en.json?for=account'),
    agenda: () => import('./en.json?for=agenda'),
    carpool: () => import('./en.json?for=carpool'),
    sends: () => import('./en.json?for=sends'),
    desk: () => import('./en.json?for=desk'),
  },
  // Staff read French or English: docs/decisions/languages.md.
  nl: {
    resident: () => import('./nl.json?for=resident'),
    alert: () => import('./nl.json?for=alert'),
    phone: () => import('./nl.json?for=phone'),
    account: () => import('./nl.json?for=account'),
    agenda: () => import('./nl.json?for=agenda'),
    carpool: () => import('./nl.json?for=carpool'),
    sends: () => import('./nl.json?for=sends'),
  },
}
const fetched = new Set<string>()
const asked = new Set<WordPart>()

type Words = { [key: string]: Words | string | number }
/** The words of each language as they were given to vue-i18n. */
const given: Partial<Record<Locale, Words>> = { fr: fr as unknown as Words }

/** A sentence is text, or parsed by the build: then its kind is a number (`t`). */
const areWords = (value: Words[string] | undefined): value is Words =>
  typeof value === 'object' && typeof value['t'] !== 'number'

function merged(into: Words, more: Words): Words {
  const all = { ...into }
  for (const [key, value] of Object.entries(more)) {
    const had = all[key]
    all[key] = areWords(had) && areWords(value) ? merged(had, value) : value
  }
  return all
}

/** What `mergeLocaleMessage` does, which goes through thousands of words by a proxy. */
function addWords(locale: Locale, more: object): void {
  const all = markRaw(merged(given[locale] ?? {}, more as Words))
  given[locale] = all
  i18n.global.setLocaleMessage(locale, all as unknown as typeof fr)
}

async function fetchOnce(locale: Locale, part: WordPart | 'resident'): Promise<void> {
  const name = `${locale}-${part}`
  if (fetched.has(name)) return
  const fetch = (words[locale] as Partial<Parts<WordPart | 'resident'>>)[part]
  if (fetch) addWords(locale, (await fetch()).default)
  fetched.add(name)
}

async function fetchWords(locale: Locale): Promise<void> {
  await fetchOnce(locale, 'resident')
  for (const part of asked) await fetchOnce(part === 'desk' ? forStaff(locale) : locale, part)
}

/** What staff screens speak to somebody who chose `locale`: docs/decisions/languages.md. */
const forStaff = (locale: Locale): Exclude<Locale, 'nl'> => (locale === 'nl' ? 'fr' : locale)

/** What was chosen on this device, else the browser's first language that is ours, else French. */
export function preferredLocale(): Locale {
  const remembered = recall('locale')
  if (isLocale(remembered)) return remembered
  return navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLocale) ?? 'fr'
}

/** The person's language; staff screens may speak another. */
let chosen: Locale = 'fr'
let asking = 0

async function speakNow(locale: Locale): Promise<void> {
  const mine = ++asking
  await fetchWords(locale)
  // Another was asked for while these words came: that one is spoken.
  if (mine !== asking) return
  i18n.global.locale.value = locale
  document.documentElement.lang = locale
  setRequestLanguage(locale)
}

/** Speaks `locale` from now on, fetching its words first. */
export async function speak(locale: Locale): Promise<void> {
  const before = chosen
  chosen = locale
  try {
    await speakNow(locale)
  } catch (error) {
    if (chosen === locale) chosen = before
    throw error
  }
}

/** Before a screen opens: staff screens are not written in every language that residents choose among. */
export async function speakTo(readers: 'residents' | 'staff'): Promise<void> {
  await speakNow(readers === 'staff' ? forStaff(chosen) : chosen)
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
