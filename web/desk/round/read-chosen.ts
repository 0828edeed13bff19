import type { Ticket } from '../../../api/incidents/desk.schemas.ts'
import { ProblemError } from '../../http/errors.ts'
import { now } from '../../offline/clock.ts'

/** A report chosen for a round, and how it is called should it be gone. */
export type Chosen = { id: string; name: string }

/** Merged away, erased, or given to another office since. */
const isGone = (error: unknown) =>
  error instanceof ProblemError && (error.status === 404 || error.status === 403 || error.status === 410)

/** Reads them one after the other. One that is gone keeps none of the others; any other failure is thrown. */
export async function readChosen(
  chosen: readonly Chosen[],
  read: (id: string) => Promise<Ticket>,
): Promise<{ tickets: Ticket[]; readAt: Map<string, number>; gone: Chosen[] }> {
  const tickets: Ticket[] = []
  const readAt = new Map<string, number>()
  const gone: Chosen[] = []
  for (const one of chosen)
    try {
      // Photos take long to download: it is as old as its reading.
      readAt.set(one.id, now())
      tickets.push(await read(one.id))
    } catch (error) {
      if (!isGone(error)) throw error
      gone.push(one)
    }
  return { tickets, readAt, gone }
}
