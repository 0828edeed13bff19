import { beforeAll, describe, expect, it } from 'vitest'
import { addOwnAires } from '../../../api/carpool/aires-own.usecases.ts'
import { sayDay } from '../../../api/carpool/bookings.words.ts'
import { wallOfInstant } from '../../../api/platform/paris-time.ts'
import { systemIds } from '../../../api/platform/ids.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { communeOf } from '../../support/incidents.ts'
import { anOffer, aTraveller, someAires } from '../../support/rides.ts'
import { drawnSquares, readPdf } from '../../support/pdf.ts'

// What the server itself writes of aires: for old phones, printers, search engines, and on the sign.

const house = useDemoApp()
const id = systemIds.next()
const bad = systemIds.next()
const hostile = '</script><script>alert(1)</script><img src=x onerror=alert(1)> $& "\'`${1}'

beforeAll(async () => {
  const { code, name, lon, lat } = await communeOf(house.current, 'Bavay')
  const own = {
    commune: { code, name },
    lon,
    lat,
    kind: 'car_park' as const,
    address: 'Rue Haute',
    spaces: 12,
    lit: true,
  }
  await addOwnAires(house.current.deps, {
    territorySiren: demoSiren,
    aires: [
      { ...own, id, name: 'Halle de Bavay', busLines: ['Car 401'], sheltered: false, openingHours: '24/7' },
      { ...own, id: bad, name: hostile.slice(0, 100), description: hostile, busLines: [hostile] },
    ],
  })
})
async function page(path: string, headers: Record<string, string> = {}) {
  const answer = await house.current.request(path, { headers })
  return { status: answer.status, headers: answer.headers, html: await answer.text() }
}

describe('The page of an aire', () => {
  it('tells who waits there what leaves today, without an account, a script or anybody’s name', async () => {
    const aires = await someAires(house.current)
    const driver = await aTraveller(house.current, { name: 'Dominique' })
    expect((await page(`/aires/${aires.ouest}`)).html).toContain('Aucun départ d’ici aujourd’hui.')
    const today = wallOfInstant(house.current.clock.now()).day
    const offer = (over: object) =>
      driver.call('/api/trips', {
        body: anOffer(house.current, aires.ouest, aires.est, { firstDay: today, ...over }),
      })
    expect((await offer({ time: '18:00', costCents: 50 })).status).toBe(201)
    expect((await offer({ time: '23:30', seats: 1 })).status).toBe(201)
    const { html } = await page(`/aires/${aires.ouest}`)
    const said = html.replace(/<[^>]+>/g, '').replace(/\s+/g, ' ')
    expect(said).toContain(`Départs du jour, ${sayDay(today).fr}`)
    expect(said).toMatch(/18 h 00 Aire est, arrivée à 18 h \d\d, 3 places libres, 0,50 €/)
    expect(said).toMatch(/23 h 30 Aire est, arrivée à \d+ h \d\d, une place libre, gratuit/)
    expect(html).not.toContain('Dominique')
    expect((await page(`/aires/${aires.ouest}`, { 'accept-language': 'en' })).html).toMatch(
      /one seat left,\s+free/,
    )
    // The hours pass: what has left is told of no more.
    house.current.clock.advance({ hours: 14 })
    expect((await page(`/aires/${aires.ouest}`)).html).not.toContain('<strong>18 h 00')
  })

  it('says all of it without a script, to people, previews and search engines', async () => {
    const { status, headers, html } = await page(`/aires/${id}`)
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=UTF-8'])
    expect(html).toContain('<h1>Halle de Bavay</h1>')
    for (const words of [
      'Rue Haute',
      'Bavay',
      '12 places',
      'Éclairée la nuit',
      'Pas d’abri',
      'Car 401',
      'Ouverte jour et nuit',
    ])
      expect(html).toContain(words)
    expect(html).toContain(`<link rel="canonical" href="http://bocage.test/aires/${id}" />`)
    expect(html).toContain(`href="/api/aires/${id}/sign.pdf?lang=fr"`)
    expect(html).toMatch(/href="\/signaler\?lat=50\.\d+&amp;lon=3\.\d+&amp;lieu=Halle\+de\+Bavay"/)
    const [, data = '{}'] = /<script type="application\/ld\+json">([\s\S]*?)<\/script>/.exec(html) ?? []
    expect(JSON.parse(data)).toMatchObject({ '@type': 'ParkingFacility', name: 'Halle de Bavay' })
    expect((await page(`/aires/${id}?partir=1`)).html).toContain('<h1>Halle de Bavay</h1>')
    expect((await page(`/aires/${id}`, { 'if-none-match': headers.get('etag') ?? '' })).status).toBe(304)
    const english = await page(`/aires/${id}`, { 'accept-language': 'en' })
    expect(english.html).toContain('<html lang="en"')
    expect(english.html).toContain('Lit at night')
    const dutch = await page(`/aires/${id}`, { 'accept-language': 'nl' })
    expect(dutch.html).toContain('’s Nachts verlicht')
    expect(dutch.html).toContain(`/api/aires/${id}/sign.pdf?lang=nl`)
    expect((await house.current.request(`/api/aires/${id}/sign.pdf?lang=nl`)).status).toBe(200)
  })

  it('lets nothing that somebody wrote become a part of the page', async () => {
    const { html } = await page(`/aires/${bad}`)
    expect(html).not.toContain('<script>alert')
    expect(html).not.toContain('<img src=x')
    const { html: harmless } = await page(`/aires/${id}`)
    expect(html.match(/<\/script>/g)).toEqual(harmless.match(/<\/script>/g))
  })

  it('says so for an aire that is not there', async () => {
    const { status, html } = await page(`/aires/${systemIds.next()}`)
    expect(status).toBe(404)
    expect(html).toContain('Aire introuvable')
    expect(html).toContain('noindex')
    expect((await page(`/aires/${'f'.repeat(36)}`)).status).toBe(404)
  })
})

