import type { AcceptedIncident } from '../../../api/incidents/incidents.schemas.ts'
import { isRefused, isSpent } from '../../http/write-once.ts'
import { sendEntered } from '../shared/desk-api.ts'
import type { Entry, Sending } from './entry.ts'

// A report whose answer was lost may be there. Pressed again as it was, it gets that answer; with a word changed, the
// server says that its key has served, and what did arrive is shown.

export type Received = { accepted: AcceptedIncident; sent: Sending }
/** What arrived under an entry's names, and what was to be sent under them since. `received` is null if it can't be told. */
export type Arrived = { id: string; received: Received | null; now: Sending }

const said = (sending: Sending) => JSON.stringify(sending)

/** Each of what left unanswered is asked again under its key: the one that arrived gets its own answer. */
async function findReceived({ key, tried }: Pick<Entry, 'key' | 'tried'>): Promise<Received | null> {
  for (const sent of [...tried].reverse())
    try {
      return { accepted: await sendEntered(sent, key), sent }
    } catch (error) {
      if (!isSpent(error)) throw error
    }
  return null
}

/** Sends an entry as it is now. `keepTried` writes down what may have arrived, before it leaves. */
export async function sendEntry(
  { id, key, tried }: Pick<Entry, 'id' | 'key' | 'tried'>,
  now: Sending,
  keepTried: (tried: Sending[]) => void,
): Promise<Received | Arrived> {
  const others = tried.filter((one) => said(one) !== said(now))
  keepTried([...others, now])
  try {
    return { accepted: await sendEntered(now, key), sent: now }
  } catch (error) {
    // Said no to now, nothing of it is there, unless it left before as well.
    if (isRefused(error)) keepTried(tried)
    if (!isSpent(error)) throw error
    return { id, received: await findReceived({ key, tried: others }), now }
  }
}

const fieldsElsewhere = ['category', 'place', 'contact'] as const
type ElsewhereField = (typeof fieldsElsewhere)[number]

/** What is known to have changed since it arrived and is no addition: it is corrected on the report's own page. */
export function changedElsewhere({ received, now }: Arrived): ElsewhereField[] {
  if (!received) return []
  const { sent } = received
  const parts: Record<ElsewhereField, (of: Sending) => unknown> = {
    category: (of) => [of.categoryId, of.answers, of.departmentalRoad ?? null],
    place: (of) => [of.position, of.communeCode ?? null, of.place ?? null],
    contact: (of) => of.contact ?? null,
  }
  return fieldsElsewhere.filter(
    (field) => JSON.stringify(parts[field](sent)) !== JSON.stringify(parts[field](now)),
  )
}
