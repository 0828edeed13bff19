import type { Tx } from '../../db/client.ts'
import { recordOutbox } from '../alerts/alerts.usecases.ts'
import type { Ids } from '../platform/ids.ts'

/** What one is told apart from rides: by staff, of oneself or of what one signalled. */
export const travellerTopics = [
  'warned',
  'suspended',
  'lifted',
  'report-settled',
  'report-grave',
  'guardian-agreed',
  'guardian-refused',
  'helper-named',
  'helper-ended',
] as const
export type TravellerTopic = (typeof travellerTopics)[number]

/** Lets the worker tell, in the transaction of what is told. `report-grave` goes to staff, and names nobody. */
export async function tellTraveller(
  tx: Tx,
  {
    ids,
    at,
    territorySiren,
    travellerId,
    topic,
    words,
  }: {
    ids: Ids
    at: number
    territorySiren: string
    travellerId: string
    topic: TravellerTopic
    words?: string | undefined
  },
): Promise<void> {
  await recordOutbox(tx, {
    id: ids.next(),
    territorySiren,
    topic: `traveller.${topic}`,
    subject: `traveller:${travellerId}`,
    payload: { travellerId, ...(words ? { words } : {}) },
    at,
  })
}
