import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addressOf,
  firstDay,
  fold,
  forbiddenWordsIn,
  isImageShown,
  isPast,
  isPublic,
  legalMoves,
  movers,
  pathOf,
  refuseMove,
  sameKeyOf,
  slugFor,
  statuses,
  titleLikeness,
  type Mover,
  type Status,
} from '../../../api/agenda/events.rules.ts'
import { eventStatuses } from '../../../db/schema/agenda.ts'

const aStatus = fc.constantFrom(...statuses)
const aMover = fc.constantFrom(...movers)
const aMove = fc.record({
  from: aStatus,
  to: aStatus,
  mover: aMover,
  words: fc.option(fc.constantFrom('', '   ', 'La salle est fermée.')),
})

/** Every legal move, written a second time by hand. */
const expected = new Set([
  'author draft submitted',
  'author submitted cancelled',
  'author published cancelled',
  'author declined submitted',
  'trusted draft submitted',
  'trusted draft published',
  'trusted submitted published',
  'trusted submitted cancelled',
  'trusted published cancelled',
  'trusted declined submitted',
  'trusted cancelled published',
  'moderator submitted published',
  'moderator submitted declined',
  'moderator published cancelled',
  'moderator published declined',
  'moderator declined published',
  'moderator cancelled published',
])

describe('The life of an event', () => {
  it('has the statuses that are stored, and no other', () => {
    expect([...statuses]).toEqual([...eventStatuses])
  })

  it('goes by the moves of the table and no other', () => {
    const legal = movers.flatMap((mover) =>
      statuses.flatMap((from) => legalMoves(from, mover).map((to) => `${mover} ${from} ${to}`)),
    )
    expect(new Set(legal)).toEqual(expected)
    expect(legal).toHaveLength(expected.size)
  })

  it('refuses what is not in the table, whatever is said, and what needs words without them', () => {
    fc.assert(
      fc.property(aMove, ({ from, to, mover, words }) => {
        const refusal = refuseMove({ from, to, mover, words })
        if (!expected.has(`${mover} ${from} ${to}`)) expect(refusal).toBe('illegal-event-move')
        else if (to === 'declined' || (to === 'cancelled' && from === 'published'))
          expect(refusal).toBe(words?.trim() ? null : 'event-reason-needed')
        else expect(refusal).toBeNull()
      }),
    )
  })

  it('never goes back to being a draft, and a draft is nobody’s to moderate', () => {
    for (const mover of movers)
      for (const from of statuses) expect(legalMoves(from, mover)).not.toContain('draft')
    expect(legalMoves('draft', 'moderator')).toEqual([])
  })

  it('is published by moderators and trusted organizers only, whatever the way taken', () => {
    const reach = (mover: Mover): Set<Status> => {
      const seen = new Set<Status>(['draft'])
      for (const from of seen) for (const to of legalMoves(from, mover)) seen.add(to)
      return seen
    }
    expect(reach('author')).toEqual(new Set(['draft', 'submitted', 'cancelled']))
    expect(reach('trusted')).toContain('published')
  })

  it('is public while published, and once cancelled if it ever was', () => {
    fc.assert(
      fc.property(aStatus, fc.option(fc.nat()), (status, publishedAt) => {
        expect(isPublic({ status, publishedAt })).toBe(
          status === 'published' || (status === 'cancelled' && publishedAt !== null),
        )
      }),
    )
  })

  it('is past by its last date, and never when none is known', () => {
    expect(isPast({ lastEndAt: 100 }, 100)).toBe(true)
    expect(isPast({ lastEndAt: 101 }, 100)).toBe(false)
    expect(isPast({ lastEndAt: null }, 100)).toBe(false)
  })

  it('shows its image once a person has looked at it and anyone may see the event', () => {
    const event = { status: 'published', publishedAt: 1, imageId: 'i', imageChecked: true } as const
    expect(isImageShown(event)).toBe(true)
    expect(isImageShown({ ...event, imageChecked: false })).toBe(false)
    expect(isImageShown({ ...event, imageId: null })).toBe(false)
    expect(isImageShown({ ...event, status: 'declined' })).toBe(false)
  })
})

const on = (...starts: string[]) => ({ schedule: { spans: starts.map((start) => ({ start })) } })

describe('The address of an event', () => {
  it.each([
    ['Marché de Noël', 'Bavay', 'marche-de-noel-bavay'],
    ['Marché de Noël de Bavay', 'Bavay', 'marche-de-noel-de-bavay'],
    ['Loto', 'Le Quesnoy', 'loto-le-quesnoy'],
    ['Œufs & chasse !', null, 'oeufs-chasse'],
    ['Fête à St Waast', 'Saint-Waast', 'fete-a-saint-waast'],
    ['音楽会', 'Bavay', 'evenement-bavay'],
    ['🎄🎄🎄', null, 'evenement'],
  ])('of « %s » at %s is readable', (title, commune, slug) => {
    expect(slugFor(title, commune)).toBe(slug)
  })

  it('is short, of plain letters, whatever the title', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 300 }),
        fc.string({ maxLength: 40 }),
        (title, commune) => {
          const slug = slugFor(title, commune)
          expect(slug).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
          expect(slug.length).toBeLessThanOrEqual(125)
        },
      ),
    )
  })

  it('begins with the day of the first date, in whatever order the dates were given', () => {
    const event = { ...on('2026-12-12T19:00', '2026-12-05T19:00'), slug: 'loto-bavay' }
    expect(firstDay(event)).toBe('2026-12-05')
    expect(addressOf(event)).toBe('2026-12-05-loto-bavay')
    expect(pathOf(event)).toBe('/agenda/2026-12-05-loto-bavay')
    expect(event.schedule.spans[0]?.start).toBe('2026-12-12T19:00')
  })
})

describe('What says the same', () => {
  it('has one key, whatever the accents, capitals and hours', () => {
    const key = sameKeyOf({ title: 'Marché de NOËL !', ...on('2026-12-05T19:00') })
    expect(key).toBe(sameKeyOf({ title: 'marche de noel', ...on('2026-12-05') }))
    expect(key).not.toBe(sameKeyOf({ title: 'marche de noel', ...on('2026-12-06') }))
  })

  it('is as like as its words', () => {
    expect(titleLikeness('Marché de Noël', 'Grand marché de Noël des artisans')).toBe(1)
    expect(titleLikeness('Marché de Noël', 'Marché aux puces')).toBeLessThan(0.6)
    expect(titleLikeness('Loto', 'Concert')).toBe(0)
  })

  it('folds alike once folded, with saints in full', () => {
    expect(fold('St-Rémy, Ste-Marie')).toBe('saint remy sainte marie')
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(fold(fold(text))).toBe(fold(text))
      }),
    )
  })

  it('finds forbidden words as whole words, accents aside, and no part of another', () => {
    expect(forbiddenWordsIn(['Vente de crédits', null], ['credits', 'vente de'])).toEqual([
      'credits',
      'vente de',
    ])
    expect(forbiddenWordsIn(['Accréditation'], ['crédit'])).toEqual([])
    expect(forbiddenWordsIn(['Loto'], ['', '  '])).toEqual([])
  })
})