describe('The list of aires', () => {
  it('leads to each, and finds by name or commune', async () => {
    const { html } = await page('/aires')
    expect(html).toContain(`href="/aires/${id}"`)
    expect(html).not.toContain('<img src=x')
    expect((await page('/aires?q=halle')).html).toContain(`href="/aires/${id}"`)
    const none = await page('/aires?q=zzz')
    expect([none.status, none.html.includes('Aucune aire ici')]).toEqual([200, true])
    expect((await page(`/aires?q=${'a'.repeat(300)}`)).status).toBe(200)
  })
})

describe('The sign of an aire', () => {
  it('is printed with its name, and not sent again unchanged', async () => {
    const path = `/api/aires/${id}/sign.pdf`
    const answer = await house.current.request(path)
    expect(answer.headers.get('content-type')).toBe('application/pdf')
    const bytes = new Uint8Array(await answer.arrayBuffer())
    const { pages } = await readPdf(bytes)
    expect(pages[0]?.text).toContain('Halle de Bavay')
    expect(pages[0]?.alts[0]).toContain(`http://bocage.test/aires/${id}?partir=1`)
    expect((await drawnSquares(bytes)).length).toBeGreaterThan(20)
    const headers = { 'if-none-match': answer.headers.get('etag') ?? '' }
    expect((await house.current.request(path, { headers })).status).toBe(304)
    expect(
      (
        await readPdf(
          new Uint8Array(
            await (await house.current.request(`/api/aires/${bad}/sign.pdf?lang=en`)).arrayBuffer(),
          ),
        )
      ).pages,
    ).toHaveLength(1)
    expect((await house.current.request(`/api/aires/${systemIds.next()}/sign.pdf`)).status).toBe(404)
    expect((await house.current.request(`${path}?lang=de`)).status).toBe(422)
  })
})
