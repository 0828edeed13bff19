import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { Account, Session } from '../../api/accounts/accounts.schemas.ts'
import { accountHere, rememberAccount } from './account-here.ts'
import { signedInHere, signedOutHere } from '../alerts/phone-account.ts'
import { request, sayStaff } from '../http/client.ts'
import { ProblemError } from '../http/errors.ts'
import { staffPinia } from './staff-pinia.ts'

/** What somebody wrote here before their session ended leaves now. */
async function sendWhatWaited(): Promise<void> {
  const queue = await import('../offline/queue.ts').catch(() => null)
  void queue?.sendAll()
}

/** What this phone keeps of staff's work is erased by these. Where they cannot be fetched, or fail, the next start does it. */
type Ending = typeof import('../offline/end-round.ts')
const eraseWork = (erase: (ending: Ending) => Promise<unknown>): Promise<unknown> =>
  import('../offline/end-round.ts').then(erase).catch(() => undefined)

/** Copies of what they wrote leave with who signs out; what waits stays. */
async function forgetAccepted(): Promise<void> {
  const since = await import('../offline/since-accepted.ts').catch(() => null)
  await since?.sinceAccepted({ account: accountHere() }, 'ended')
}

const accountStore = defineStore('account', () => {
  /** Who is signed in; null until known, and when nobody is. */
  const account = ref<Account | null>(null)
  sayStaff(() => account.value?.user.id)
  /** Has something to set in the administration: a territory, or the sentences staff answer with. */
  const maySet = computed(
    () =>
      account.value?.memberships.some(
        ({ actions }) => actions.includes('territory.administer') || actions.includes('sentences.edit'),
      ) ?? false,
  )

  /** Decides of events proposed to the agenda. */
  const mayModerate = computed(
    () => account.value?.memberships.some(({ actions }) => actions.includes('event.moderate')) ?? false,
  )

  /** Who is signed in, asked of the server once; null when nobody is. Throws when the server can't be asked. */
  async function known(): Promise<Account | null> {
    return account.value ?? (await reload())
  }

  async function reload(): Promise<Account | null> {
    try {
      account.value = await request<Account>('/api/account')
      rememberAccount(account.value.user.id)
      const { id } = account.value.user
      await eraseWork(({ keepWorkOf }) => keepWorkOf(id))
      await signedInHere()
      await sendWhatWaited()
    } catch (error) {
      if (!(error instanceof ProblemError) || error.status !== 401) throw error
      account.value = null
      // Ended from elsewhere maybe, for a lost phone: a round leaves it. What is half written waits for its author.
      await eraseWork(({ openUnlessOver }) => openUnlessOver(null))
      await signedOutHere()
    }
    return account.value
  }

  /** Mails a sign-in link to that address, if it is known. */
  async function askLink(email: string): Promise<void> {
    await request('/api/account/sign-in', { method: 'POST', body: { email } })
  }

  async function useLink(token: string): Promise<void> {
    await request('/api/account/sign-in/confirm', { method: 'POST', body: { token } })
    await reload()
  }

  /** First what is on the phone: the app may be closed before the server has answered. */
  async function signOut(): Promise<void> {
    await eraseWork(({ leaveNoWork }) => leaveNoWork())
    await forgetAccepted()
    await signedOutHere()
    await request('/api/account/sign-out', { method: 'POST' })
    account.value = null
    rememberAccount('')
  }

  /** Where this person is signed in, the latest first. */
  async function listSessions(): Promise<Session[]> {
    return (await request<{ items: Session[] }>('/api/account/sessions')).items
  }

  async function endSession(id: string): Promise<void> {
    await request(`/api/account/sessions/${encodeURIComponent(id)}`, { method: 'DELETE' })
  }

  /** Whether mails stay on the demo's own page. False when unknown. */
  async function mailStaysHere(): Promise<boolean> {
    const ready = await request<{ mail?: string }>('/readyz').catch(() => null)
    return ready?.mail === 'local'
  }

  return {
    account,
    maySet,
    mayModerate,
    known,
    reload,
    askLink,
    useLink,
    signOut,
    listSessions,
    endSession,
    mailStaysHere,
  }
})

/** The store of who is signed in. */
export const useAccount = () => accountStore(staffPinia)
