import QRCode from 'qrcode'
import { describe, expect, it } from 'vitest'
import { drawAireSign, type AireSign } from '../../../api/carpool/paper/aire.sign.ts'
import { drawnSquares, readPdf } from '../../support/pdf.ts'

const url = 'https://bocage.example/aires/01980000-0000-7000-8000-000000000001?partir=1'
const aSign = (given: Partial<AireSign> = {}) =>
  drawAireSign({
    name: 'Gare du Quesnoy',
    where: 'Place de la Gare, Le Quesnoy',
    territoryName: 'Pays de Mormal',
    language: 'fr',
    inside: true,
    url,
    shownUrl: 'bocage.example/aires',
    printedAt: Date.parse('2026-11-26T10:00:00Z'),
    ...given,
  })
const plain = (text = '') => text.replaceAll('\u00a0', ' ')

describe('The sign of an aire', () => {
  it('is one tagged A4 page of real text, in French, with a title', async () => {
    const { pages, info, marked } = await readPdf(await aSign())
    expect(pages).toHaveLength(1)
    expect([pages[0]?.width, pages[0]?.height].map((points) => Math.round(points ?? 0))).toEqual([595, 842])
    expect(info).toMatchObject({ Title: 'Aire de covoiturage – Gare du Quesnoy', Language: 'fr' })
    expect(marked?.Marked).toBe(true)
    for (const words of [
      'Gare du Quesnoy',
      'Place de la Gare',
      'Partir d’ici',
      '26 novembre 2026',
      'bocage.example/aires',
    ])
      expect(plain(pages[0]?.text)).toContain(words)
    expect(plain(pages[0]?.text)).toContain('Quelque chose est cassé ici')
    const outside = await readPdf(await aSign({ inside: false }))
    expect(plain(outside.pages[0]?.text)).not.toContain('cassé ici')
    expect(pages[0]?.roles).toEqual(expect.arrayContaining(['Document', 'H1', 'H2', 'P', 'Figure']))
    expect(pages[0]?.alts).toEqual([`Code QR qui ouvre la page de cette aire : ${url}`])
  })

  it('bears a code that opens the aire to leave from there', async () => {
    const drawn = await drawnSquares(await aSign())
    const { modules } = QRCode.create(url, { errorCorrectionLevel: 'M' })
    const expected = Array.from({ length: modules.size }, (_, row) =>
      Array.from({ length: modules.size }, (_, column) => Boolean(modules.get(row, column))),
    )
    expect(drawn).toEqual(expected)
  })

  it('stays one page whatever the name, and says it in English too', async () => {
    const name =
      'Aire de covoiturage du rond-point de la route départementale 932 à l’entrée de Saint-Waast-la-Vallée, côté nord'
    const { pages, info } = await readPdf(
      await aSign({ name, where: name, language: 'en', territoryName: name }),
    )
    expect(pages).toHaveLength(1)
    expect(info.Language).toBe('en')
    expect(plain(pages[0]?.text)).toContain('Leave from here')
    expect(plain(pages[0]?.text).replace(/\s+/g, ' ')).toContain('Saint-Waast-la-Vallée')
    expect((await readPdf(await aSign({ name: '🚗🚗', where: '' }))).pages).toHaveLength(1)
  })
})
