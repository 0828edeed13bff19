import { request } from '../http/client.ts'
import { recall, remember } from '../offline/remembered.ts'

const name = 'account'

/**
 * Id of the account this phone is used with, also once its session has ended: what is written without network is its.
 * Empty after signing out. The server has the last word on whose a write is.
 */
export const accountHere = (): string => recall(name) ?? ''

export function rememberAccount(id: string): void {
  remember(name, id)
}

/** The same, asked of the server where it is not known yet. Throws when it can't be asked. */
export async function learnAccount(): Promise<string> {
  if (!accountHere()) rememberAccount((await request<{ user: { id: string } }>('/api/account')).user.id)
  return accountHere()
}
