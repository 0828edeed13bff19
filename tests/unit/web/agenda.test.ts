import { describe, expect, it } from 'vitest'
import { createI18n } from 'vue-i18n'
import type { PublicEvent, PublicOccurrence } from '../../../api/agenda/agenda.schemas.ts'
import { followedFrom } from '../../../web/agenda/follow/event-news.ts'
import {
  addDays,
  addMonths,
  choiceOf,
  dayOf,
  daysOf,
  lastOfMonth,
  weeksOf,
} from '../../../web/agenda/list/days.ts'
import { pathOfDate } from '../../../api/agenda/event-path.rules.ts'
import { countOf, feedQueryOf, filtersOf, queryOf } from '../../../web/agenda/list/filters.ts'
import { groupByDay } from '../../../web/agenda/list/group-by-day.ts'
import { checkWhat } from '../../../web/agenda/propose/check-event.ts'
import { emptyDate, emptyEvent, type WhenDraft } from '../../../web/agenda/propose/event-draft.ts'
import { sayTime, sayWhen } from '../../../web/agenda/shared/when-words.ts'
import fr from '../../../web/locales/fr.json'

const { t } = createI18n({ legacy: false, locale: 'fr', messages: { fr } }).global
const speech = { t, locale: 'fr', now: Date.parse('2026-11-26T08:00:00Z') }

/** Of winter: Paris is an hour ahead of UTC. */
const utc = (wall: string) => Date.parse(`${wall}:00+01:00`)
const span = (start: string, end: string) => ({
  start,
  end,
  startAt: utc(start.length > 10 ? start : `${start}T00:00`),
  endAt: utc(end.length > 10 ? end : `${addDays(end, 1)}T00:00`),
  allDay: start.length === 10,
})
const occurrence = (key: string, start: string, end = start): PublicOccurrence => ({
  key,
  eventId: key,
  recurrence: start,
  path: `/agenda/${start.slice(0, 10)}-${key}`,
  title: key,
  ...span(start, end),
  cancelled: false,
  moved: false,
  reason: null,
  place: null,
  commune: null,
  organizer: null,
  categories: [],
  attendanceMode: 'offline',
  setting: null,
  free: null,
  price: null,
  accessibility: [],
  ageMin: null,
  ageMax: null,
  image: null,
  distanceKm: null,
  origin: null,
})

describe('the dates of an event, as a French person says them', () => {
  it.each([
    ['2026-12-05T19:00', '2026-12-05T19:00', 'samedi 5 décembre à 19 h'],
    ['2026-12-05T14:00', '2026-12-05T18:30', 'samedi 5 décembre, de 14 h à 18 h 30'],
    ['2026-12-05T20:00', '2026-12-06T02:00', 'samedi 5 décembre, de 20 h à 2 h'],
    ['2026-12-05', '2026-12-05', 'samedi 5 décembre, toute la journée'],
    ['2026-12-05', '2026-12-06', 'du samedi 5 décembre au dimanche 6 décembre'],
    ['2026-12-05T10:00', '2026-12-06T18:00', 'du samedi 5 décembre à 10 h au dimanche 6 décembre à 18 h'],
    ['2027-01-01T15:00', '2027-01-01T17:00', 'vendredi 1er janvier 2027, de 15 h à 17 h'],
  ])('%s to %s is « %s »', (start, end, said) => {
    expect(sayWhen(span(start, end), speech).replaceAll('\u00a0', ' ')).toBe(said)
  })

  it.each([
    ['2026-12-05T19:00', '2026-12-05T21:00', '2026-12-05', '19 h'],
    ['2026-12-05', '2026-12-05', '2026-12-05', 'journée'],
    ['2026-11-03T10:00', '2026-12-12T18:00', '2026-12-05', 'jusqu’au 12 déc.'],
    ['2026-11-03', '2026-12-05', '2026-12-05', 'dernier jour'],
  ])('%s to %s under the heading %4$s stands as « %s »', (start, end, shownOn, said) => {
    expect(sayTime(span(start, end), shownOn, speech).replaceAll('\u00a0', ' ')).toBe(said)
  })
})

it('keeps an hour and its number on one line', () => {
  expect(sayWhen(span('2026-12-05T14:00', '2026-12-05T18:30'), speech)).toContain('18\u00a0h\u00a030')
})

