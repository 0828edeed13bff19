import type { Tx } from '../../db/client.ts'
import { endHelp } from '../accounts/accounts-helpers.usecases.ts'
import type { Deps } from '../platform/http.ts'
import type { TravellerRow } from './travellers.repository.ts'
import { tellTraveller } from './trust-news.ts'

/** Ends somebody's booking for others in the transaction of what ends it: staff, a suspension, being forgotten, being a minor after all. */
export async function dismiss(
  tx: Tx,
  { clock, ids }: Pick<Deps, 'clock' | 'ids'>,
  { row, byUserId, tell }: { row: TravellerRow; byUserId: string | null; tell: boolean },
): Promise<void> {
  if (!row.userId) return
  const { id: travellerId, territorySiren, userId } = row
  const asked = { ids, at: clock.now(), territorySiren, travellerId, userId }
  const held = await endHelp(tx, { ...asked, byUserId })
  if (held && tell) await tellTraveller(tx, { ...asked, topic: 'helper-ended' })
}
