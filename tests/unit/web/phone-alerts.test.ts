import { beforeEach, describe, expect, it } from 'vitest'
import { kinds, type AlertKind } from '../../../api/alerts/alert.rules.ts'
import { dailyCap, pushKinds } from '../../../api/alerts/push-policy.rules.ts'
import { oneAtATime } from '../../../web/alerts/one-at-a-time.ts'
import { verdictOf, type PhoneCheck } from '../../../web/alerts/phone/verdict.ts'
import {
  dueBack,
  followedMarks,
  forgetFollowed,
  isDueBack,
  isStillDue,
  keepFollowed,
  keepPreferences,
  markFollowed,
  noteLostFollows,
  noteDueBack,
  settleCommunes,
  settlePreferences,
  withStops,
} from '../../../web/alerts/put-back.ts'
import { ProblemError } from '../../../web/http/errors.ts'
import { NotSubscribed, subscribeWith } from '../../../web/alerts/vapid-key.ts'

const noon = Date.parse('2026-12-01T12:00:00+01:00')
const night = Date.parse('2026-12-01T23:30:00+01:00')

type Wanted = { follows?: readonly AlertKind[]; stopped?: string[]; told?: number }
function aPhone({ follows = kinds, stopped = [], told = 0 }: Wanted = {}): PhoneCheck {
  return {
    state: 'granted',
    fault: null,
    mended: false,
    preferences: {
      quiet: { from: '22:00', to: '07:00' },
      stopped: pushKinds.filter((kind) => stopped.includes(kind)),
      today: { told, limit: dailyCap },
      account: false,
    },
    communes: follows.length > 0 ? [{ territory: '1', commune: '59053', kinds: [...follows] }] : [],
    shown: null,
    moved: null,
    repairedAt: null,
  }
}
const all = kinds.map((kind) => `alert.${kind}`)

describe('Would this phone receive an alert now?', () => {
  it.each<[string, Wanted, number, string]>([
    ['all is followed and nothing stopped', {}, noon, 'yes'],
    ['kinds that are no alerts were stopped', { stopped: ['ride', 'digest'] }, noon, 'yes'],
    ['one kind of what it follows was stopped', { stopped: ['alert.roads'] }, noon, 'some'],
    ['what was stopped is not followed', { follows: ['danger'], stopped: ['alert.roads'] }, noon, 'yes'],
    [
      'all that it follows was stopped',
      { follows: ['roads'], stopped: ['alert.roads'] },
      noon,
      'all-stopped',
    ],
    ['everything was stopped', { stopped: all }, noon, 'all-stopped'],
    ['everything was stopped, at night', { stopped: all }, night, 'all-stopped'],
    ['it is night', {}, night, 'quiet'],
    ['it is night, and danger was stopped', { stopped: ['alert.danger'] }, night, 'quiet-all'],
    ['it is night, and danger is not followed', { follows: ['roads'] }, night, 'quiet-all'],
    ['the day’s limit is reached', { told: dailyCap }, noon, 'capped'],
    ['the same without danger', { told: dailyCap, stopped: ['alert.danger'] }, noon, 'capped-all'],
    ['it follows nothing', { follows: [] }, noon, 'follows-nothing'],
  ])('%s', (_, wanted, now, verdict) => {
    expect(verdictOf(aPhone(wanted), now)).toBe(verdict)
  })

  it('says that another phone took over, until this one follows something again', () => {
    const moved = { at: noon }
    expect(verdictOf({ ...aPhone({ follows: [] }), moved }, noon)).toBe('moved')
    expect(verdictOf({ ...aPhone(), moved }, noon)).toBe('yes')
  })

  it('is broken when the browser’s own push service refused it, though its person allowed it', () => {
    expect(verdictOf({ ...aPhone(), fault: 'not-subscribed', preferences: null }, noon)).toBe('broken')
  })
})

