import type { Reader } from '../../db/client.ts'
import type { Deps } from '../platform/http.ts'
import type { DueNotification, Sender } from './alerts.types.ts'

/** Whether somebody still asks for what waits to leave for them. `id`: what follows the first colon of the person. */
export type WantedCheck = (
  read: Reader,
  told: Pick<DueNotification, 'subject' | 'payload'> & { id: string },
) => Promise<boolean>

/** The checks of a domain, by the prefix of the person. */
export type WantedChecks = Readonly<Record<string, WantedCheck>>

/** A push that leaves sooner than this was wanted a moment ago: it is not asked about again, milliseconds. */
const freshMs = 30_000

/**
 * Asks again, as a message is about to leave, whether it is still wanted: between the change and the sending there may
 * be a night, a mail server that was down, or thousands of others, and « stop » must hold. Each domain checks its own, by the
 * prefix of the person (`alert-follower` of `alert-follower:<id>`); who is of no check is told.
 */
export function onlyIfWanted(
  send: Sender,
  { database, clock, checks }: Pick<Deps, 'database' | 'clock'> & { checks: readonly WantedChecks[] },
): Sender {
  return async (due) => {
    const colon = due.person.indexOf(':')
    const isFirst = due.attempts === 1 && due.lastError === null
    if (due.channel === 'push' && isFirst && clock.now() - due.createdAt < freshMs) return send(due)
    const prefix = due.person.slice(0, colon)
    const { subject, payload } = due
    const told = { id: due.person.slice(colon + 1), subject, payload }
    for (const { [prefix]: check } of checks)
      if (check && !(await check(database.read, told))) return { kind: 'dropped', error: 'unwanted' }
    return send(due)
  }
}
