import { describe, expect, it } from 'vitest'
import { publish } from '../../support/agenda.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { someAires } from '../../support/rides.ts'

const demo = useDemoApp()

describe('The first screen as the server writes it', () => {
  it('says without a script what is on, how to report, and where the rest is', async () => {
    const today = new Date(demo.current.deps.clock.now()).toISOString().slice(0, 10)
    await publish(demo.current, {
      title: 'Loto <b>des</b> pompiers',
      on: today,
      start: '20:00',
      end: '23:00',
    })
    const answer = await demo.current.request('/', { headers: { 'Accept-Language': 'fr' } })
    const html = await answer.text()
    expect([answer.status, answer.headers.get('content-language')]).toEqual([200, 'fr'])
    expect(html).toContain('<h1>Pays de Mormal</h1>')
    expect(html).toContain('Loto &lt;b&gt;des&lt;/b&gt; pompiers')
    for (const path of ['/signaler', '/alertes', '/agenda', '/trajets', '/aires', '/mes-suivis', '/communes'])
      expect(html).toContain(`href="${path}"`)
    const tag = answer.headers.get('etag') ?? ''
    const again = await demo.current.request('/', {
      headers: { 'Accept-Language': 'fr', 'If-None-Match': tag },
    })
    expect([tag === '', again.status]).toEqual([false, 304])
  })

  it('holds what the application asks for first, as the API answers it in the same language', async () => {
    const answer = await demo.current.request('/', { headers: { 'Accept-Language': 'en' } })
    const [, lang, text = ''] =
      /<script type="application\/json" id="opened" lang="(\w+)">([\s\S]*?)<\/script>/.exec(
        await answer.text(),
      ) ?? []
    const asked = await demo.current.request('/api/territories/200043321', {
      headers: { 'Accept-Language': 'en' },
    })
    expect(lang).toBe('en')
    expect(JSON.parse(text)).toEqual(await asked.json())
  })

  it('leads from the page of rides to each aire, whose own page says what leaves today', async () => {
    const aires = Object.values(await someAires(demo.current))
    const html = await (
      await demo.current.request('/trajets', { headers: { 'Accept-Language': 'fr' } })
    ).text()
    expect(html).toContain('<h1>Trajets</h1>')
    for (const id of aires) expect(html).toContain(`href="/aires/${id}"`)
  })
})
