import { describe, expect, it } from 'vitest'
import { answerDue, lateBefore, timesByMonth } from '../../../api/agenda/moderation-delay.rules.ts'

const at = (wall: string) => Date.parse(`${wall}+01:00`)
const hour = 3_600_000

describe('What waits', () => {
  it('is late after two open days: week-ends and holidays do not count', () => {
    // A Friday: Monday and Tuesday are the two.
    expect(answerDue(at('2026-11-27T10:00:00'))).toBe(at('2026-12-01T23:59:59.999'))
    // Christmas Eve of 2026 is a Thursday: the 25th is a holiday, then a week-end.
    expect(answerDue(at('2026-12-24T10:00:00'))).toBe(at('2026-12-29T23:59:59.999'))
  })

  it('is told late by one comparison, the same as one by one, at any hour of a year', () => {
    for (let now = at('2026-10-01T00:30:00'); now < at('2027-10-01T00:00:00'); now += 7.3 * hour) {
      const limit = lateBefore(now)
      for (let back = 0; back < 12; back++) {
        const since = now - back * 13.7 * hour
        expect(since < limit, `${new Date(now).toISOString()} ${new Date(since).toISOString()}`).toBe(
          answerDue(since) < now,
        )
      }
    }
  })
})

describe('Response times', () => {
  it('are told by month: how many, half of them within, how many late', () => {
    const decided = (wall: string, hours: number) => ({ at: at(wall), since: at(wall) - hours * hour })
    expect(
      timesByMonth([
        decided('2026-11-24T12:00:00', 2),
        decided('2026-11-24T12:00:00', 5),
        decided('2026-11-30T23:30:00', 200),
        decided('2026-12-01T00:30:00', 1),
        decided('2026-12-02T12:00:00', 4),
      ]),
    ).toEqual([
      { month: '2026-12', decided: 2, medianHours: 2.5, late: 0 },
      { month: '2026-11', decided: 3, medianHours: 5, late: 1 },
    ])
    expect(timesByMonth([])).toEqual([])
  })
})
