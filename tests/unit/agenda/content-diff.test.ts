import { describe, expect, it } from 'vitest'
import { differingFields, textDifference } from '../../../api/agenda/content-diff.rules.ts'

const content = {
  title: 'Marché de Noël',
  description: 'Artisans et vin chaud.',
  schedule: {
    zone: 'Europe/Paris',
    allDay: false,
    spans: [{ start: '2026-12-05T19:00', end: '2026-12-05T22:00' }],
  },
  attendanceMode: 'offline',
  onlineUrl: null,
  communeCode: '59053',
  placeId: 'salle',
  categoryIds: ['marche', 'musique'],
  setting: null,
  free: true,
  price: null,
  ageMin: null,
  ageMax: null,
  accessibility: ['mi'],
  keywords: [],
  bookingUrl: null,
  bookingPhone: null,
  bookingEmail: null,
  image: { mediaId: 'affiche', description: 'Affiche', credit: '' },
}

describe('What an edit changes', () => {
  it('is nothing when the same is written in another order, or with members that say nothing', () => {
    const { zone, allDay, spans } = content.schedule
    const same = {
      ...content,
      categoryIds: ['musique', 'marche'],
      schedule: { spans, changes: [], exceptions: [], zone, allDay, rule: undefined },
    }
    expect(differingFields(content, same)).toEqual([])
  })

  it('is told field by field, in the order one reads', () => {
    const edits = {
      bookingPhone: '03 27 00 00 00',
      ageMax: 12,
      free: null,
      accessibility: [],
      setting: 'indoor',
      placeId: null,
      onlineUrl: 'https://visio.example',
      attendanceMode: 'online',
      keywords: ['noel'],
      categoryIds: ['marche'],
      image: null,
      title: 'Marché',
      organizerName: 'Comité des fêtes',
      description: '',
      schedule: { ...content.schedule, rule: 'FREQ=WEEKLY' },
    }
    for (const [member, value] of Object.entries(edits))
      expect(differingFields(content, { ...content, [member]: value }), member).toHaveLength(1)
    expect(differingFields(content, { ...content, ...edits })).toEqual([
      'title',
      'organizerName',
      'schedule',
      'where',
      'attendanceMode',
      'onlineUrl',
      'description',
      'image',
      'categoryIds',
      'price',
      'ages',
      'setting',
      'accessibility',
      'keywords',
      'booking',
    ])
  })

  it('sees another credit, or another description, of the same image', () => {
    const credited = { ...content, image: { ...content.image, credit: 'Ada' } }
    expect(differingFields(content, credited)).toEqual(['image'])
  })
})

describe('The difference of two texts', () => {
  const kept = (parts: ReturnType<typeof textDifference>, kind: 'removed' | 'added') =>
    parts
      .filter((part) => part.kind === 'same' || part.kind === kind)
      .map(({ text }) => text)
      .join('')

  it('takes out words and puts in others; what stays is not told twice', () => {
    expect(textDifference('Marché de Noël à Bavay', 'Marché de Pâques à Bavay')).toEqual([
      { kind: 'same', text: 'Marché de ' },
      { kind: 'removed', text: 'Noël' },
      { kind: 'added', text: 'Pâques' },
      { kind: 'same', text: ' à Bavay' },
    ])
  })

  it('gives back both texts, whatever they are: paragraphs, emoji, nothing', () => {
    const texts = [
      '',
      'Un',
      'Un\n\nDeux\n',
      'Deux  et un',
      '🎄 Noël 🎄',
      'aujourd’hui, l’été',
      'Un '.repeat(900),
    ]
    for (const before of texts)
      for (const after of texts) {
        const parts = textDifference(before, after)
        expect(kept(parts, 'removed')).toBe(before)
        expect(kept(parts, 'added')).toBe(after)
      }
  })

  it('of two long texts without a word in common is one, then the other, at once', () => {
    const words = (name: string) => Array.from({ length: 1200 }, (_, n) => `${name}${n}`).join(' ')
    const begun = performance.now()
    expect(textDifference(words('un'), words('deux')).map(({ kind }) => kind)).toEqual(['removed', 'added'])
    expect(performance.now() - begun).toBeLessThan(10_000)
  })
})
