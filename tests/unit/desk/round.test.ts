import { describe, expect, it } from 'vitest'
import { asWritten, subjectOf } from '../../../web/desk/round/as-written.ts'
import { inRoundOrder } from '../../../web/desk/round/round-order.ts'
import type { RoundTicket } from '../../../web/offline/stored.ts'

const ticket = (state: Partial<RoundTicket['ticket']> = {}) =>
  ({
    id: 'hole',
    status: 'acknowledged',
    open: true,
    plannedOn: null,
    may: { forward: false },
    ...state,
  }) as RoundTicket['ticket']
const write = (kind: 'move' | 'note' | 'assign', body: Record<string, unknown>, createdAt: number) => ({
  id: `${createdAt}`,
  kind,
  body,
  createdAt,
  state: 'waiting' as const,
  subject: subjectOf('hole'),
})

describe('a report of the round, as what was written offline will make it', () => {
  it('offers the moves that come after those that wait, in their order', () => {
    const sends = [
      write('move', { to: 'in_progress' }, 2),
      write('move', { to: 'scheduled', plannedOn: '2026-11-30' }, 1),
      write('note', { words: 'Vu' }, 3),
    ]
    const after = asWritten(ticket(), sends, 'Odile')
    expect(after).toMatchObject({ status: 'in_progress', plannedOn: '2026-11-30', open: true, statusAt: 2 })
    expect(after.moves).toContain('resolved')
    expect(after.moves).not.toContain('forwarded')
  })

  it('is taken by who took it, and closed once it is done', () => {
    const sends = [write('assign', { assigneeId: 'odile' }, 1), write('move', { to: 'resolved' }, 2)]
    expect(asWritten(ticket(), sends, 'Odile')).toMatchObject({
      assignee: { id: 'odile', name: 'Odile' },
      open: false,
      moves: ['reopened'],
    })
  })

  it('is untouched by what was refused and by what is about another', () => {
    const refused = { ...write('move', { to: 'resolved' }, 1), state: 'refused' as const }
    const other = { ...write('move', { to: 'resolved' }, 2), subject: subjectOf('tree') }
    expect(asWritten(ticket(), [refused, other], 'Odile').status).toBe('acknowledged')
  })
})

it('a round begins with what is planned, then with what is due first', () => {
  const items = [
    { id: 'due later', plannedOn: null, dueAt: 9 },
    { id: 'planned', plannedOn: '2026-12-01', dueAt: 10 },
    { id: 'due', plannedOn: null, dueAt: 2 },
  ]
  expect(inRoundOrder(items).map(({ id }) => id)).toEqual(['planned', 'due', 'due later'])
})
