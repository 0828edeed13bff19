import type { RoundTicket } from './stored.ts'

/**
 * A report just read, in place of the one kept; but never an older state than that one's: what was read before a write
 * of this phone arrived would have the next one in conflict with it.
 */
export function laterOf(read: RoundTicket, kept: RoundTicket | undefined): RoundTicket {
  if (!kept) return read
  const older =
    read.ticket.version < kept.ticket.version ||
    (read.ticket.version === kept.ticket.version && read.readAt < kept.readAt)
  return older ? { ...read, ticket: kept.ticket, readAt: kept.readAt } : read
}
