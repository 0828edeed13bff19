import { isForStaff } from './word-parts.ts'

export type Words = { [key: string]: string | Words }

/** « home.rideTo » and what it says, of every sentence. */
export function sentencesIn(words: Words, prefix = ''): [key: string, text: string][] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[prefix + key, value] as [string, string]]
      : sentencesIn(value, `${prefix}${key}.`),
  )
}

const valuesIn = (text: string) =>
  [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].sort().join(', ')
const formsIn = (text: string) => text.split(' | ').length

/**
 * What a language's file lacks, or has too much of, beside the French one: keys, the values filled in, plural forms.
 * Dutch has no words for staff.
 */
export function wordFaults(locale: string, words: Words, french: Words): string[] {
  const wanted = new Map(sentencesIn(french).filter(([key]) => locale !== 'nl' || !isForStaff(key)))
  const written = new Map(sentencesIn(words))
  const faults = [...written.keys()]
    .filter((key) => !wanted.has(key))
    .map((key) => `${locale}.json: ${key} is not in fr.json`)
  for (const [key, source] of wanted) {
    const text = written.get(key)
    if (!text?.trim()) faults.push(`${locale}.json: ${key} is missing`)
    else if (valuesIn(text) !== valuesIn(source))
      faults.push(`${locale}.json: ${key} is filled with {${valuesIn(text)}}, not {${valuesIn(source)}}`)
    else if (formsIn(text) !== formsIn(source))
      faults.push(`${locale}.json: ${key} has ${formsIn(text)} plural forms, not ${formsIn(source)}`)
  }
  return faults
}
