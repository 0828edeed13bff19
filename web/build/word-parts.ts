/** Top-level keys of the locale files that are fetched with the screens that use them; all others with the first screen. */
export const keysOf: Record<string, readonly string[]> = {
  alert: ['alert', 'commune'],
  phone: ['phone', 'wish', 'kept', 'install'],
  // What whoever has an account meets, staff and organizers.
  account: ['account', 'clash'],
  desk: ['alertDesk', 'desk', 'admin', 'moderation', 'rideDesk', 'rideReports', 'round'],
  agenda: ['agenda', 'propose', 'organizer'],
  carpool: ['carpool', 'trust'],
  // What waits on the phone, and the screens of reports already made.
  sends: ['sends', 'reply', 'add', 'around'],
}
const apart = Object.values(keysOf).flat()

/** Whether what stands under this top-level key is fetched with this part; `resident` is the first screen's. */
export const isIn = (part: string, key: string): boolean =>
  keysOf[part]?.includes(key) ?? !apart.includes(key)

/** Keys that are written for staff alone, in French and English: docs/decisions/languages.md. */
export const isForStaff = (key: string): boolean => isIn('desk', key.split('.')[0] ?? '')
