import type { Locale } from '../../locales/i18n.ts'
import { readFollowed } from '../followed-api.ts'
import { recallPhone } from '../phone-memory.ts'
import { readPreferences } from '../phone-api.ts'
import { pushState } from '../push.ts'
import { findFault, repairPush, repairedAt } from '../push-repair.ts'
import { NotSubscribed } from '../vapid-key.ts'
import { isWanted } from '../wanted.ts'
import type { PhoneCheck } from './verdict.ts'

/** The start of the app may have been quicker than this screen. */
const justNowMs = 120_000

/** Looks, repairs what can be, and looks again. Throws when the server cannot be asked. */
export async function checkPhone(locale: Locale): Promise<PhoneCheck> {
  const repaired = await repairPush(locale).catch((error) => {
    if (error instanceof NotSubscribed) return 'not-subscribed' as const
    throw error
  })
  const known = {
    state: await pushState(),
    mended: repaired !== null || Date.now() - (repairedAt() ?? 0) < justNowMs,
    shown: await recallPhone('shown'),
    moved: await recallPhone('moved'),
    repairedAt: repairedAt(),
    preferences: null,
    communes: [],
  }
  // Allowed by its person, and refused by the browser's own push service.
  if (repaired === 'not-subscribed' && isWanted())
    return { ...known, state: 'granted', mended: false, fault: repaired }
  if (known.state !== 'granted') return { ...known, fault: null }
  const fault = await findFault()
  if (fault === 'unknown') return { ...known, fault }
  const [preferences, { communes }] = await Promise.all([readPreferences(), readFollowed()])
  return { ...known, fault, preferences, communes }
}
