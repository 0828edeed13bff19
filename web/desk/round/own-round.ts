import { accountHere } from '../../account/account-here.ts'
import { useAccount } from '../../account/account.store.ts'
import { openUnlessOver } from '../../offline/end-round.ts'
import { useDesk } from '../shared/desk.store.ts'

/**
 * Opens the round of this phone, and works from the lists taken along with it until the desk's are read anew. One left
 * by somebody else is erased, also without network: whoever signed in last on this phone is remembered.
 */
export async function openOwnRound(): Promise<void> {
  const round = await openUnlessOver(useAccount().account?.user.id ?? accountHere())
  if (!round) return
  const desk = useDesk()
  desk.openWith(round)
  // A weak network may be long to answer, or never: those taken along serve.
  void desk.open().catch(() => undefined)
}
