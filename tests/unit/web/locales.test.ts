import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sentencesIn, wordFaults } from '../../../web/build/same-words.ts'
import { isForStaff, isIn, keysOf } from '../../../web/build/word-parts.ts'
import en from '../../../web/locales/en.json'
import fr from '../../../web/locales/fr.json'
import nl from '../../../web/locales/nl.json'

const french = new Map(sentencesIn(fr))
const english = new Map(sentencesIn(en))
const dutch = new Map(sentencesIn(nl))

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
const ofStaff = (file: string) => /^(desk|admin)\//.test(file)

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

  it('say the same in every language: keys, values filled in, plural forms', () => {
    expect(wordFaults('en', en, fr)).toEqual([])
    expect(wordFaults('nl', nl, fr)).toEqual([])
  })

  it('are in Dutch wherever a screen that is not for staff asks for them', () => {
    const asked = sources
      .filter(({ file }) => !ofStaff(file))
      .flatMap(({ file, text }) => [
        ...[...text.matchAll(/(?:\bt|\$t|\bte|\btm)\(\s*['"`]([\w-]+)\./g)].map((found) => ({
          file,
          key: found[1],
        })),
        ...[...text.matchAll(/\btitle: '([\w-]+)\.[\w.-]+'/g)].map((found) => ({ file, key: found[1] })),
      ])
    expect(asked.length).toBeGreaterThan(500)
    expect(asked.filter(({ key = '' }) => isForStaff(key))).toEqual([])
  })

  it('are each in one part', () => {
    const parts = ['resident', ...Object.keys(keysOf)]
    const found = Object.keys(fr).filter((key) => parts.filter((part) => isIn(part, key)).length !== 1)
    expect(found).toEqual([])
    expect(
      Object.values(keysOf)
        .flat()
        .filter((key) => !(key in fr)),
    ).toEqual([])
  })

  it('are never empty', () => {
    expect([...french, ...english, ...dutch].filter(([, text]) => !text.trim())).toEqual([])
  })

  it('address people as one neighbour does another in Dutch, without exclamation', () => {
    expect([...dutch].filter(([, text]) => /\b(u|uw)\b|!/i.test(text))).toEqual([])
  })

  it('hold no exclamation mark in French', () => {
    expect([...french].filter(([, text]) => text.includes('!'))).toEqual([])
  })

  // An @ begins a link to another sentence: « comme nom@exemple.fr » is read « comme nom ».
  it('write an at sign so that it is shown', () => {
    const bare = [...french, ...english, ...dutch].filter(([, text]) =>
      text.replaceAll("{'@'}", '').includes('@'),
    )
    expect(bare).toEqual([])
  })

  it('use the typographic apostrophe', () => {
    expect([...french, ...dutch].filter(([, text]) => /\p{L}'\p{L}/u.test(text))).toEqual([])
  })
})

describe('a language that does not say the same as French', () => {
  const french = { home: { rides: 'un trajet | {n} trajets', to: 'Vers {to}' }, desk: { inbox: 'Reçus' } }
  const faults = (home: Record<string, string>) => wordFaults('nl', { home }, french)

  it('lacks nothing when only what staff read is left out in Dutch', () => {
    expect(faults({ rides: 'een rit | {n} ritten', to: 'Naar {to}' })).toEqual([])
    expect(wordFaults('en', { home: { rides: 'a ride | {n} rides', to: 'To {to}' } }, french)).toEqual([
      'en.json: desk.inbox is missing',
    ])
  })

  it.each([
    ['a missing sentence', { rides: 'een rit | {n} ritten' }, 'nl.json: home.to is missing'],
    ['an empty one', { rides: 'een rit | {n} ritten', to: ' ' }, 'nl.json: home.to is missing'],
    [
      'one too many',
      { rides: 'een rit | {n} ritten', to: 'Naar {to}', old: 'Oud' },
      'nl.json: home.old is not in fr.json',
    ],
    [
      'a value that is not given',
      { rides: 'een rit | {n} ritten', to: 'Naar {place}' },
      'nl.json: home.to is filled with {place}, not {to}',
    ],
    [
      'a plural without its singular',
      { rides: '{n} ritten', to: 'Naar {to}' },
      'nl.json: home.rides has 1 plural forms, not 2',
    ],
  ])('is told of %s', (_, home, fault) => {
    expect(faults(home as Record<string, string>)).toEqual([fault])
  })
})

it.each([
  ['fr', french],
  ['en', english],
  ['nl', dutch],
] as const)('in %s one’s own e-mail is asked for in the same words everywhere (RGAA 11.3)', (_, words) => {
  const asked = ['account.signIn.email', 'carpool.who.email', 'report.check.email']
  expect(new Set(asked.map((key) => words.get(key))).size).toBe(1)
})