describe('the days one asks for', () => {
  const thursday = '2026-11-26'

  it('are what is left of today, the weekend, the week and the month', () => {
    expect(daysOf('today', thursday)).toEqual({ from: thursday, to: thursday })
    expect(daysOf('weekend', thursday)).toEqual({ from: '2026-11-28', to: '2026-11-29' })
    expect(daysOf('weekend', '2026-11-29')).toEqual({ from: '2026-11-29', to: '2026-11-29' })
    expect(daysOf('week', thursday)).toEqual({ from: thursday, to: '2026-11-29' })
    expect(daysOf('week', '2026-11-30')).toEqual({ from: '2026-11-30', to: '2026-12-06' })
    expect(daysOf('month', thursday)).toEqual({ from: thursday, to: '2026-11-30' })
  })

  it('are known again in an address', () => {
    expect(choiceOf({ from: '2026-11-28', to: '2026-11-29' }, thursday)).toBe('weekend')
    expect(choiceOf({ from: '2026-11-28', to: '' }, thursday)).toBeNull()
  })

  it('follow the clock of Paris, leap years and the ends of months', () => {
    expect(dayOf(Date.parse('2026-11-26T23:30:00Z'))).toBe('2026-11-27')
    expect(dayOf(Date.parse('2026-06-30T22:30:00Z'))).toBe('2026-07-01')
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
    expect(addMonths('2026-12', 1)).toBe('2027-01')
    expect(lastOfMonth('2028-02')).toBe('2028-02-29')
  })

  it('make whole weeks from Monday', () => {
    const weeks = weeksOf('2026-11')
    expect(weeks).toHaveLength(6)
    expect(weeks[0]?.[0]).toBe('2026-10-26')
    expect(weeks.at(-1)?.at(-1)).toBe('2026-12-06')
    expect(weeks.every((week) => week.length === 7)).toBe(true)
  })
})

describe('the filters', () => {
  const address = {
    commune: '59053',
    category: 'concert,marche',
    from: '2026-12-01',
    free: 'true',
    q: 'loto',
  }

  it('are read from the address and written back the same', () => {
    expect(queryOf(filtersOf(address))).toEqual(address)
  })

  it('leave out what is not of their shape, rather than show nothing', () => {
    expect(
      queryOf(filtersOf({ commune: 'Bavay', from: 'demain', near: 'ici', age: '-3', q: ['a', 'b'] })),
    ).toEqual({
      q: 'a',
    })
  })

  it('count what is narrowed, without the days', () => {
    expect(countOf(filtersOf(address))).toBe(4)
    expect(countOf(filtersOf({ from: '2026-12-01', near: '50.2,3.7', within: '10' }))).toBe(1)
  })

  it('go to a feed without their days, since a feed goes on', () => {
    expect(feedQueryOf(filtersOf(address))).toEqual({
      commune: '59053',
      category: 'concert,marche',
      free: 'true',
      q: 'loto',
    })
  })
})

describe('a list under its days', () => {
  const today = '2026-11-26'

  it('puts what began before and still goes on before today, and what is over under its day', () => {
    const groups = groupByDay(
      [
        occurrence('over', '2026-11-25T10:00', '2026-11-25T11:00'),
        occurrence('exhibition', '2026-11-03', '2026-12-12'),
        occurrence('soon', '2026-11-26T19:00', '2026-11-26T21:00'),
        occurrence('later', '2026-11-28T19:00', '2026-11-29T02:00'),
      ],
      today,
    )
    expect(groups.map(({ day, items }) => [day, items.map(({ key }) => key)])).toEqual([
      ['2026-11-25', ['over']],
      [null, ['exhibition']],
      ['2026-11-26', ['soon']],
      ['2026-11-28', ['later']],
    ])
  })

  it('leaves the ball that ended this morning under the evening it began', () => {
    const groups = groupByDay([occurrence('ball', '2026-11-25T21:00', '2026-11-26T03:00')], today)
    expect(groups.map(({ day }) => day)).toEqual(['2026-11-25'])
  })

  it('leads to the page of the event, with the date when it is not the one of the address', () => {
    const market = occurrence('market', '2026-12-05T10:00')
    expect(pathOfDate(market)).toBe('/agenda/2026-12-05-market')
    expect(pathOfDate({ ...market, recurrence: '2026-12-12T10:00' })).toBe(
      '/agenda/2026-12-05-market?date=2026-12-12T10%3A00',
    )
  })
})

