import { dailyCap, minutesOf, quietUntil } from '../../../api/alerts/push-policy.rules.ts'
import type { AlertSubscriptionsView } from '../../../api/alerts/alert.schemas.ts'
import type { PushPreferencesView } from '../../../api/alerts/push-preferences.schemas.ts'
import type { Locale } from '../../locales/i18n.ts'
import { readFollowed } from '../alerts-api.ts'
import { recallPhone, type PhoneMemory } from '../phone-memory.ts'
import { readPreferences } from '../phone-api.ts'
import { pushState, type PushState } from '../push.ts'
import { findFault, repairPush, repairedAt, type PushFault } from '../push-repair.ts'

/** All that decides whether an alert sent now would be seen on this phone. */
export type PhoneCheck = {
  state: PushState
  /** What the phone and the server do not agree on, once repairing was tried. */
  fault: PushFault | null
  /** It was wrong as this screen opened, and is mended. */
  mended: boolean
  preferences: PushPreferencesView | null
  communes: AlertSubscriptionsView['communes']
  shown: PhoneMemory['shown']
  repairedAt: number | null
}

/** Looks, repairs what can be, and looks again. Throws when the server cannot be asked. */
export async function checkPhone(locale: Locale): Promise<PhoneCheck> {
  const mended = (await repairPush(locale)) !== null
  const state = await pushState()
  const shown = await recallPhone('shown')
  const known = { state, mended, shown, repairedAt: repairedAt() }
  if (state !== 'granted') return { ...known, fault: null, preferences: null, communes: [] }
  const fault = await findFault()
  if (fault === 'unknown') return { ...known, fault, preferences: null, communes: [] }
  const [preferences, { communes }] = await Promise.all([readPreferences(), readFollowed()])
  return { ...known, fault, preferences, communes }
}

export type Verdict =
  'yes' | 'quiet' | 'capped' | 'follows-nothing' | 'broken' | Exclude<PushState, 'granted'>

export const quietEnd = ({ quiet }: Pick<PushPreferencesView, 'quiet'>, now: number): number | null =>
  quietUntil(now, quiet && { from: minutesOf(quiet.from), to: minutesOf(quiet.to) })

/** The one answer to « would this phone receive an alert now? ». */
export function verdictOf({ state, fault, preferences, communes }: PhoneCheck, now: number): Verdict {
  if (state !== 'granted') return state
  if (fault || !preferences) return 'broken'
  if (communes.length === 0) return 'follows-nothing'
  if (quietEnd(preferences, now) !== null) return 'quiet'
  return preferences.today.told >= dailyCap ? 'capped' : 'yes'
}
