import type { RoundTicket } from './stored.ts'

/** No reading of the same server, nor of a copy of it beside, is this late. */
const latestMs = 60_000

/**
 * A report just read, in place of the one kept; but never an older state than that one's: what was read before a write
 * of this phone arrived would have the next one in conflict with it. Read a minute after and yet of an earlier version, it
 * is of a server put back from an older copy: there, that is how it stands.
 */
export function laterOf(read: RoundTicket, kept: RoundTicket | undefined): RoundTicket {
  if (!kept) return read
  const [now, before] = [read.ticket.version, kept.ticket.version]
  const older =
    now === before ? read.readAt < kept.readAt : now < before && read.readAt < kept.readAt + latestMs
  return older ? { ...read, ticket: kept.ticket, readAt: kept.readAt } : read
}
