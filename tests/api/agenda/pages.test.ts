import { beforeAll, describe, expect, it } from 'vitest'
import { recordEventChange } from '../../../api/agenda/events-changes.usecases.ts'
import type { EventRow } from '../../../api/agenda/events.repository.ts'
import { publish } from '../../support/agenda.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { communeOf } from '../../support/incidents.ts'

const demo = useDemoApp()
let market: EventRow
let dance: EventRow
const hostile = '</script><script>alert(1)</script><img src=x onerror=alert(1)> $& "\'`${1}'

beforeAll(async () => {
  market = await publish(demo.current, {
    title: 'Marché de Noël',
    description: 'Artisans et **vin chaud**.',
    free: true,
    start: '10:00',
    end: '18:00',
  })
  dance = await publish(demo.current, {
    title: 'Bal folk',
    commune: 'Le Quesnoy',
    on: '2026-12-01',
    start: '21:00',
    end: '23:30',
    price: '7,50 €',
    free: false,
    rule: 'FREQ=WEEKLY;COUNT=3',
  })
})

async function page(path: string, headers: Record<string, string> = {}) {
  const answer = await demo.current.request(path, { headers })
  return { status: answer.status, headers: answer.headers, html: await answer.text() }
}

/** Data for search engines inside a page. */
function dataOf(html: string) {
  const [, text = '{}'] = /<script type="application\/ld\+json">([\s\S]*?)<\/script>/.exec(html) ?? []
  return JSON.parse(text) as { '@graph': Record<string, unknown>[] }
}

describe('The page of an event', () => {
  it('says all of it without a script, to people, previews and search engines', async () => {
    const { status, headers, html } = await page('/agenda/2026-12-05-marche-de-noel-bavay')
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=UTF-8'])
    expect(html).toContain('<h1 lang="fr">Marché de Noël</h1>')
    expect(html).toContain('samedi 5 décembre 2026, de 10 h à 18 h')
    expect(html).toContain('<strong>vin chaud</strong>')
    expect(html).toContain('Salle des fêtes')
    expect(html).toContain(
      '<link rel="canonical" href="http://bocage.test/agenda/2026-12-05-marche-de-noel-bavay" />',
    )
    expect(html).toContain(`href="/api/events/${market.id}.ics"`)
    expect(html).toContain('<meta property="og:title" content="Marché de Noël" />')
    expect(dataOf(html)).toMatchObject({
      '@context': 'https://schema.org',
      '@graph': [
        {
          '@type': 'Event',
          name: 'Marché de Noël',
          startDate: '2026-12-05T10:00:00+01:00',
          endDate: '2026-12-05T18:00:00+01:00',
          eventStatus: 'https://schema.org/EventScheduled',
          eventAttendanceMode: 'https://schema.org/OfflineEventAttendanceMode',
          isAccessibleForFree: true,
          location: { '@type': 'Place', name: 'Salle des fêtes', address: { addressLocality: 'Bavay' } },
          offers: { '@type': 'Offer', price: '0', priceCurrency: 'EUR' },
          organizer: { '@type': 'Organization', name: 'Comité des fêtes' },
          description: 'Artisans et vin chaud.',
        },
      ],
    })
  })

  it('has every date of a series, and is about the one that is asked for', async () => {
    const { html } = await page('/agenda/2026-12-01-bal-folk-le-quesnoy?date=2026-12-08T21:00')
    expect(html).toMatch(/class="lead">\s*<time datetime="2026-12-08T21:00"/)
    expect(
      dataOf(html)['@graph'].map(({ startDate, offers }) => [startDate, (offers as { price: string }).price]),
    ).toEqual([
      ['2026-12-01T21:00:00+01:00', '7.50'],
      ['2026-12-08T21:00:00+01:00', '7.50'],
      ['2026-12-15T21:00:00+01:00', '7.50'],
    ])
  })

  it('shows what people wrote as words, whatever it is', async () => {
    const row = await publish(demo.current, {
      title: hostile,
      description: hostile,
      price: hostile,
      placeName: hostile,
      keywords: [hostile.slice(0, 40)],
      on: '2026-12-06',
    })
    const { html } = await page(`/agenda/2026-12-06-${row.slug}`)
    expect(html).not.toMatch(/<script>|<img|<script>alert/i)
    // Both for machines: what search engines read, and the territory.
    expect(html.match(/<script/g)).toHaveLength(2)
    expect(dataOf(html)['@graph'][0]?.['name']).toBe(hostile)
    expect((await page('/agenda?from=2026-12-06')).html).not.toMatch(/<script>|<img/i)
    const { html: searched } = await page(`/agenda?q=${encodeURIComponent('"><script>alert(1)</script>')}`)
    expect(searched).not.toContain('<script>')
  })

  it('moved or cancelled says so, in its data too', async () => {
    const { database, clock } = demo.current
    const moved = await publish(demo.current, {
      title: 'Loto',
      schedule: {
        zone: 'Europe/Paris',
        allDay: false,
        spans: [{ start: '2026-12-09T14:00', end: '2026-12-09T17:00' }],
        changes: [
          {
            recurrence: '2026-12-09T14:00',
            span: { start: '2026-12-10T15:00', end: '2026-12-10T17:00' },
            reason: 'Neige',
          },
        ],
      },
    })
    const { html } = await page(`/agenda/2026-12-09-${moved.slug}`)
    expect(html).toContain('Cette date a changé.')
    expect(html).toContain('Pourquoi : <span lang="fr">Neige</span>')
    expect(dataOf(html)['@graph']).toMatchObject([
      {
        eventStatus: 'https://schema.org/EventRescheduled',
        startDate: '2026-12-10T15:00:00+01:00',
        previousStartDate: '2026-12-09T14:00:00+01:00',
      },
    ])
    const off = await publish(demo.current, { title: 'Défilé', on: '2026-12-11' })
    await database.write((tx) =>
      recordEventChange(tx, {
        before: off,
        change: { status: 'cancelled', statusWords: 'Verglas' },
        entries: [],
        at: clock.now(),
      }),
    )
    const cancelled = await page(`/agenda/2026-12-11-${off.slug}`)
    expect([cancelled.status, cancelled.html.includes('Cet événement est annulé.')]).toEqual([200, true])
    expect(cancelled.html).toContain('Pourquoi : <span lang="fr">Verglas</span>')
    expect(dataOf(cancelled.html)['@graph'][0]?.['eventStatus']).toBe('https://schema.org/EventCancelled')
  })

  it('that does not exist is a page that says so; that was withdrawn, one that says that', async () => {
    const { database, clock } = demo.current
    const missing = await page('/agenda/2026-12-05-rien')
    expect([missing.status, missing.html.includes('<h1>Événement introuvable</h1>')]).toEqual([404, true])
    const row = await publish(demo.current, { title: 'Retiré', on: '2026-12-13' })
    await database.write((tx) =>
      recordEventChange(tx, { before: row, change: { status: 'declined' }, entries: [], at: clock.now() }),
    )
    const gone = await page(`/agenda/2026-12-13-${row.slug}`)
    expect([gone.status, gone.html.includes('<h1>Événement retiré</h1>')]).toEqual([410, true])
  })

  it('is in English for who reads English, in Dutch for who reads Dutch', async () => {
    const { html } = await page('/agenda/2026-12-05-marche-de-noel-bavay', { 'Accept-Language': 'en' })
    expect(html).toContain('<html lang="en"')
    expect(html).toContain('Saturday, 5 December 2026')
    const dutch = await page('/agenda/2026-12-05-marche-de-noel-bavay', { 'Accept-Language': 'nl' })
    expect(dutch.html).toContain('<html lang="nl"')
    expect(dutch.html).toMatch(
      /zaterdag 5 december 2026(?:, van \d\d:\d\d tot \d\d:\d\d uur| om \d\d:\d\d uur)/,
    )
  })
})

