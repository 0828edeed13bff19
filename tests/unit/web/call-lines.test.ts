import { describe, expect, it } from 'vitest'
import { byPerson, doneOf, lineMeanwhile, lineOf } from '../../../web/desk/alerts/phone/call-lines.ts'
import type { FollowCall } from '../../../web/desk/alerts/phone/follow-calls-api.ts'

const person = (id: string): FollowCall['person'] => ({
  id,
  firstName: 'Simone',
  lastName: 'Lefebvre',
  phone: '+33327630674',
  note: null,
  consentAt: 0,
  askAgain: false,
})
const news = { lines: ['« Loto » est annulé.'], events: [], total: 0 }
const call = (over: Partial<FollowCall> = {}): FollowCall => ({
  id: 'one',
  person: person('simone'),
  kind: 'event',
  event: null,
  search: null,
  createdAt: 1,
  toldAt: 1,
  outcome: null,
  markedAt: null,
  markedBy: null,
  version: 1,
  news,
  ...over,
})

describe('What somebody is called about', () => {
  it('is to be told again when something is new since the last call, and tried again without an answer', () => {
    expect(lineOf(call({ outcome: 'called', markedAt: 2 })).done).toBeNull()
    expect(lineOf(call({ outcome: 'no-answer' })).done).toBe('no-answer')
    expect(lineOf(call({ outcome: 'no-answer', news: null })).done).toBeNull()
  })
  it('is one call a person, told when all of it is', () => {
    const [week, loto, other] = [
      lineOf(call({ id: 'week', kind: 'week' })),
      lineOf(call()),
      lineOf(call({ id: 'two', person: person('marcel') })),
    ]
    const callers = byPerson([week, other, loto])
    expect(callers.map(({ lines }) => lines.map(({ id }) => id))).toEqual([['week', 'one'], ['two']])
    const told = { ...week, done: 'called' as const }
    expect(doneOf({ person: week.person, lines: [told, loto] })).toBeNull()
    expect(doneOf({ person: week.person, lines: [told, { ...loto, done: 'no-answer' }] })).toBe('no-answer')
    expect(doneOf({ person: week.person, lines: [told, { ...loto, done: 'called' }] })).toBe('called')
  })
  it('that a colleague told meanwhile stays to be read, as told; with other news it is to be told', () => {
    const before = lineOf(call())
    const theirs = call({ outcome: 'called', markedBy: 'Sacha', version: 2, news: null })
    expect(lineMeanwhile(theirs, before)).toMatchObject({
      done: 'called',
      news,
      markedBy: 'Sacha',
      version: 2,
    })
    const newer = call({
      outcome: 'called',
      version: 2,
      news: { ...news, lines: ['Nouveau lieu : Gymnase.'] },
    })
    expect(lineMeanwhile(newer, before)).toMatchObject({ done: null, news: newer.news })
  })
})
