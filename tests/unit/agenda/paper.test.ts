import { describe, expect, it } from 'vitest'
import { drawBooklet } from '../../../api/agenda/paper/agenda.booklet.ts'
import { drawPoster, type Poster } from '../../../api/agenda/paper/agenda.poster.ts'
import { toPaperDays, type PaperEvent } from '../../../api/agenda/paper/paper.lines.ts'
import { readPdf } from '../../support/pdf.ts'

function aPaperEvent(given: Partial<PaperEvent> = {}): PaperEvent {
  return {
    url: 'https://bocage.example/agenda/2026-12-05-loto',
    title: 'Loto de l’école',
    start: '2026-12-05T19:00',
    end: '2026-12-05T23:00',
    allDay: false,
    cancelled: false,
    moved: false,
    placeName: 'Salle des fêtes',
    communeName: 'Bavay',
    online: false,
    free: null,
    price: null,
    ageMin: null,
    ageMax: null,
    accessibility: [],
    bookingPhone: null,
    bookingUrl: null,
    summary: '',
    ...given,
  }
}

const printed = {
  territoryName: 'Pays de Mormal',
  language: 'fr' as const,
  from: '2026-11-30',
  to: '2026-12-06',
  url: 'https://bocage.example/agenda?commune=59053',
  shownUrl: 'bocage.example/agenda',
  printedAt: Date.parse('2026-11-26T10:00:00Z'),
  today: '2026-11-26',
}
const daysOf = (events: PaperEvent[], commune: string | null = 'Bavay') =>
  toPaperDays(events, { from: printed.from, language: 'fr', commune })
const aPoster = (events: PaperEvent[], given: Partial<Poster> = {}) =>
  drawPoster({ ...printed, communeName: 'Bavay', sheet: 'A4', days: daysOf(events), ...given }).then(readPdf)

describe('The poster of a commune', () => {
  it('is one tagged page of real text, in French, with a title', async () => {
    const { pages, info, marked } = await aPoster([aPaperEvent({ price: '5 €, gratuit avant 12 ans' })])
    expect(pages).toHaveLength(1)
    expect(info).toMatchObject({ Title: 'L’agenda – Bavay', Language: 'fr' })
    expect(marked?.Marked).toBe(true)
    for (const words of [
      'Bavay',
      'samedi 5 décembre',
      '19 h',
      'Loto de l’école',
      '5 €',
      'bocage.example/agenda',
    ])
      expect(pages[0]?.text.replaceAll('\u00a0', ' ')).toContain(words)
    expect(pages[0]?.roles).toEqual(
      expect.arrayContaining(['Document', 'H1', 'H2', 'L', 'LI', 'Lbl', 'LBody', 'Figure']),
    )
    expect(pages[0]?.alts).toEqual(['Code QR qui ouvre bocage.example/agenda'])
  })

  it.each([
    [8, 'A4'],
    [40, 'A4'],
    [300, 'A4'],
    [300, 'A3'],
  ] as const)('loses none of %i dates on %s: each is printed or counted', async (count, sheet) => {
    const events = Array.from({ length: count }, (_, i) =>
      aPaperEvent({ title: `Rendez-vous n${i}z`, start: `2026-12-0${1 + (i % 6)}T19:00` }),
    )
    const { pages } = await aPoster(events, { sheet })
    expect(pages).toHaveLength(1)
    const text = pages[0]?.text ?? ''
    const shown = events.filter(({ title }) => text.includes(title.split(' ')[1] ?? '?')).length
    const left = Number(
      /Et encore (\d+) autres/.exec(text)?.[1] ?? (text.includes('un autre rendez-vous') ? 1 : 0),
    )
    expect(shown + left).toBe(count)
    expect(shown).toBeGreaterThanOrEqual(Math.min(count, 30))
  })

  it('says in words what is cancelled, moved, elsewhere, for a few ages, and until when', async () => {
    const { pages } = await aPoster([
      aPaperEvent({ title: 'Randonnée', cancelled: true, communeName: 'Le Quesnoy' }),
      aPaperEvent({ title: 'Théâtre', moved: true, ageMin: 10 }),
      aPaperEvent({ title: 'Exposition', allDay: true, start: '2026-11-20', end: '2026-12-20', free: true }),
      aPaperEvent({ title: 'Bal', end: '2026-12-06T02:00' }),
    ])
    const text = pages[0]?.text ?? ''
    expect(text).toContain('Annulé · Randonnée')
    expect(text).toContain('Le Quesnoy')
    expect(text).toContain('Déplacé · Théâtre')
    expect(text).toContain('Dès 10 ans')
    // What began before the poster's week stands on its first day.
    expect(text.indexOf('lundi 30 novembre')).toBeLessThan(text.indexOf('Exposition'))
    expect(text).toContain('jusqu’au dimanche 20 décembre')
    expect(text).not.toContain('jusqu’au dimanche 6 décembre ·')
  })

  it('prints no box for what its font can’t draw, and keeps the words around', async () => {
    const { pages } = await aPoster([aPaperEvent({ title: '🎄 Marché de Noël \u202e שלום «  à l’œuvre »' })])
    expect(pages[0]?.text).toContain('Marché de Noël')
    expect(pages[0]?.text).toContain('à l’œuvre »')
    expect(pages[0]?.text).not.toMatch(/[\u0590-\u05ff\u202e\ufffd]/)
  })

  it('says so when nothing is announced', async () => {
    const { pages } = await aPoster([])
    expect(pages[0]?.text).toContain('Rien n’est encore annoncé pour ces jours.')
  })

  it('holds a title as long as a title may be, on one page', async () => {
    const { pages } = await aPoster([aPaperEvent({ title: 'Anticonstitutionnellement '.repeat(5).trim() })])
    expect(pages).toHaveLength(1)
    expect(pages[0]?.text).toContain('Anticonstitutionnellement')
  })
})

describe('The booklet of a territory', () => {
  it('goes on over as many pages as it needs, and says where each commune is', async () => {
    const events = Array.from({ length: 60 }, (_, i) =>
      aPaperEvent({
        title: `Concert ${i}`,
        url: `https://bocage.example/agenda/concert-${i}`,
        start: `2026-12-0${1 + (i % 6)}T20:00`,
        communeName: i % 2 ? 'Bavay' : 'Landrecies',
        bookingPhone: '03 27 00 00 00',
        accessibility: ['mi'],
        summary: 'Deux heures de musique.',
      }),
    )
    const { pages, info } = await readPdf(
      await drawBooklet({ ...printed, days: daysOf(events, null), leftOut: 3 }),
    )
    expect(info.Title).toBe('L’agenda – Pays de Mormal')
    const all = pages.map(({ text }) => text).join(' ')
    for (let i = 0; i < 60; i++) expect(all).toContain(`Concert ${i}`)
    expect(all).toContain('accessible en fauteuil roulant')
    expect(all).toContain('Et encore 3 autres rendez-vous')
    const last = pages.at(-1)?.text ?? ''
    expect(last).toContain(`Page ${pages.length} sur ${pages.length}`)
    const named = /Landrecies : pages ([\d–, ]+)/.exec(last)?.[1] ?? ''
    const [first] = named.split(/[–,]/).map(Number)
    expect(pages[(first ?? 0) - 1]?.text).toContain('Landrecies')
    // A QR code for each event, and one on the cover, each said in words.
    expect(new Set(pages.flatMap(({ alts }) => alts)).size).toBe(61)
  })
})
