import { describe, expect, it } from 'vitest'
import { actionsOf, deviceName, keepsAnAdmin, normalizeEmail } from '../../../api/accounts/accounts.rules.ts'

describe('The name of a device', () => {
  it.each([
    ['Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0', 'Firefox, Android'],
    [
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36',
      'Chrome, Android',
    ],
    [
      'Mozilla/5.0 (Linux; Android 14; SM-S911B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36',
      'Samsung Internet, Android',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
      'Safari, iPhone',
    ],
    [
      'Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0 Mobile/15E148 Safari/604.1',
      'Chrome, iPad',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0',
      'Edge, Windows',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox, Linux'],
    ['curl/8.5.0', null],
    ['', null],
    [null, null],
  ])('of %s is %s', (userAgent, name) => expect(deviceName(userAgent)).toBe(name))
})

describe('A territory', () => {
  const chief = { id: 'a', role: 'admin', scopeKind: 'territory' } as const
  const second = { id: 'b', role: 'admin', scopeKind: 'territory' } as const
  const mayor = { id: 'c', role: 'admin', scopeKind: 'commune' } as const
  const clerk = { id: 'd', role: 'clerk', scopeKind: 'territory' } as const

  it('keeps an administrator when one of two leaves', () => {
    expect(keepsAnAdmin([chief, second, clerk], 'a', null)).toBe(true)
    expect(keepsAnAdmin([chief, second], 'b', { role: 'clerk', scopeKind: 'territory' })).toBe(true)
  })
  it('has none left when the only one leaves, changes role, or keeps it for a commune alone', () => {
    expect(keepsAnAdmin([chief, mayor, clerk], 'a', null)).toBe(false)
    expect(keepsAnAdmin([chief, mayor, clerk], 'a', { role: 'clerk', scopeKind: 'territory' })).toBe(false)
    expect(keepsAnAdmin([chief, mayor, clerk], 'a', { role: 'admin', scopeKind: 'commune' })).toBe(false)
  })
  it('lets anyone else leave, and the administrator stay one', () => {
    expect(keepsAnAdmin([chief, mayor, clerk], 'd', null)).toBe(true)
    expect(keepsAnAdmin([chief], 'a', { role: 'admin', scopeKind: 'territory' })).toBe(true)
  })
})

describe('What a role allows', () => {
  it('is read from the policy', () => {
    expect(actionsOf({ role: 'admin' })).toContain('members.administer')
    expect(actionsOf({ role: 'technician' })).toContain('incident.work')
    expect(actionsOf({ role: 'technician' })).not.toContain('incident.hide')
  })
  it('leaves out what needs no role', () => {
    expect(actionsOf({ role: 'admin' })).not.toContain('incident.report')
    expect(actionsOf({ role: 'admin' })).not.toContain('account.read-self')
  })
})

describe('An address', () => {
  it('is compared without capitals or spaces around it', () =>
    expect(normalizeEmail(' Camille.DURAND@Bavay.Example\n')).toBe('camille.durand@bavay.example'))
})
