import { kinds } from '../../../api/alerts/alert.rules.ts'
import { dailyCap, minutesOf, quietUntil } from '../../../api/alerts/push-policy.rules.ts'
import type { AlertSubscriptionsView } from '../../../api/alerts/alert.schemas.ts'
import type { PushPreferencesView } from '../../../api/alerts/push-preferences.schemas.ts'
import type { PhoneMemory } from '../phone-memory.ts'
import type { PushFault } from '../push-repair.ts'
import type { PushState } from '../push.ts'

// Would this phone receive an alert now? Pure: what was found out is given.

/** All that decides whether an alert sent now would be seen on this phone. */
export type PhoneCheck = {
  state: PushState
  /** What the phone and the server do not agree on once repairing was tried, or why it could not be. */
  fault: PushFault | 'not-subscribed' | null
  /** It was wrong as this screen opened, and is mended. */
  mended: boolean
  preferences: PushPreferencesView | null
  communes: AlertSubscriptionsView['communes']
  shown: PhoneMemory['shown']
  moved: PhoneMemory['moved']
  repairedAt: number | null
}

/** `…-all`: not even danger, which was stopped or is not followed. */
export type Verdict =
  | 'yes'
  | 'some'
  | 'quiet'
  | 'quiet-all'
  | 'capped'
  | 'capped-all'
  | 'all-stopped'
  | 'follows-nothing'
  | 'moved'
  | 'broken'
  | Exclude<PushState, 'granted'>

export const quietEnd = ({ quiet }: Pick<PushPreferencesView, 'quiet'>, now: number): number | null =>
  quietUntil(now, quiet && { from: minutesOf(quiet.from), to: minutesOf(quiet.to) })

/** The kinds of alerts that are followed somewhere: those that arrive, and those that were stopped since. */
export function kindsFollowed({ communes, preferences }: Pick<PhoneCheck, 'communes' | 'preferences'>) {
  const followed = kinds.filter((kind) => communes.some((one) => one.kinds.includes(kind)))
  const isStopped = (kind: (typeof kinds)[number]) => preferences?.stopped.includes(`alert.${kind}`) ?? false
  return { heard: followed.filter((kind) => !isStopped(kind)), stopped: followed.filter(isStopped) }
}

/** The one answer to « would this phone receive an alert now? ». */
export function verdictOf(check: PhoneCheck, now: number): Verdict {
  const { state, fault, preferences, communes, moved } = check
  if (state !== 'granted') return state
  if (fault || !preferences) return 'broken'
  if (communes.length === 0) return moved ? 'moved' : 'follows-nothing'
  const { heard, stopped } = kindsFollowed(check)
  if (heard.length === 0) return 'all-stopped'
  const hearsDanger = heard.includes('danger')
  if (quietEnd(preferences, now) !== null) return hearsDanger ? 'quiet' : 'quiet-all'
  if (preferences.today.told >= dailyCap) return hearsDanger ? 'capped' : 'capped-all'
  return stopped.length > 0 ? 'some' : 'yes'
}
