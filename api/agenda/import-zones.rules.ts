/** Names of time zones as calendars write them, brought to those of the tz database. */
import { instantOf, isZone } from '../platform/wall.rules.ts'

export const homeZone = 'Europe/Paris'

/** Outlook's and Exchange's names (Unicode CLDR, windowsZones.xml) of the zones an agenda here may meet. */
const windowsZones: Record<string, string | undefined> = {
  'romance standard time': 'Europe/Paris',
  'w. europe standard time': 'Europe/Berlin',
  'central europe standard time': 'Europe/Budapest',
  'central european standard time': 'Europe/Warsaw',
  'gmt standard time': 'Europe/London',
  'greenwich standard time': 'Atlantic/Reykjavik',
  'gtb standard time': 'Europe/Bucharest',
  'fle standard time': 'Europe/Kiev',
  'e. europe standard time': 'Europe/Chisinau',
  'turkey standard time': 'Europe/Istanbul',
  'russian standard time': 'Europe/Moscow',
  'morocco standard time': 'Africa/Casablanca',
  'w. central africa standard time': 'Africa/Lagos',
  'mauritius standard time': 'Indian/Mauritius',
  'sa western standard time': 'America/Martinique',
  'sa eastern standard time': 'America/Cayenne',
  'eastern standard time': 'America/New_York',
  'central standard time': 'America/Chicago',
  'pacific standard time': 'America/Los_Angeles',
  utc: 'UTC',
  'coordinated universal time': 'UTC',
  'paris, madrid': 'Europe/Paris',
  '(utc+01:00) brussels, copenhagen, madrid, paris': 'Europe/Paris',
  '(gmt+01:00) brussels, copenhagen, madrid, paris': 'Europe/Paris',
}

/** The zone of the tz database that a TZID means; null when its name tells nothing. */
export function knownZone(tzid: string): string | null {
  const name = tzid.trim().replace(/^["']|["']$/g, '')
  if (isZone(name)) return name
  const windows = windowsZones[name.toLowerCase()]
  if (windows) return windows
  // `/freeassociation.sourceforge.net/Europe/Paris`, `/mozilla.org/20070129_1/Europe/Paris`.
  const parts = name.split('/').filter(Boolean)
  for (const length of [3, 2]) {
    const end = parts.slice(-length).join('/')
    if (parts.length > length && isZone(end)) return end
  }
  return null
}

/** Nights when clocks change here, and the middle of both seasons. */
const probes = [
  Date.UTC(2026, 0, 15, 12),
  Date.UTC(2026, 2, 29, 1, 30),
  Date.UTC(2026, 2, 29, 3, 30),
  Date.UTC(2026, 6, 15, 12),
  Date.UTC(2026, 9, 25, 1, 30),
  Date.UTC(2026, 9, 25, 3, 30),
  Date.UTC(2027, 0, 15, 12),
]

/** True when the clocks of a zone read as ours all year: Brussels, Berlin, Madrid. */
export function readsLikeHome(zone: string): boolean {
  return (
    zone === homeZone || probes.every((wall) => instantOf(wall, zone).at === instantOf(wall, homeZone).at)
  )
}
