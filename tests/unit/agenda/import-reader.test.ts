import { describe, expect, it } from 'vitest'
import { formatOf, readImport } from '../../../api/agenda/import-reader.ts'
import { aCalendar } from '../../support/feeds.ts'

const now = Date.parse('2026-11-26T08:00:00Z')

describe('A file of a stranger', () => {
  it('that keeps its reader busy is given up, and this process goes on meanwhile', async () => {
    // Rules that give nothing in eleven years of days: each costs its reader what thousands of honest ones do.
    const slow = Array.from({ length: 3000 }, (_, n) => ({
      uid: String(n),
      lines: ['RRULE:FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30'],
    }))
    let turns = 0
    const clock = setInterval(() => turns++, 10)
    const bytes = Buffer.from(aCalendar(slow))
    const answer = await readImport({ format: 'ical', bytes, now }, { timeoutMs: 2500 })
    clearInterval(clock)
    expect(answer).toEqual({ fault: 'too-heavy' })
    expect(turns).toBeGreaterThan(20)
  })

  it('is told by what it begins with', () => {
    const of = (text: string, encoding: BufferEncoding = 'utf8') => formatOf(Buffer.from(text, encoding))
    expect(of('BEGIN:VCALENDAR\r\n')).toBe('ical')
    expect(of('\uFEFF\r\nbegin:vcalendar')).toBe('ical')
    expect(of('\uFEFFBEGIN:VCALENDAR', 'utf16le')).toBe('ical')
    expect(of(' {"events":[]}')).toBe('openagenda')
    expect(of('[]')).toBe('openagenda')
    expect(of('Titre;Date')).toBe('csv')
    expect(of('')).toBe('csv')
  })
})
