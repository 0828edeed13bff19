import { describe, expect, it } from 'vitest'
import { systemIds } from '../../../api/platform/ids.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { publish } from '../../support/agenda.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { anAgent } from '../../support/desk.ts'
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
    const html = await answer.text()
    const [, lang, text = ''] =
      /<script type="application\/json" id="opened" lang="(\w+)">([\s\S]*?)<\/script>/.exec(html) ?? []
    const asked = await demo.current.request('/api/territories/200043321', {
      headers: { 'Accept-Language': 'en' },
    })
    expect(lang).toBe('en')
    // Whatever the application speaks meanwhile, these words are in their own language.
    expect(html).toContain(`<div id="app" lang="en">`)
    expect(JSON.parse(text)).toEqual(await asked.json())
  })

  it('says what is still to come of today and tomorrow, each date by its own address, not what is over', async () => {
    const home = async () =>
      (await demo.current.request('/', { headers: { 'Accept-Language': 'fr' } })).text()
    const today = '2026-11-24'
    for (const n of [1, 2, 3, 4, 5])
      await publish(demo.current, { title: `Marché ${n}`, on: today, start: '06:00', end: '08:00' })
    const yoga = { title: 'Yoga', on: '2026-11-23', start: '18:00', end: '19:00', rule: 'FREQ=DAILY;COUNT=9' }
    const { slug } = await publish(demo.current, yoga)
    const html = await home()
    expect(html).not.toContain('Marché')
    expect(html).toContain('Loto')
    expect(html).toContain(`href="/agenda/2026-11-23-${slug}?date=2026-11-24T18%3A00"`)
    expect(html).toContain(`href="/agenda/2026-11-23-${slug}?date=2026-11-25T18%3A00"`)
    expect(html).not.toContain('2026-11-26T18')
  })

  it('says a danger before whatever ends sooner, and that a demonstration is one', async () => {
    const clerk = await anAgent(demo.current, { role: 'clerk', scope: { kind: 'territory', id: demoSiren } })
    const hour = 3_600_000
    const startsAt = demo.current.clock.now()
    const tell = async (kind: string, title: string, hours: number) => {
      const answer = await clerk.post('/api/desk/alerts', {
        id: systemIds.next(),
        territory: demoSiren,
        kind,
        title,
        words: 'Soyez prudents.',
        communes: ['59053'],
        startsAt,
        endsAt: startsAt + hours * hour,
        send: true,
      })
      expect(answer.status, await answer.text()).toBe(201)
    }
    for (const n of [1, 2, 3, 4]) await tell('roads', `Travaux ${n}`, n)
    await tell('danger', 'La rivière déborde', 20)
    const html = await (await demo.current.request('/', { headers: { 'Accept-Language': 'fr' } })).text()
    const said = [...html.matchAll(/<a href="\/alertes\/[^>]*>([^<]*)</g)].map(([, title]) => title)
    expect(said).toEqual(['La rivière déborde', 'Travaux 1', 'Travaux 2'])
    expect(html).toContain('Démonstration : ce qui est écrit ici est inventé.')
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
