import type { Tx } from '../../db/client.ts'
import { recordAudit } from '../platform/audit.ts'
import type { Deps } from '../platform/http.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import { authorize, type Actor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import { addressStopProblems } from './address-stops.problems.ts'
import type { AddressStopped, NewAddressStop } from './address-stops.schemas.ts'
import { frenchNumber, mobileNumber } from './phone-number.rules.ts'

// Who lost the messages that hold their links asks the town hall: an agent stops what an address receives of a territory.

/** An email address in small letters, or a number as +33612345678. */
export type StoppedAddress = { channel: 'email' | 'sms'; address: string; territorySiren: string }
/** Stops what an address receives of a domain, in a territory; answers how many things it followed. */
export type StopAddress = (tx: Tx, stopped: StoppedAddress) => Promise<number>
/** By what the answer names. */
export type StopsByDomain = Record<keyof AddressStopped, StopAddress>

/** Throws `address-wrong`. */
function addressOf(written: string): Pick<StoppedAddress, 'channel' | 'address'> {
  const said = written.trim()
  if (/^[^\s@]+@[^\s@]+$/.test(said)) return { channel: 'email', address: said.toLowerCase() }
  const number = mobileNumber(said) ?? frenchNumber(said)
  if (number) return { channel: 'sms', address: number }
  throw addressStopProblems['address-wrong'](
    {},
    { errors: [{ pointer: '/address', code: 'wrong', detail: 'wrong' }] },
  )
}

/**
 * Stops every message to an address in a territory: reports, events, alerts and the week of a commune. Asked again, it
 * changes nothing. The trail says that it was done and by whom, never the address. Throws `signed-out`, `forbidden`,
 * `address-wrong`.
 */
export function stopAddress(
  deps: Pick<Deps, 'database' | 'clock' | 'ids'> & { stops: StopsByDomain },
  { actor, request, write }: { actor: Actor; request: NewAddressStop; write: WriteKey },
): Promise<Answer<AddressStopped>> {
  const { territory: territorySiren } = request
  return writeOnce({ ...deps, write }, async (tx) => {
    if (!actor) throw commonProblems['signed-out']()
    authorize(actor, 'address.stop', { territorySiren })
    const stopped = { ...addressOf(request.address), territorySiren }
    const body: AddressStopped = {
      reports: await deps.stops.reports(tx, stopped),
      events: await deps.stops.events(tx, stopped),
      alerts: await deps.stops.alerts(tx, stopped),
    }
    await recordAudit(tx, {
      id: deps.ids.next(),
      territorySiren,
      at: deps.clock.now(),
      userId: actor.userId,
      action: 'address.stopped',
      subject: request.id,
      change: body,
    })
    return { status: 200, body }
  })
}
