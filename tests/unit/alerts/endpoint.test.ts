import { describe, expect, it } from 'vitest'
import { endpointFault } from '../../../api/alerts/alerts.endpoint.ts'

const fault = (endpoint: string) => endpointFault(endpoint, { allowLoopback: false })

describe('an endpoint', () => {
  it.each([
    'https://fcm.googleapis.com/fcm/send/abc:APA91b',
    'https://updates.push.services.mozilla.com/wpush/v2/gAAAA',
    'https://web.push.apple.com/QGz',
    'https://wns2-par02p.notify.windows.com/w/?token=BQYAAA%3d%3d',
    'https://updates.push.services.mozilla.com:443/wpush/v2/gAAAA',
  ])('of a push service is accepted: %s', (endpoint) => expect(fault(endpoint)).toBeNull())

  it.each([
    ['', 'not-a-url'],
    ['push', 'not-a-url'],
    ['https://', 'not-a-url'],
    ['http://fcm.googleapis.com/x', 'not-https'],
    ['ftp://fcm.googleapis.com/x', 'not-https'],
    ['file:///etc/passwd', 'not-https'],
    ['javascript:alert(1)', 'not-https'],
    ['https://user:pass@fcm.googleapis.com/x', 'has-credentials'],
    ['https://fcm.googleapis.com@127.0.0.1/x', 'has-credentials'],
    ['https://fcm.googleapis.com:8443/x', 'odd-port'],
    ['https://fcm.googleapis.com:22/x', 'odd-port'],
    [`https://fcm.googleapis.com/${'x'.repeat(2048)}`, 'too-long'],
    ['https://localhost/x', 'not-public'],
    ['https://localhost./x', 'not-public'],
    ['https://printer/x', 'not-public'],
    ['https://router.local/x', 'not-public'],
    ['https://db.internal/x', 'not-public'],
    ['https://nas.home.arpa/x', 'not-public'],
    ['https://a.localhost/x', 'not-public'],
    ['https://127.0.0.1/x', 'not-public'],
    ['https://127.1/x', 'not-public'],
    ['https://2130706433/x', 'not-public'],
    ['https://0x7f.0.0.1/x', 'not-public'],
    ['https://0177.0.0.1/x', 'not-public'],
    ['https://10.0.0.1/x', 'not-public'],
    ['https://169.254.169.254/latest/meta-data', 'not-public'],
    ['https://8.8.8.8/x', 'not-public'],
    ['https://[::1]/x', 'not-public'],
    ['https://[::ffff:127.0.0.1]/x', 'not-public'],
    ['https://[fe80::1]/x', 'not-public'],
    ['https://[2a00:1450:4007::1]/x', 'not-public'],
    ['https://１２７.０.０.１/x', 'not-public'],
  ])('elsewhere is refused: %s', (endpoint, expected) => expect(fault(endpoint)).toBe(expected))

  it('on loopback is for tests alone', () => {
    const allowed = (endpoint: string) => endpointFault(endpoint, { allowLoopback: true })
    expect(allowed('http://127.0.0.1:4000/x')).toBeNull()
    expect(allowed('https://localhost:4000/x')).toBeNull()
    expect(allowed('http://[::1]:4000/x')).toBeNull()
    expect(allowed('http://10.0.0.1/x')).toBe('not-https')
    expect(allowed('https://10.0.0.1/x')).toBe('not-public')
    expect(allowed('file:///tmp')).toBe('not-https')
  })
})
