import { describe, expect, it } from 'vitest'
import type { EventNews } from '../../../api/agenda/events-news.rules.ts'
import { stoodBefore, sumNews } from '../../../api/agenda/news-since.rules.ts'

const today = '2026-12-01'
const [a, b, c] = ['2026-12-05T19:00', '2026-12-06T19:00', '2026-12-13T19:00']
const news = (over: Partial<EventNews>): EventNews => ({
  moved: [],
  cancelled: [],
  restored: [],
  added: [],
  removed: [],
  more: 0,
  place: null,
  ...over,
})
const sum = (...all: Partial<EventNews>[]) => sumNews(all.map(news), today)

describe('Changes that nobody heard of', () => {
  it('are where a date ends up, and nothing when it is back where it was', () => {
    const there = { moved: [{ from: a, to: b }] }
    expect(sum(there, { moved: [{ from: b, to: c }] })).toEqual(news({ moved: [{ from: a, to: c }] }))
    expect(sum(there, { moved: [{ from: b, to: a }] })).toBeNull()
    expect(sum(there, { removed: [b] })).toEqual(news({ removed: [a] }))
  })
  it('leave out what was undone', () => {
    expect(sum({ cancelled: [a] }, { restored: [a] })).toBeNull()
    expect(sum({ restored: [a] }, { cancelled: [a] })).toBeNull()
    expect(sum({ added: [a] }, { removed: [a] })).toBeNull()
    expect(sum({ added: [a] }, { moved: [{ from: a, to: b }] })).toEqual(news({ added: [b] }))
    const [hall, gym] = ['hall', 'gym']
    expect(sum({ place: { from: hall, to: gym } }, { place: { from: gym, to: hall } })).toBeNull()
    expect(sum({ place: { from: hall, to: gym } }, { place: { from: gym, to: null } })?.place).toEqual({
      from: hall,
      to: null,
    })
  })
  it('leave out what is over, and keep that there is more', () => {
    expect(sum({ cancelled: ['2026-11-30T19:00', '2026-12-01'] })).toEqual(
      news({ cancelled: ['2026-12-01'] }),
    )
    expect(sum({ moved: [{ from: '2026-11-29', to: '2026-11-30' }] })).toBeNull()
    expect(sum({ more: 3 })).toEqual(news({ more: 3 }))
    expect(sum()).toBeNull()
  })
  it('say how the event stood before them', () => {
    expect(stoodBefore(['corrected', 'cancelled', 'restored'], 'on')).toBe('on')
    expect(stoodBefore(['restored'], 'on')).toBe('cancelled')
    expect(stoodBefore(['approved'], 'on')).toBe('gone')
    expect(stoodBefore(['corrected'], 'cancelled')).toBe('cancelled')
  })
})
