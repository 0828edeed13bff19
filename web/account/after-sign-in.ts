import type { Account } from '../../api/accounts/accounts.schemas.ts'
import { recall, remember } from '../offline/remembered.ts'

const name = 'after-sign-in'
/** Where staff work, where the people of an organizer do, and where one sees one's own rides. */
export const deskHome = '/agents'
export const ridesHome = '/trajets/mes-trajets'
export const organizersHome = '/agenda/mes-organisateurs'

/** A path of this site and nothing else: `//elsewhere.example` would leave it. */
const isOwnPath = (path: string) => /^\/(?![/\\])/.test(path) && !path.startsWith('/connexion')

/** Signed in with no role of staff: of organizers, or sharing rides. The desk has nothing for them. */
export const hasNoDesk = (account: Account | null): boolean =>
  account !== null && account.memberships.length === 0

/** Where those go for whom the desk has nothing. */
export const homeWithoutDesk = (account: Account | null): string =>
  account?.others.includes('organizer') ? organizersHome : ridesHome

/** Kept on the device, since the emailed link opens a page of its own. */
export function rememberGoal(path: unknown): void {
  if (typeof path === 'string' && isOwnPath(path)) remember(name, path)
}

/** Where the person was going before signing in; else where people like them work. */
export function readGoal(account: Account | null): string {
  const path = recall(name) ?? ''
  if (isOwnPath(path)) return path
  return hasNoDesk(account) ? homeWithoutDesk(account) : deskHome
}

/** Like `readGoal`, and forgets it: the next sign-in begins anew. */
export function takeGoal(account: Account | null): string {
  const path = readGoal(account)
  remember(name, '')
  return path
}
