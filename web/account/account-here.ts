import { request } from '../http/client.ts'
import { forget, recall, recallNames, remember } from '../offline/remembered.ts'

const name = 'account'
/** As this page knows it: somebody else may sign in beside, in another window of the same browser. */
let here = ''

/**
 * Id of the account this page is used with, also once its session has ended: what is written on it, with or without
 * network, is theirs. Empty after signing out. The server has the last word on whose a write is.
 */
export const accountHere = (): string => (here ||= recall(name) ?? '')

export function rememberAccount(id: string): void {
  here = id
  remember(name, id)
  // What was half written, or just pressed, leaves with who signs out.
  if (!id) for (const own of recallNames('own.')) forget(own)
}

/** Who was last said to be here, by any window of this browser. */
export const lastHere = (): string => recall(name) ?? ''

async function ask(): Promise<void> {
  rememberAccount((await request<{ user: { id: string } }>('/api/account')).user.id)
}

/** The same, asked of the server where it is not known yet. Throws when it can't be asked. */
export async function learnAccount(): Promise<string> {
  if (!accountHere()) await ask()
  return accountHere()
}

/** Who the server has just answered to, where another window has said that somebody else came. Throws as `learnAccount`. */
export async function confirmAccount(): Promise<void> {
  if (!accountHere() || accountHere() !== lastHere()) await ask()
}
