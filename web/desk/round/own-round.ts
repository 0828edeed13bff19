import { useAccount } from '../../account/account.store.ts'
import { forgetRound, openRound } from '../../offline/round.ts'
import { useDesk } from '../shared/desk.store.ts'

/**
 * Opens the round of this phone, and works from the lists taken along with it. One left by somebody else, when another
 * is known to be signed in, is erased: what they wrote waits for them in the queue.
 */
export async function openOwnRound(): Promise<void> {
  const round = await openRound()
  if (!round) return
  const { account } = useAccount()
  if (account && account.user.id !== round.account) return forgetRound()
  useDesk().openWith(round)
}
