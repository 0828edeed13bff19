// What a pack holds at most. Pure: the phone that answers out of it asks where it ends.

/** Days of the agenda, after today's. */
export const packDays = 30
/** So that a pack weighs some tens of kilobytes on its way, whatever a commune has. */
export const packLimits = {
  alerts: 20,
  outside: 10,
  occurrences: 150,
  events: 60,
  aires: 150,
  trips: 150,
  incidents: 60,
} as const
