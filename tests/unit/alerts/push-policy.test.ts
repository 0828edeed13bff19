import { describe, expect, it } from 'vitest'
import {
  heldUntil,
  mergeQuiet,
  minutesOf,
  pushKindOf,
  quietUntil,
  summaryAt,
  urgencyOf,
} from '../../../api/alerts/push-policy.rules.ts'
import { fitPushContent, padPushContent, pushContentBytes } from '../../../api/alerts/alerts.rules.ts'

const at = (paris: string) => Date.parse(paris)
const hours = (from: string, to: string) => ({ from: minutesOf(from), to: minutesOf(to) })
const night = hours('22:00', '07:00')

describe('quiet hours', () => {
  it('over midnight end the next morning, those of the day the same day', () => {
    expect(quietUntil(at('2026-11-26T22:00+01:00'), night)).toBe(at('2026-11-27T07:00+01:00'))
    expect(quietUntil(at('2026-11-27T06:59+01:00'), night)).toBe(at('2026-11-27T07:00+01:00'))
    expect(quietUntil(at('2026-11-27T07:00+01:00'), night)).toBeNull()
    expect(quietUntil(at('2026-11-26T21:59+01:00'), night)).toBeNull()
    expect(quietUntil(at('2026-11-26T13:00+01:00'), hours('12:30', '14:00'))).toBe(
      at('2026-11-26T14:00+01:00'),
    )
    expect(quietUntil(at('2026-11-26T23:00+01:00'), null)).toBeNull()
  })

  it('end by the clock on the wall, also in the nights that are an hour longer or shorter', () => {
    expect(quietUntil(at('2026-10-24T23:00+02:00'), night)).toBe(at('2026-10-25T07:00+01:00'))
    expect(quietUntil(at('2027-03-27T23:00+01:00'), night)).toBe(at('2027-03-28T07:00+02:00'))
  })

  it('of two that become one person’s, keep what either kept quiet', () => {
    expect(mergeQuiet(night, null)).toEqual(night)
    expect(mergeQuiet(null, null)).toBeNull()
    expect(mergeQuiet(night, hours('20:00', '06:00'))).toEqual(hours('20:00', '07:00'))
    expect(mergeQuiet(hours('23:00', '09:00'), night)).toEqual(hours('22:00', '09:00'))
    expect(mergeQuiet(night, hours('23:00', '06:00'))).toEqual(night)
    // Apart: the longer.
    expect(mergeQuiet(hours('12:00', '14:00'), night)).toEqual(night)
  })

  it('hold everything but danger, what was just asked for, and a ride that cannot wait', () => {
    const now = at('2026-11-26T23:00+01:00')
    const morning = at('2026-11-27T07:00+01:00')
    const held = (kind: Parameters<typeof heldUntil>[0]['kind'], over: object = {}) =>
      heldUntil({ kind, urgent: false, neededBy: undefined, quiet: night, now, ...over })
    expect(held('alert.school')).toBe(morning)
    expect(held('alert.danger', { urgent: true })).toBeNull()
    // That the danger is over can wait.
    expect(held('alert.danger')).toBe(morning)
    expect(held('device', { urgent: true })).toBeNull()
    expect(held('ride', { urgent: true, neededBy: at('2026-11-27T08:59+01:00') })).toBeNull()
    expect(held('ride', { urgent: true, neededBy: at('2026-11-27T09:00+01:00') })).toBe(morning)
  })
})

describe('a push', () => {
  it('is of the kind it says, or of what it is about', () => {
    expect(pushKindOf('alert.roads', 'alert:1')).toBe('alert.roads')
    expect(pushKindOf(undefined, 'booking:1')).toBe('ride')
    expect(pushKindOf(undefined, 'incident:1')).toBe('incident')
    expect(pushKindOf(undefined, 'unheard-of')).toBe('other')
  })

  it('may wait for a phone that sleeps, by kind', () => {
    expect(urgencyOf('alert.danger', true)).toBe('high')
    expect(urgencyOf('alert.school', false)).toBe('normal')
    expect([urgencyOf('digest', false), urgencyOf('alert.life', false)]).toEqual(['low', 'low'])
  })

  it('has one of three sizes, whatever it says', () => {
    const content = { id: '1', tag: '1', title: 'É', url: '/', lang: 'fr', urgent: false } as const
    const sizes = [0, 300, 900, 1500, 2500, 9000].map((length) =>
      Buffer.byteLength(padPushContent(fitPushContent({ ...content, body: 'é'.repeat(length) }))),
    )
    expect(new Set(sizes)).toEqual(new Set([1024, 2048, pushContentBytes]))
    const padded = padPushContent(fitPushContent({ ...content, body: 'Réparé.' }))
    expect(JSON.parse(padded)).toMatchObject({ body: 'Réparé.' })
  })

  it('left out by the day’s limit comes in the evening, or in an hour', () => {
    expect(summaryAt(at('2026-11-26T09:00+01:00'))).toBe(at('2026-11-26T19:00+01:00'))
    expect(summaryAt(at('2026-11-26T18:30+01:00'))).toBe(at('2026-11-26T19:30+01:00'))
  })
})
