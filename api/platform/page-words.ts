import type { PageLanguage } from './page-shell.ts'

/** Says a sentence of a page; `{name}` in it is replaced by the parameter of that name. */
export type SayOf<Key extends string> = (key: Key, parameters?: Record<string, string | number>) => string

/** What says the sentences of a page in a language; in English where Dutch has none. */
export const speaking =
  <Key extends string>(words: Record<'fr' | 'en', Record<Key, string>> & { nl?: Record<Key, string> }) =>
  (language: PageLanguage): SayOf<Key> =>
  (key, parameters = {}) =>
    (words[language] ?? words.en)[key].replace(/\{(\w+)\}/g, (_, name: string) =>
      String(parameters[name] ?? ''),
    )
