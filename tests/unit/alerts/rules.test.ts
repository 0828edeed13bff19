import { assert, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgePushAnswer, retryAfterMs } from '../../../api/alerts/alerts.push.ts'
import { fitPushContent, pushContentBytes } from '../../../api/alerts/alerts.rules.ts'
import { backoffMs, handlerOf, maxAttempts } from '../../../api/worker/worker.rules.ts'

const content = {
  id: '019ab1f4-7c31-7b44-9d0e-2f6f0a7e5c11',
  tag: 'incident:1',
  title: 'Nid-de-poule',
  body: 'Réparé.',
  url: '/signalements/1',
  lang: 'fr' as const,
  urgent: false,
}

describe('what a push says', () => {
  it('is whole when it fits', () => expect(JSON.parse(fitPushContent(content))).toEqual(content))

  it('fits whatever a person wrote, is a beginning of it, and breaks no character', () => {
    assert(
      property(
        string({ unit: 'binary', maxLength: 9000 }),
        string({ unit: 'grapheme', maxLength: 400 }),
        (body, title) => {
          const json = fitPushContent({ ...content, title, body })
          expect(Buffer.byteLength(json)).toBeLessThanOrEqual(pushContentBytes)
          const shown = JSON.parse(json) as typeof content
          if (shown.body !== body) {
            expect(shown.body.endsWith('…') || shown.body === '').toBe(true)
            expect(body.startsWith(shown.body.slice(0, -1))).toBe(true)
          }
          expect(json.isWellFormed()).toBe(true)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('keeps a family of emoji whole', () => {
    const family = '👨‍👩‍👧‍👦'
    const { body } = JSON.parse(fitPushContent({ ...content, body: family.repeat(300) })) as typeof content
    expect(body.replaceAll(family, '')).toBe('…')
  })

  it('refuses an address that leaves no room', () => {
    expect(() => fitPushContent({ ...content, url: `/${'x'.repeat(5000)}` })).toThrow(RangeError)
  })
})

describe('trying again', () => {
  const waits = (urgent: boolean, random: number) => {
    const found: number[] = []
    for (let attempts = 1; ; attempts++) {
      const wait = backoffMs({ attempts, urgent, random })
      if (wait === null) return found
      found.push(wait)
    }
  }

  it('doubles from half a minute to six hours, and ends after about two days', () => {
    const found = waits(false, 0.5)
    expect(found.slice(0, 4)).toEqual([30_000, 60_000, 120_000, 240_000])
    expect(Math.max(...found)).toBe(6 * 3_600_000)
    const days = found.reduce((sum, wait) => sum + wait, 0) / 86_400_000
    expect(days).toBeGreaterThan(1.5)
    expect(days).toBeLessThan(2.5)
    expect(found).toHaveLength(maxAttempts - 1)
  })

  it('is sooner for danger', () => expect(waits(true, 0.5)[0]).toBe(5000))

  it('is spread by a quarter either way, and never sooner than asked', () => {
    expect(backoffMs({ attempts: 1, urgent: false, random: 0 })).toBe(22_500)
    expect(backoffMs({ attempts: 1, urgent: false, random: 0.999_999 })).toBeCloseTo(37_500, -1)
    expect(backoffMs({ attempts: 1, urgent: false, random: 0, retryAfterMs: 3_600_000 })).toBe(3_600_000)
  })

  it('reads Retry-After as seconds or as a date, up to a day', () => {
    const now = Date.parse('2026-11-24T08:00:00Z')
    expect(retryAfterMs('120', now)).toBe(120_000)
    expect(retryAfterMs('Tue, 24 Nov 2026 08:05:00 GMT', now)).toBe(300_000)
    expect(retryAfterMs('Tue, 24 Nov 2026 07:00:00 GMT', now)).toBe(0)
    expect(retryAfterMs('999999999', now)).toBe(86_400_000)
    expect(retryAfterMs('soon', now)).toBeUndefined()
    expect(retryAfterMs(undefined, now)).toBeUndefined()
  })
})

it.each([
  [201, 'sent'],
  [204, 'sent'],
  [301, 'failed'],
  [307, 'failed'],
  [400, 'failed'],
  [401, 'retry'],
  [403, 'retry'],
  [404, 'dropped'],
  [410, 'dropped'],
  [413, 'failed'],
  [429, 'retry'],
  [500, 'retry'],
  [503, 'retry'],
])('an answer %i means %s', (status, kind) =>
  expect(judgePushAnswer({ status, retryAfter: undefined }, 0).kind).toBe(kind),
)

it('an event goes to the handler of its longest prefix that ends at a dot', () => {
  const handlers = { incident: 1, 'incident.follow': 2 }
  expect(handlerOf(handlers, 'incident.status-changed')).toBe(1)
  expect(handlerOf(handlers, 'incident.follow.asked')).toBe(2)
  expect(handlerOf(handlers, 'incident.follow-asked')).toBe(1)
  expect(handlerOf(handlers, 'incidents.x')).toBeUndefined()
  expect(handlerOf(handlers, 'toString')).toBeUndefined()
})
