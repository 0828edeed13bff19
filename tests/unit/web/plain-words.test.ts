import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import fr from '../../../web/locales/fr.json'
import { longestOf, longestSentence, refusedWords } from '../../support/plain-words.ts'

type Words = { [key: string]: string | Words }
type Line = { from: string; text: string }

function flatten(words: Words, prefix = ''): Line[] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [{ from: prefix + key, text: value }] : flatten(value, `${prefix}${key}.`),
  )
}

/** Parts of the words that only staff read, or who publishes for an association. */
const deskParts = /^(?:desk|admin|account|alertDesk|moderation|rideDesk|rideReports|stats)\./
const screens = flatten(fr)
/** What another's screen says, to be found there: « À partir de l’URL » is a button of Google's. */
const quotes = new Set(['agenda.subscribe.google'])
const resident = screens.filter(({ from }) => !deskParts.test(from) && !quotes.has(from))
const desk = screens.filter(({ from }) => deskParts.test(from))

/** Headings that a law words itself: of the accessibility statement (arrêté du 20 septembre 2019). */
const ofTheLaw = new Set([
  'Contenus non soumis à l’obligation d’accessibilité',
  'Pages du site ayant fait l’objet de la vérification de conformité',
])

/** French that the server says: pages without a script, messages, and what is wrong with what was sent. */
const said = readdirSync('api', { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(?:words|problems)\.ts$/.test(file))
  .flatMap((file) => {
    const text = readFileSync(join('api', file), 'utf8')
    const blocks = [...text.matchAll(/const french[^=]*= \{([\s\S]*?)\n\}/g)].map((match) => match[1] ?? '')
    const strings = blocks.flatMap((block) => [...block.matchAll(/: *\n? *(['"`])(.+?)\1,?\n/g)])
    return [...strings, ...text.matchAll(/\bfr: *\n? *(['"`])(.+?)\1/g)].map((match) => ({
      from: file,
      text: match[2] ?? '',
    }))
  })
  .filter(({ text }) => !ofTheLaw.has(text))
const pages = said.filter(({ from }) => /(?:^|\/)pages\//.test(from))

const refused = (lines: Line[], reader: 'resident' | 'desk') =>
  lines.flatMap(({ from, text }) => refusedWords(text, reader).map((word) => `${from}: ${word} (${text})`))
const tooLong = (lines: Line[], most: number) =>
  lines.filter(({ text }) => longestOf(text) > most).map(({ from, text }) => `${from}: ${text}`)

describe('plain words', () => {
  it('are the only ones on the screens of residents', () => {
    expect(refused(resident, 'resident')).toEqual([])
  })

  it('stand in sentences of 25 words at most on the screens of residents', () => {
    expect(tooLong(resident, longestSentence.resident)).toEqual([])
  })

  it('are kept at the desk too, where words of the trade are allowed', () => {
    expect(refused(desk, 'desk')).toEqual([])
    expect(tooLong(desk, longestSentence.desk)).toEqual([])
  })

  it('are those of the server: its pages, its messages, its refusals', () => {
    expect(said.length).toBeGreaterThan(500)
    expect(refused(said, 'desk')).toEqual([])
    expect(refused(pages, 'resident')).toEqual([])
    expect(tooLong(pages, longestSentence.resident)).toEqual([])
    expect(tooLong(said, longestSentence.desk)).toEqual([])
  })

  it('are told from those to avoid, whatever the capitals, and never in what somebody else wrote', () => {
    expect(refusedWords('Veuillez procéder au paiement.', 'desk')).toHaveLength(2)
    expect(refusedWords('EPCI', 'resident')).toHaveLength(1)
    expect(refusedWords('EPCI', 'desk')).toEqual([])
    expect(refusedWords('Pour suivre : {url}', 'resident')).toEqual([])
    expect(longestOf('Un deux trois. Quatre cinq ! | six')).toBe(3)
  })
})
