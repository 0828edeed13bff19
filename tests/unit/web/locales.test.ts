import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import en from '../../../web/locales/en.json'
import fr from '../../../web/locales/fr.json'

type Words = { [key: string]: string | Words }

function flatten(words: Words, prefix = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[prefix + key, value] as [string, string]]
      : flatten(value, `${prefix}${key}.`),
  )
}

const french = new Map(flatten(fr))
const english = new Map(flatten(en))

const sources = readdirSync('web', { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(vue|ts)$/.test(file))
  .map((file) => ({ file, text: readFileSync(join('web', file), 'utf8') }))

/** Keys named in a call of t, or of its like, with a plain string. */
const calls = sources.flatMap(({ file, text }) =>
  [
    ...text.matchAll(/(?:\$t|\bt|\bte|\btm)\(\s*(['"`])([\w.-]+)\1/g),
    ...text.matchAll(/(keypath)="([\w.-]+)"/g),
  ].map((match) => ({ file, key: match[2] ?? '' })),
)
/** Beginnings of keys completed at run time: `incident.status.${status}` uses everything below it. */
const prefixes = sources.flatMap(({ text }) =>
  [...text.matchAll(/`([\w-]+(?:\.[\w-]+)*\.)\$\{/g)].map((match) => match[1] ?? ''),
)
const quoted = new Set(
  sources.flatMap(({ text }) =>
    [...text.matchAll(/['"`]([\w-]+(?:\.[\w-]+)+)['"`]/g)].map((match) => match[1]),
  ),
)
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort()

describe('the words on screen', () => {
  it('exist in French wherever the app asks for them', () => {
    expect(calls.filter(({ key }) => !french.has(key))).toEqual([])
  })

  it('are all used', () => {
    const unused = [...french.keys()].filter(
      (key) => !quoted.has(key) && !prefixes.some((prefix) => key.startsWith(prefix)),
    )
    expect(unused).toEqual([])
  })

  it('have the same keys in English as in French', () => {
    expect([...english.keys()].sort()).toEqual([...french.keys()].sort())
  })

  it('are filled with the same values in both languages', () => {
    const different = [...french].filter(
      ([key, text]) =>
        [...new Set(placeholders(text))].join() !== [...new Set(placeholders(english.get(key) ?? ''))].join(),
    )
    expect(different).toEqual([])
  })

  it('are never empty', () => {
    expect([...french, ...english].filter(([, text]) => !text.trim())).toEqual([])
  })

  it('hold no exclamation mark in French', () => {
    expect([...french].filter(([, text]) => text.includes('!'))).toEqual([])
  })

  // An @ begins a link to another sentence: « comme nom@exemple.fr » is read « comme nom ».
  it('write an at sign so that it is shown', () => {
    const bare = [...french, ...english].filter(([, text]) => text.replaceAll("{'@'}", '').includes('@'))
    expect(bare).toEqual([])
  })

  it('use the typographic apostrophe in French', () => {
    expect([...french].filter(([, text]) => /\p{L}'\p{L}/u.test(text))).toEqual([])
  })
})
