import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStaffApp, type StaffApp } from '../../support/staff.ts'

describe('The mailbox of the demo', () => {
  let t: StaffApp
  beforeEach(async () => {
    t = await openStaffApp({ withMail: false })
  })
  afterEach(() => t.close())
  const send = (subject: string, text = 'Un mot.') =>
    t.mailer.send({ to: 'camille@bavay.example', subject, text })
  const page = async (query = '') => (await t.call('GET', `/boite-mail${query}`)).text()

  it('says what it is, and what to do while it is empty', async () => {
    const answer = await t.call('GET', '/boite-mail')
    expect(answer.headers.get('content-type')).toContain('text/html')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const html = await answer.text()
    expect(html).toContain('<html lang="fr">')
    expect(html).toContain('<h1>Boîte mail de la démonstration</h1>')
    expect(html).toContain('Demandez un lien de connexion, puis revenez ici.')
  })

  it('shows the latest first, page by page, each once', async () => {
    for (let i = 1; i <= 45; i++) await send(`n° ${String(i).padStart(2, '0')}.`)
    const seen: string[] = []
    let query = ''
    for (let pages = 0; pages < 5; pages++) {
      const html = await page(query)
      seen.push(...[...html.matchAll(/n° (\d\d)\./g)].map(([, number]) => number ?? ''))
      const next = /href="\/boite-mail(\?cursor=[^"]+)"/.exec(html)?.[1]
      if (!next) break
      query = next
    }
    expect(seen).toEqual(Array.from({ length: 45 }, (_, i) => String(45 - i).padStart(2, '0')))
  })

  it('makes addresses into links, and nothing else into HTML', async () => {
    await send(
      '<script>alert(1)</script>',
      'Voir http://bocage.test/connexion?token=a&b=1.\n<img src=x onerror=alert(1)>',
    )
    const html = await page()
    expect(html).toContain('<a href="http://bocage.test/connexion?token=a&amp;b=1">')
    expect(html).not.toMatch(/<script|<img/)
    expect(html).toContain('&lt;img')
  })

  it('needs no inline style or script', async () => {
    await send('Bonjour')
    const answer = await t.call('GET', '/boite-mail')
    expect(answer.headers.get('content-security-policy')).toContain(`style-src 'self'`)
    expect(await answer.text()).not.toMatch(/<script|<style|\sstyle=|\son\w+=/)
  })

  it('refuses a cursor of its own making', async () => {
    expect((await t.call('GET', '/boite-mail?cursor=abc')).status).toBe(422)
  })
})

describe('The mailbox of the demo does not exist', () => {
  it.each([
    [
      'in production',
      {
        NODE_ENV: 'production',
        PUSH_ALLOW_LOOPBACK: '0',
        FETCH_ALLOW_LOOPBACK: '0',
        SECRET: 'f'.repeat(40),
        PUBLIC_URL: 'https://bocage.example',
      },
      false,
    ],
    ['where a mail server carries mail away', {}, true],
  ])('%s', async (_, env, withMail) => {
    const t = await openStaffApp({ env, withMail })
    try {
      const answer = await t.call('GET', '/boite-mail')
      expect(answer.status).toBe(404)
      expect(answer.headers.get('content-type')).toContain('application/problem+json')
    } finally {
      await t.close()
    }
  })
})
