import { forgetBooked } from './booked.ts'
import { withoutContact } from './without-contact.ts'
import { phoneDatabase } from './database.ts'
import type { AcceptedWrite, QueuedSend } from './stored.ts'

/**
 * What became from this phone, since, of what an accepted write made. `ended`: cancelled, withdrawn, erased. `changed`:
 * written anew. `contact erased`: whom it named is to be forgotten.
 */
export type Since = 'ended' | 'changed' | 'contact erased'

/** By its id (with what was changed of it from here), by the private link it gave, or all that an account made. */
type Made = { id: string } | { secret: string } | { account: string; kinds?: readonly QueuedSend['kind'][] }

const isOf = ({ send }: AcceptedWrite, made: Made): boolean => {
  if ('id' in made) return send.id === made.id || send.subject === made.id
  if ('secret' in made) return send.kind === 'report' && send.subject === made.secret
  return send.account === made.account && (!made.kinds || made.kinds.includes(send.kind))
}

/**
 * Notes it on the copy kept of an accepted write: sent again as it was first written to a server that lost it, it would
 * bring back a trip that was cancelled, or an address that was erased. Never throws: the act itself was done.
 */
export async function sinceAccepted(made: Made, since: Since): Promise<void> {
  if ('account' in made) forgetBooked()
  try {
    const database = await phoneDatabase()
    for (const one of await database.getAll('accepted')) {
      if (!isOf(one, made)) continue
      if (since === 'ended') await database.delete('accepted', one.id)
      else if (since === 'changed') await database.put('accepted', { ...one, changed: true })
      else await database.put('accepted', { ...one, send: withoutContact(one.send) })
    }
  } catch {
    return
  }
}