describe('What a server that lost this phone is given back', () => {
  beforeEach(() => {
    const kept = new Map<string, string>()
    Object.defineProperty(globalThis, 'localStorage', {
      configurable: true,
      value: {
        getItem: (name: string) => kept.get(name) ?? null,
        setItem: (name: string, value: string) => void kept.set(name, value),
      },
    })
  })
  const bavay = { territory: '200043321', commune: '59053', kinds: ['danger' as const] }
  const caudry = { territory: '200030633', commune: '59139', kinds: ['roads' as const] }
  const wanted = { quiet: null, stopped: ['ride' as const] }

  it('outlives a repair that was cut, territory by territory', () => {
    keepFollowed([bavay, caudry])
    keepPreferences(wanted)
    noteDueBack({ moved: false })
    // The server knows the phone again, and says that it follows nothing.
    keepFollowed([])
    keepPreferences({ quiet: { from: '22:00', to: '07:00' }, stopped: [] })
    noteDueBack({ moved: false })
    expect(dueBack()).toEqual({
      communes: {
        [bavay.territory]: [{ commune: '59053', kinds: ['danger'] }],
        [caudry.territory]: [{ commune: '59139', kinds: ['roads'] }],
      },
      preferences: wanted,
    })

    settleCommunes(bavay.territory)
    expect(Object.keys(dueBack().communes)).toEqual([caudry.territory])
    settlePreferences()
    expect(isDueBack()).toBe(true)
    settleCommunes(caudry.territory)
    expect(isDueBack()).toBe(false)
  })

  it('is what it followed last, by a server put back from a copy of before: none, where it followed none', () => {
    const communes = [{ commune: '59053', kinds: ['danger' as const] }]
    markFollowed(bavay.territory, { key: 'first', acceptedAt: 1, communes })
    markFollowed(caudry.territory, { key: 'other', acceptedAt: 2, communes: [] })
    keepPreferences(wanted)
    expect(noteLostFollows(new Set(['of something else']))).toBe(false)
    expect(isDueBack()).toBe(false)
    // What it says meanwhile is of before.
    keepFollowed([])
    expect(noteLostFollows(new Set(['first', 'other']))).toBe(true)
    expect(dueBack()).toEqual({
      communes: { [bavay.territory]: communes, [caudry.territory]: [] },
      preferences: wanted,
    })
    // Chosen again later, one replaces the other.
    markFollowed(bavay.territory, { key: 'second', acceptedAt: 3, communes: [] })
    expect(new Set(followedMarks().map(({ key }) => key))).toEqual(new Set(['second', 'other']))
    forgetFollowed()
    expect(followedMarks()).toEqual([])
  })

  it('is nothing of what it followed, once its person turned it off; how it wants to be told stays', () => {
    keepFollowed([bavay])
    keepPreferences(wanted)
    noteDueBack({ moved: false })
    forgetFollowed()
    expect(dueBack()).toEqual({ communes: {}, preferences: wanted })
    settlePreferences()
    // Turned on again for one ride, months later: the server has forgotten this phone.
    noteDueBack({ moved: false })
    expect(dueBack()).toEqual({ communes: {}, preferences: wanted })
  })

  it('is with the kinds stopped or put back meanwhile, and without those that are no more', () => {
    const kept = { quiet: null, stopped: ['ride', 'digest', 'no-more'] as (typeof pushKinds)[number][] }
    expect(withStops(kept, { 'alert.roads': true, digest: false })).toEqual({
      quiet: null,
      stopped: ['alert.roads', 'ride'],
    })
    expect(withStops(wanted, {})).toEqual(wanted)
  })

  it.each([
    [422, 'validation', false],
    [404, 'device-unknown', true],
    [409, 'device-gone', true],
    [503, 'unavailable', true],
  ])('stays due after an answer %i %s: %s', (status, slug, due) => {
    const answer = { type: `https://x/${slug}`, title: '', detail: '', status }
    expect(isStillDue(new ProblemError(answer))).toBe(due)
  })

  it('is not what another phone took over', () => {
    keepFollowed([bavay])
    noteDueBack({ moved: true })
    expect(isDueBack()).toBe(false)
  })
})

it('Two repairs go one after the other, and one that fails leaves the way free', async () => {
  const steps: string[] = []
  const work = (name: string) => async () => {
    steps.push(`${name} begins`)
    await new Promise((done) => setImmediate(done))
    steps.push(`${name} ends`)
    if (name === 'first') throw new Error('cut')
  }
  await Promise.allSettled([oneAtATime(work('first')), oneAtATime(work('second'))])
  expect(steps).toEqual(['first begins', 'first ends', 'second begins', 'second ends'])
})

it('A push service that refuses is told apart from a server that does not answer', async () => {
  const refusing = {
    getSubscription: () => Promise.resolve(null),
    subscribe: () => Promise.reject(new DOMException('Registration failed', 'AbortError')),
  } as unknown as PushManager
  await expect(subscribeWith(refusing, 'AAAA')).rejects.toBeInstanceOf(NotSubscribed)
})
