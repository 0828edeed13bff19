import { describe, expect, it } from 'vitest'
import type { Status } from '../../../api/incidents/incidents.rules.ts'
import { statusSteps } from '../../../web/incidents/shared/status-steps.ts'

const say = {
  label: (status: Status) => status,
  sentence: (status: Status) => `next of ${status}`,
  when: (at: number) => `day ${at}`,
  iso: (at: number) => `iso ${at}`,
}
const path = (...statuses: Status[]) =>
  statusSteps({
    moves: statuses.map((toStatus, index) => ({ at: index + 1, toStatus })),
    status: statuses.at(-1) ?? 'received',
    say,
  }).map(({ label, state }) => `${label}:${state}`)

describe('the way of a report', () => {
  it('shows what usually comes next', () => {
    expect(path('received')).toEqual([
      'received:current',
      'acknowledged:todo',
      'scheduled:todo',
      'in_progress:todo',
      'resolved:todo',
    ])
  })

  it('does not announce steps that were skipped', () => {
    expect(path('received', 'in_progress')).toEqual(['received:done', 'in_progress:current', 'resolved:todo'])
  })

  it('ends when it is done, or stopped', () => {
    expect(path('received', 'resolved')).toEqual(['received:done', 'resolved:done'])
    expect(path('received', 'declined')).toEqual(['received:done', 'declined:stopped'])
  })

  it('tells a reopened or passed-on report as it happened', () => {
    expect(path('received', 'resolved', 'reopened')).toEqual([
      'received:done',
      'resolved:done',
      'reopened:current',
      'acknowledged:todo',
      'scheduled:todo',
      'in_progress:todo',
      'resolved:todo',
    ])
    expect(path('received', 'forwarded')[1]).toBe('forwarded:current')
  })

  it('orders by date, leaves out what moved nothing, and says what is next only at the end', () => {
    const steps = statusSteps({
      moves: [
        { at: 3, toStatus: 'acknowledged' },
        { at: 2, toStatus: null },
        { at: 1, toStatus: 'received' },
      ],
      status: 'acknowledged',
      say,
    })
    expect(steps.slice(0, 2).map(({ label, when, sentence }) => [label, when, sentence])).toEqual([
      ['received', 'day 1', undefined],
      ['acknowledged', 'day 3', 'next of acknowledged'],
    ])
  })
})
