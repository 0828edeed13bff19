import { describe, expect, it } from 'vitest'
import { wayOf } from '../../../web/shell/install/platform.ts'

const mac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)'
const android = 'Mozilla/5.0 (Android 15; Mobile; rv:145.0)'

describe('the help to install', () => {
  it.each([
    [
      'ios',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Safari/604.1',
      5,
    ],
    ['ios', `${mac} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15`, 5],
    ['mac-safari', `${mac} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15`, 0],
    ['desktop', `${mac} AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0.0.0 Safari/537.36`, 0],
    ['firefox', 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0', 0],
    ['android-firefox', `${android} Gecko/145.0 Firefox/145.0`, 5],
    [
      'android',
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/146.0.0.0 Mobile Safari/537.36',
      5,
    ],
    ['desktop', 'something else', 0],
  ] as const)('is that of %s for %s', (way, userAgent, touchPoints) => {
    expect(wayOf({ userAgent, touchPoints })).toBe(way)
  })
})