describe('an event that is followed', () => {
  const now = speech.now
  const date = (start: string, more: Partial<PublicEvent['dates'][number]> = {}) => ({
    key: start,
    recurrence: start,
    ...span(start, start),
    cancelled: false,
    moved: false,
    reason: null,
    ...more,
  })
  const event = (
    dates: PublicEvent['dates'],
    more: { status?: PublicEvent['status']; place?: string } = {},
  ) => ({
    id: 'e',
    path: '/agenda/2026-12-05-loto',
    title: 'Loto',
    status: more.status ?? ('published' as const),
    dates,
    place: more.place ? ({ name: more.place } as PublicEvent['place']) : null,
    commune: null,
  })
  const first = followedFrom(event([date('2026-12-05T19:00')], { place: 'Salle' }), null, now)

  it('has no news when it is as it was', () => {
    expect(first.news).toBeNull()
    expect(followedFrom(event([date('2026-12-05T19:00')], { place: 'Salle' }), first, now).news).toBeNull()
  })

  it('tells of a new date, whether the date moved or was written anew', () => {
    const moved = {
      ...date('2026-12-05T19:00'),
      ...span('2026-12-12T19:00', '2026-12-12T19:00'),
      moved: true,
    }
    const anew = date('2026-12-12T19:00')
    for (const changed of [moved, anew]) {
      const { news, date: kept } = followedFrom(event([changed], { place: 'Salle' }), first, now)
      expect(news).toMatchObject({ kind: 'date', before: { start: '2026-12-05T19:00' } })
      expect(kept?.start).toBe('2026-12-12T19:00')
    }
  })

  it('tells of another place, and of a cancellation, and takes it back', () => {
    expect(followedFrom(event([date('2026-12-05T19:00')], { place: 'Kiosque' }), first, now).news?.kind).toBe(
      'place',
    )
    const off = followedFrom(
      event([date('2026-12-05T19:00')], { status: 'cancelled', place: 'Salle' }),
      first,
      now,
    )
    expect(off).toMatchObject({ cancelled: true, news: { kind: 'cancelled' } })
    expect(followedFrom(event([date('2026-12-05T19:00')], { place: 'Salle' }), off, now)).toMatchObject({
      cancelled: false,
      news: null,
    })
  })

  it('goes on to the next date of a series without calling it news', () => {
    const later = utc('2026-12-06T08:00')
    const series = [date('2026-12-12T19:00'), date('2026-12-19T19:00')]
    const kept = followedFrom(event(series, { place: 'Salle' }), first, later)
    expect(kept).toMatchObject({ news: null, date: { start: '2026-12-12T19:00' } })
  })
})

describe('what is proposed', () => {
  const today = dayOf(Date.now())
  const on = (day: string) => ({ ...emptyDate(addDays(today, Number(day))), from: '19:00' })
  const faultsOf = (when: Partial<WhenDraft>, title = 'Loto') => {
    const draft = emptyEvent('200043321')
    return checkWhat({ ...draft, title, when: { ...draft.when, ...when } }).map(({ key }) => key)
  }

  it('is not over already, whatever way its dates are written', () => {
    const over = ['propose.error.over']
    expect(faultsOf({ dates: [on('-1')] })).toEqual(over)
    expect(faultsOf({ dates: [on('0')] })).toEqual([])
    expect(faultsOf({ dates: [{ ...on('-3'), lastDay: addDays(today, 2) }] })).toEqual([])
    expect(faultsOf({ dates: [{ ...on('-1'), to: '02:00' }] })).toEqual([])
    expect(faultsOf({ kind: 'several', dates: [on('-9'), on('-2')] })).toEqual(over)
    expect(faultsOf({ kind: 'several', dates: [on('-9'), on('2')] })).toEqual([])
    const { repeat } = emptyEvent('200043321').when
    const weekly = { ...repeat, weekdays: [1], lastDay: addDays(today, -2) }
    expect(faultsOf({ kind: 'repeat', dates: [on('-30')], repeat: weekly })).toEqual(over)
    expect(faultsOf({ kind: 'repeat', dates: [on('-30')], repeat: { ...weekly, end: 'never' } })).toEqual([])
  })

  it('of which the author mends a word may be over', () => {
    const draft = emptyEvent('200043321')
    const when = { ...draft.when, dates: [on('-1')] }
    expect(checkWhat({ ...draft, title: 'Loto', when, edited: { version: 2, base: '{}' } })).toEqual([])
  })

  it('has a name, and is told when it is only too short', () => {
    expect(faultsOf({ dates: [on('3')] }, ' ')).toEqual(['propose.error.title'])
    expect(faultsOf({ dates: [on('3')] }, 'AB')).toEqual(['propose.error.titleShort'])
  })
})
