import type { DeviceRegistration } from '../../api/alerts/alerts.schemas.ts'
import { recall, remember } from '../offline/remembered.ts'
import { putBack } from './followed-api.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { noteToJoin, settleAccount } from './phone-account.ts'
import { describePhone, giveSign } from './phone-api.ts'
import { recallPhone, rememberPhone } from './phone-memory.ts'
import { isStopDue, settleStop } from './push-stop.ts'
import { ownDevice, ownSubscription, register, serverKey } from './push.ts'
import { isDueBack, noteDueBack } from './put-back.ts'
import { isMadeWith } from './vapid-key.ts'
import { isWanted } from './wanted.ts'

/**
 * What was wrong: the browser has another subscription or none, it was made with a former key of the server's, the
 * push service told the server that the phone is gone, or the server never heard of it.
 */
export type PushFault = 'no-subscription' | 'other-endpoint' | 'other-key' | 'gone' | 'unknown'

/** Compares what this phone has with what the server knows. Null: they agree. */
export async function findFault(): Promise<PushFault | null> {
  const [known, subscription, publicKey] = await Promise.all([
    describePhone(),
    ownSubscription(),
    serverKey(),
  ])
  if (!known) return 'unknown'
  if (!subscription) return 'no-subscription'
  if (!known.alive) return 'gone'
  if (!isMadeWith(subscription, publicKey)) return 'other-key'
  return known.endpoint === subscription.endpoint ? null : 'other-endpoint'
}

/** When this phone was last found not to receive, and mended. */
export const repairedAt = (): number | null => Number(recall('push.repairedAt')) || null

const lastSign = 'push.seenOn'

type PhoneLocale = DeviceRegistration['locale']

/**
 * Browsers change a subscription now and then, and push services forget phones: makes what the server knows agree
 * with what this phone has. Silent, and asks nothing of the person. Cut half way, the next start does the rest. Answers
 * what was wrong. Throws NotSubscribed.
 */
export async function repairPush(locale: PhoneLocale): Promise<PushFault | null> {
  if (!isWanted() || !('Notification' in window) || Notification.permission !== 'granted') return null
  return oneAtATime(() => repair(locale))
}

/** The same by a press, and also where nothing seems wrong: with another address at the push service. */
export const registerAgain = (locale: PhoneLocale) =>
  oneAtATime(() => repair(locale, { anew: true })).then(() => undefined)

/**
 * Makes a phone known whose person has just turned it on. What it followed before is put back if the server lost it; a
 * stop that the server was not told of comes first, so that what was stopped stays so.
 */
export const registerPhone = (locale: PhoneLocale) =>
  oneAtATime(async () => {
    await settleStop()
    noteToJoin()
    await mend(locale, (await describePhone()) ? null : 'unknown')
  })

/** Turned off, and cut before the end: the rest is done. */
export const finishStop = async (): Promise<void> => {
  if (isStopDue()) await oneAtATime(settleStop)
}

const dayMs = 86_400_000

/**
 * Asked before anything that the server takes for a sign of life: the person is told at their next screen. No longer once
 * a message was shown, any of them; `silentSince` is told by the day.
 */
async function noteSilence(): Promise<void> {
  const noted = Number(recall('push.silentSince'))
  if (noted && ((await recallPhone('shown'))?.at ?? 0) >= noted + dayMs) remember('push.silentSince', '')
  if (recall(lastSign) === new Date().toDateString()) return
  const since = (await describePhone())?.silentSince
  if (since) remember('push.silentSince', String(since))
}

async function repair(locale: PhoneLocale, { anew = false } = {}): Promise<PushFault | null> {
  await noteSilence()
  const fault = await findFault()
  // Turned off while the server was asked.
  if (!isWanted()) return null
  // Of a phone that push services call gone, the old subscription leads nowhere.
  if (fault === 'gone' || anew) await (await ownSubscription())?.unsubscribe()
  let wasForgotten = false
  if (fault || anew) {
    wasForgotten = await mend(locale, fault)
  } else {
    const { id, secret } = ownDevice()
    await rememberPhone('device', { id, secret, locale })
    wasForgotten = await putBackDue()
  }
  if ((fault && fault !== 'other-key') || wasForgotten) remember('push.repairedAt', String(Date.now()))
  const today = new Date().toDateString()
  if (recall(lastSign) !== today) {
    await giveSign()
    remember(lastSign, today)
  }
  return fault ?? (wasForgotten ? 'unknown' : null)
}

/** Registers, and gives back what is due: answers whether something was. */
async function mend(locale: PhoneLocale, fault: PushFault | null): Promise<boolean> {
  if (fault === 'unknown') await noteForgotten()
  return (await register(locale)) !== null && putBackDue()
}

async function noteForgotten(): Promise<void> {
  noteDueBack({ moved: (await recallPhone('moved')) !== null })
  noteToJoin()
}

async function putBackDue(): Promise<boolean> {
  // The worker, which registered this phone again, has nothing of what it followed.
  if (await recallPhone('forgotten')) {
    await noteForgotten()
    await rememberPhone('forgotten', null)
  }
  const wasDue = isDueBack()
  await putBack()
  await settleAccount()
  return wasDue
}