describe('The agenda without a script', () => {
  it('goes through all dates by links, and back', async () => {
    for (let n = 0; n < 45; n++)
      await publish(demo.current, { title: `Jeu ${n}`, on: '2027-01-05', commune: 'Jenlain' })
    const commune = (await communeOf(demo.current, 'Jenlain')).code
    const first = await page(`/agenda?commune=${commune}`)
    expect(first.html).toContain('mardi 5 janvier 2027')
    const next = /rel="next"\s+href="([^"]+)"/
      .exec(first.html.split('<main')[1] ?? '')?.[1]
      ?.replaceAll('&amp;', '&')
    const second = await page(next ?? '')
    const titles = (html: string) => [...html.matchAll(/>(Jeu \d+)</g)].map(([, title]) => title)
    expect(titles(first.html)).toHaveLength(40)
    expect(new Set([...titles(first.html), ...titles(second.html)]).size).toBe(45)
    const back = /rel="prev"\s+href="([^"]+)"/.exec(second.html)?.[1]?.replaceAll('&amp;', '&')
    expect(titles((await page(back ?? '')).html)).toEqual(titles(first.html))
  })

  it('understands the filters of the address, and leaves out what it does not', async () => {
    const { status, html } = await page('/agenda?q=folk&commune=nulle-part&limit=zzz&cursor=x&lang=fr')
    expect(status).toBe(200)
    expect(html).toContain('Bal folk')
    expect(html).not.toContain('Marché de Noël')
    expect(html).toContain('value="folk"')
    expect(html).toContain('href="/api/events.ics?q=folk"')
    expect((await page('/agenda?q=introuvable')).html).toContain('Aucune date à venir')
  })

  it('asks without a script for this weekend, for what is free and where a wheelchair enters', async () => {
    const { html } = await page('/agenda?commune=59053')
    const links = [...html.matchAll(/<a\s+href="(\/agenda\?[^"]+)"[^>]*>([^<]+)<\/a\s*>/g)].map(
      ([, href = '', name = '']) => [name.trim(), href.replaceAll('&amp;', '&')],
    )
    const weekend = Object.fromEntries(links)['Ce week-end']
    // On Tuesday 24 November.
    expect(weekend).toBe('/agenda?commune=59053&from=2026-11-28&to=2026-11-29')
    const narrowed = await page(`${weekend}&free=true&access=mi`)
    expect(narrowed.html).toMatch(/aria-current="true"\s*>\s*Ce week-end/)
    expect(narrowed.html).toMatch(/name="free" value="true" checked/)
    expect(narrowed.html).toMatch(/<option value="mi" selected>/)
    expect(narrowed.html).toContain('name="to" value="2026-11-29"')
    // Several kinds of access at once come by a link: searching again keeps them.
    expect((await page('/agenda?access=mi,hi')).html).toMatch(/<option value="mi,hi" selected>/)
  })

  it('is known to search engines', async () => {
    const robots = await page('/robots.txt')
    expect(robots.html).toContain('Sitemap: http://bocage.test/sitemap.xml')
    const index = await page('/sitemap.xml')
    expect(index.headers.get('content-type')).toBe('application/xml; charset=utf-8')
    const [, file = ''] = /<loc>http:\/\/bocage\.test(\/sitemap\/[^<]+)<\/loc>/.exec(index.html) ?? []
    const { html } = await page(file)
    expect(html).toContain(`<loc>http://bocage.test/agenda/2026-12-01-${dance.slug}</loc>`)
    const waiting = await publish(demo.current, { title: 'Attend' }, { status: 'submitted' })
    expect((await page(file)).html).not.toContain(waiting.slug)
  })
})
