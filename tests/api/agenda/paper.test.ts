import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { beforeAll, describe, expect, it } from 'vitest'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { publish } from '../../support/agenda.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { communeOf } from '../../support/incidents.ts'

const house = useDemoApp()

async function wordsOf(answer: Response): Promise<{ text: string; pages: number }> {
  const pdf = await getDocument({ data: new Uint8Array(await answer.arrayBuffer()), verbosity: 0 }).promise
  const texts: string[] = []
  for (let page = 1; page <= pdf.numPages; page++) {
    const { items } = await (await pdf.getPage(page)).getTextContent()
    texts.push(items.map((item) => ('str' in item ? item.str : '')).join(' '))
  }
  return { text: texts.join(' ').replaceAll('\u00a0', ' '), pages: pdf.numPages }
}

let bavay = ''
beforeAll(async () => {
  const app = house.current
  bavay = (await communeOf(app, 'Bavay')).code
  await publish(app, { title: 'Loto des pompiers', on: '2026-12-05', price: '5 €' })
  await publish(app, { title: 'Brocante de janvier', on: '2027-01-10' })
  await publish(app, { title: 'Bal de Landrecies', commune: 'Landrecies', on: '2026-12-05' })
  await publish(
    app,
    { title: 'Pas encore relu', on: '2026-12-05' },
    { status: 'submitted', publishedAt: null },
  )
})
const poster = (query: string) => house.current.request(`/api/agenda/poster.pdf?commune=${bavay}&${query}`)

describe('The poster of a commune', () => {
  it('holds the published events of that commune and that week, and nothing else', async () => {
    const answer = await poster('from=2026-12-02')
    expect(answer.headers.get('content-type')).toBe('application/pdf')
    const { text, pages } = await wordsOf(answer)
    expect(pages).toBe(1)
    expect(text).toContain('Du lundi 30 novembre au dimanche 6 décembre 2026')
    expect(text).toContain('Loto des pompiers')
    for (const absent of ['Brocante de janvier', 'Bal de Landrecies', 'Pas encore relu'])
      expect(text).not.toContain(absent)
  })

  it('is that of the month when asked, in English too', async () => {
    const { text } = await wordsOf(await poster('from=2027-01-31&period=month&lang=en&size=A3'))
    expect(text).toMatch(/From Friday 1 January to Sunday,? 31 January 2027/)
    expect(text).toContain('Brocante de janvier')
  })

  it('is not sent again while nothing changed, and is another once something did', async () => {
    const first = await poster('from=2026-12-02')
    const etag = first.headers.get('etag') ?? ''
    const again = (tag: string) =>
      house.current.request(`/api/agenda/poster.pdf?commune=${bavay}&from=2026-12-02`, {
        headers: { 'if-none-match': tag },
      })
    expect((await again(etag)).status).toBe(304)
    house.current.clock.advance({ minutes: 1 })
    await publish(house.current, { title: 'Vin chaud', on: '2026-12-04' })
    const after = await again(etag)
    expect(after.status).toBe(200)
    expect((await wordsOf(after)).text).toContain('Vin chaud')
  })

  it('refuses what is no commune, no day, no size', async () => {
    const app = house.current
    expect((await app.request('/api/agenda/poster.pdf?commune=99999')).status).toBe(404)
    for (const query of ['commune=abc', `commune=${bavay}&from=0000-01-01`, `commune=${bavay}&size=A0`])
      expect((await app.request(`/api/agenda/poster.pdf?${query}`)).status, query).toBe(422)
  })
})

describe('The booklet of a territory', () => {
  it('holds the month of all its communes', async () => {
    const answer = await house.current.request(
      `/api/agenda/booklet.pdf?territory=${demoSiren}&from=2026-12-02`,
    )
    const { text, pages } = await wordsOf(answer)
    expect(pages).toBeGreaterThanOrEqual(3)
    for (const words of ['Loto des pompiers', 'Bal de Landrecies', 'Landrecies', 'Par commune'])
      expect(text).toContain(words)
    expect(text).not.toContain('Brocante de janvier')
  })
})

describe('Paper', () => {
  const few = useDemoApp({ env: { RATE_LIMIT_FACTOR: '0.1' } })

  it('is drawn for a whole village, not for one who asks without end', async () => {
    const ask = (device: string) =>
      few.current.request(`/api/agenda/poster.pdf?commune=${bavay}`, { headers: { 'bocage-device': device } })
    const statuses: number[] = []
    for (let i = 0; i < 8; i++) statuses.push((await ask('insistent')).status)
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429, 429])
    expect((await ask('neighbour')).status).toBe(200)
  })

  it('nor a booklet of each day of the year; one that is drawn already is anybody’s', async () => {
    const ask = async (from: string) => {
      const path = `/api/agenda/booklet.pdf?territory=${demoSiren}&from=${from}`
      return (await few.current.request(path, { headers: { 'bocage-device': 'relieur' } })).status
    }
    expect(await ask('2026-12-01')).toBe(200)
    expect(await ask('2026-12-02')).toBe(429)
    expect(await ask('2026-12-01')).toBe(200)
  })
})
