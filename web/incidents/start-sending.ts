import { watch } from 'vue'
import { request } from '../http/client.ts'
import { ProblemError } from '../http/errors.ts'
import { forgetOldNames } from '../http/kept-names.ts'
import { i18n, type Locale } from '../locales/i18n.ts'
import { now } from '../offline/clock.ts'
import { storageTrouble } from '../offline/database.ts'
import { forgetDeskDrafts } from '../offline/desk-drafts.ts'
import { forgetRoundMark } from '../offline/lazy-assets.ts'
import { recall } from '../offline/remembered.ts'
import { sendAll, startSending } from '../offline/queue.ts'
import { queued } from '../offline/queued.ts'
import { restored } from '../offline/restored.ts'
import { forgetRound, openRound } from '../offline/round.ts'
import { isOver } from '../offline/round-over.ts'
import { openTerritory, territory } from '../territory/territory.ts'

/**
 * What the first screen shows of what is sent: how much waits, whether a server lost what it had accepted, and whether
 * another window keeps all that from this one.
 */
type Tell = {
  waiting: (count: number) => void
  restored: (told: boolean) => void
  keptOut: (is: boolean) => void
}

/** Begins to send what waits on this phone, and tells how it goes whenever that changes. */
export function beginSending(tell: Tell): void {
  watch(queued, (all) => tell.waiting(all.length))
  watch(restored, (now) => tell.restored(now !== null), { immediate: true })
  watch(
    storageTrouble,
    (trouble, before) => {
      tell.keptOut(trouble === 'blocked')
      if (before === 'blocked') void sendAll()
    },
    { immediate: true },
  )
  startSending()
  forgetOldNames()
}

/** What one needs to report from a white zone, and to read there, is fetched while there is network. */
export async function prepareForWhiteZones(): Promise<void> {
  await openTerritory()
  if (!territory.value) return
  const { keepPackFresh } = await import('../offline/pack/keep-fresh.ts')
  keepPackFresh()
  const { keepBoundaries } = await import('../territory/boundaries.ts')
  await keepBoundaries(territory.value)
}

/** Who is signed in, as the server says: null when nobody is, undefined when it can't be asked. */
async function whoIsSignedIn(): Promise<string | null | undefined> {
  try {
    return (await request<{ user: { id: string } }>('/api/account')).user.id
  } catch (error) {
    return error instanceof ProblemError && error.status === 401 ? null : undefined
  }
}

/**
 * A round on a phone whose session was ended from elsewhere is erased at the next start with a network, whatever page it
 * opens, and what was left half written two days ago. The screens of a round that stays are kept too.
 */
export async function keepRoundReady(): Promise<void> {
  await forgetDeskDrafts(undefined).catch(() => undefined)
  const taken = await openRound()
  // It may be there all the same.
  if (storageTrouble.value === 'blocked') return
  if (!taken) return forgetRoundMark()
  // Not opened again when it stays: a screen may be showing its photos.
  if (isOver(taken, { account: await whoIsSignedIn(), now: now() })) {
    await forgetRound()
    return forgetRoundMark()
  }
  const { keepRoundScreens } = await import('../desk/round/keep-screens.ts')
  await keepRoundScreens()
}

/** A phone that is told by push stays so: looked after at each start, and when the network is back. */
export async function keepPushAlive(): Promise<void> {
  if (!recall('push.device')) return
  window.addEventListener('online', () => void lookAfterPush().catch(() => undefined))
  await lookAfterPush()
}

async function lookAfterPush(): Promise<void> {
  const [{ settleAccount }, { repairPush, finishStop }] = await Promise.all([
    import('../alerts/phone-account.ts'),
    import('../alerts/push-repair.ts'),
  ])
  await settleAccount()
  await finishStop()
  await repairPush(i18n.global.locale.value as Locale)
}
