import { expect, it } from 'vitest'
import { addDays } from '../../../api/platform/days.rules.ts'
import { easterOf, holidayOn } from '../../../api/platform/holidays.rules.ts'
import { isHoliday } from '../../../api/platform/open-days.ts'

it('the holidays a phone knows are those the server knows, day by day from 2020 to 2060', () => {
  const other: string[] = []
  for (let day = '2020-01-01'; day < '2061-01-01'; day = addDays(day, 1))
    if ((holidayOn(day) !== null) !== isHoliday(day)) other.push(day)
  expect(other).toEqual([])
})

it('Easter is where the calendars printed it', () => {
  expect([2019, 2024, 2026, 2027, 2038, 2049].map(easterOf)).toEqual([
    '2019-04-21',
    '2024-03-31',
    '2026-04-05',
    '2027-03-28',
    '2038-04-25',
    '2049-04-18',
  ])
  // Ascension falls on the first of May.
  expect(holidayOn('2008-05-01')).not.toBeNull()
})
