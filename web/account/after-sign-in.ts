import { recall, remember } from '../offline/remembered.ts'

const name = 'after-sign-in'
const byDefault = '/agents'

/** A path of this site and nothing else: `//elsewhere.example` would leave it. */
const isOwnPath = (path: string) => /^\/(?![/\\])/.test(path) && !path.startsWith('/connexion')

/** Kept on the device, since the emailed link opens a page of its own. */
export function rememberGoal(path: unknown): void {
  if (typeof path === 'string' && isOwnPath(path)) remember(name, path)
}

/** Where the person was going before signing in. */
export function readGoal(): string {
  const path = recall(name) ?? ''
  return isOwnPath(path) ? path : byDefault
}

/** Like `readGoal`, and forgets it: the next sign-in begins anew. */
export function takeGoal(): string {
  const path = readGoal()
  remember(name, '')
  return path
}
