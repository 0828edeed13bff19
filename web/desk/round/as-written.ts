import type { Ticket } from '../../../api/incidents/desk.schemas.ts'
import { isOpen, legalMoves, type Status } from '../../../api/incidents/incidents.rules.ts'
import { byService } from '../../offline/clock.ts'
import { inOrder } from '../../offline/queue-order.ts'
import type { QueuedSend } from '../../offline/stored.ts'

type Written = Pick<QueuedSend, 'id' | 'kind' | 'body' | 'createdAt' | 'state' | 'subject'>

export const subjectOf = (incidentId: string) => `incident:${incidentId}`

/**
 * The report as it will be once what was written on this phone is accepted, so that the next act begins from there.
 * What was refused changes nothing.
 */
export function asWritten<T extends Omit<Ticket, 'contact'>>(
  ticket: T,
  sends: readonly Written[],
  me: string,
): T {
  const mine = inOrder(sends).filter(
    (send) => send.subject === subjectOf(ticket.id) && send.state === 'waiting',
  )
  return mine.reduce((now, { kind, body, createdAt }): T => {
    if (kind === 'assign') return { ...now, assignee: { id: String(body['assigneeId']), name: me } }
    if (kind !== 'move') return now
    const status = body['to'] as Status
    const moves = legalMoves(status, 'staff').filter((to) => to !== 'forwarded' || now.may.forward)
    const planned = typeof body['plannedOn'] === 'string' ? body['plannedOn'] : now.plannedOn
    return { ...now, status, moves, open: isOpen(status), statusAt: byService(createdAt), plannedOn: planned }
  }, ticket)
}
