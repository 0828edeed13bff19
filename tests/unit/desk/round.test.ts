import { describe, expect, it } from 'vitest'
import type { Ticket } from '../../../api/incidents/desk.schemas.ts'
import { asWritten, subjectOf } from '../../../web/desk/round/as-written.ts'
import { inRoundOrder } from '../../../web/desk/round/round-order.ts'
import { readChosen } from '../../../web/desk/round/read-chosen.ts'
import { NetworkError, ProblemError } from '../../../web/http/errors.ts'
import { laterOf } from '../../../web/offline/later-of.ts'
import { placeInQueue } from '../../../web/offline/queue-order.ts'
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

describe('a round read anew', () => {
  const read = (version: number, readAt: number, order = 0): RoundTicket => ({
    id: 'hole',
    order,
    readAt,
    ticket: ticket({ version }),
    photos: [],
  })

  it('never goes back to an older state than the one a write of this phone left', () => {
    expect(laterOf(read(4, 20, 7), read(5, 10))).toMatchObject({
      order: 7,
      readAt: 10,
      ticket: { version: 5 },
    })
    expect(laterOf(read(6, 20), read(5, 10))).toMatchObject({ readAt: 20, ticket: { version: 6 } })
    // A minute after, an earlier version is of a server put back to before: that one stands.
    expect(laterOf(read(4, 60_010), read(5, 10)).ticket.version).toBe(4)
    // What the service worker sent this morning does not make older what was read since.
    expect(laterOf(read(5, 10), read(5, 20)).readAt).toBe(20)
  })

  it('leaves out what is gone and says its name, but is not made at all when the network fails', async () => {
    const chosen = ['hole', 'gone', 'tree'].map((id) => ({ id, name: `Nom de ${id}` }))
    const missing = new ProblemError({ type: '/problems/not-found', title: '', detail: '', status: 404 })
    const answer = (failure: Error) => (id: string) =>
      id === 'gone'
        ? Promise.reject(failure)
        : Promise.resolve({ ...ticket(), id, contact: null } as unknown as Ticket)
    const { tickets, gone } = await readChosen(chosen, answer(missing))
    expect(tickets.map(({ id }) => id)).toEqual(['hole', 'tree'])
    expect(gone).toEqual([{ id: 'gone', name: 'Nom de gone' }])
    await expect(readChosen(chosen, answer(new NetworkError('offline')))).rejects.toThrow(NetworkError)
  })
})

it('a write put twice in the queue keeps its place, and others come after', () => {
  const sends = [
    { id: 'a', createdAt: 10 },
    { id: 'b', createdAt: 11 },
  ]
  expect(placeInQueue({ id: 'a', createdAt: 50 }, sends)).toBe(10)
  expect(placeInQueue({ id: 'c', createdAt: 5 }, sends)).toBe(12)
})
