import { findFollower } from './alert-followers.repository.ts'
import { findAlert } from './alert.repository.ts'
import { maskOf } from './alert.rules.ts'
import { isFollowedBy, isFollowedOn } from './alert-wanted.repository.ts'
import type { WantedCheck, WantedChecks } from './still-wanted.ts'

const alertPrefix = 'alert:'
const alertIdOf = (subject: string) =>
  subject.startsWith(alertPrefix) ? subject.slice(alertPrefix.length) : null

/** Of somebody told by mail or text message: they still follow one of the alert's communes for its kind. */
const byAddress: WantedCheck = async (read, { id, subject, payload }) => {
  // What they just asked for themselves: the link to confirm, the code.
  if (payload.email?.isAskedFor) return true
  const alertId = alertIdOf(subject)
  const row = alertId === null ? undefined : await findAlert(read, alertId)
  if (!row) return (await findFollower(read, id)) !== undefined
  return isFollowedBy(read, { row, mask: maskOf([row.kind]), id })
}

/** Of a phone: the same, of what is an alert. */
const byPhone: WantedCheck = async (read, { id, subject }) => {
  const alertId = alertIdOf(subject)
  const row = alertId === null ? undefined : await findAlert(read, alertId)
  return !row || isFollowedOn(read, { row, mask: maskOf([row.kind]), id })
}

export const alertWanted: WantedChecks = { 'alert-follower': byAddress, device: byPhone }
