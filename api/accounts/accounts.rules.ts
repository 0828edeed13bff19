import type { Membership } from '../platform/policy.ts'
import { type Action, policy } from '../platform/policy.ts'

/** How an address is stored and compared: nobody's mailbox depends on capitals. */
export function normalizeEmail(email: string): string {
  return email.trim().toLowerCase()
}

/** The actions a membership gives within its scope, for screens to show only what is possible. */
export function actionsOf(membership: Pick<Membership, 'role'>): Action[] {
  return (Object.keys(policy) as Action[]).filter((action) => {
    const rule: readonly string[] | string = policy[action]
    return Array.isArray(rule) && rule.includes(membership.role)
  })
}

type Standing = { id: string } & Pick<Membership, 'role' | 'scopeKind'>

/** True when the territory still has an administrator of the whole of it once `changed` (null: removed) is done. */
export function keepsAnAdmin(
  memberships: readonly Standing[],
  id: string,
  changed: Omit<Standing, 'id'> | null,
) {
  const administers = ({ role, scopeKind }: Omit<Standing, 'id'>) =>
    role === 'admin' && scopeKind === 'territory'
  return memberships.some((standing) =>
    standing.id === id ? changed !== null && administers(changed) : administers(standing),
  )
}

// In order: a browser that borrows another's name comes before the one it borrows from.
const browsers: [RegExp, string][] = [
  [/\bEdg(?:A|iOS)?\//, 'Edge'],
  [/\b(?:OPR|Opera)\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]
const systems: [RegExp, string][] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'Mac'],
  [/\bLinux\b/, 'Linux'],
]

/** "Firefox, Android" from a User-Agent header, so that a person knows their own devices; null when unknown. */
export function deviceName(userAgent: string | null): string | null {
  const nameIn = (table: [RegExp, string][]) => table.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1]
  return [nameIn(browsers), nameIn(systems)].filter(Boolean).join(', ') || null
}
