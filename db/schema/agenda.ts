/**
 * Lists of values and shapes of JSON columns that the tables of the agenda (agenda-*.ts beside it) share with the code.
 * No table here, so that a rule may take one of them without the database's library.
 */

/** `draft`: sent, but its author has not confirmed their address yet. What is over is "past" by its dates, not a status. */
export const eventStatuses = ['draft', 'submitted', 'published', 'declined', 'cancelled'] as const
export type EventStatus = (typeof eventStatuses)[number]
export const eventDeclineReasons = [
  'duplicate',
  'not-an-event',
  'commercial',
  'not-here',
  'not-enough',
  'other',
] as const
export type EventDeclineReason = (typeof eventDeclineReasons)[number]
/** schema.org's EventAttendanceMode, and OpenAgenda's `attendanceMode` 1, 2, 3. */
export const attendanceModes = ['offline', 'online', 'mixed'] as const
export type AttendanceMode = (typeof attendanceModes)[number]
export const settings = ['indoor', 'outdoor', 'both'] as const
export type Setting = (typeof settings)[number]
/** OpenAgenda's codes: hearing, mental, visual, psychic, motor. */
export const accessibilityCodes = ['hi', 'ii', 'vi', 'pi', 'mi'] as const
export type AccessibilityCode = (typeof accessibilityCodes)[number]
export const organizerKinds = ['association', 'business', 'commune', 'other'] as const
export type OrganizerKind = (typeof organizerKinds)[number]

/** Wall-clock start and end in the schedule's zone: `2026-12-05T19:00`; of an all-day one, days: `2026-12-05`, end included. */
export type WallSpan = { start: string; end: string }
/** One date of a series that is not as the rule says. `recurrence` is the wall start that the rule gave it. */
export type ScheduleChange = {
  recurrence: string
  /** Another start and end; absent when the date keeps its own. */
  span?: WallSpan
  cancelled?: boolean
  /** Why, for those who meant to come. */
  reason?: string
}
export type Schedule = {
  zone: string
  allDay: boolean
  /** One date, or several; with a rule, the first only. */
  spans: WallSpan[]
  /** RFC 5545 RRULE without its name: `FREQ=WEEKLY;BYDAY=SA;UNTIL=20270630`. */
  rule?: string
  /** Wall starts that the rule gives and that do not take place (EXDATE). */
  exceptions?: string[]
  changes?: ScheduleChange[]
}

/** What a moderator or an organizer may write of an event, and what a revision proposes instead. */
export type EventContent = {
  title: string
  /** Markdown subset. */
  description: string
  schedule: Schedule
  attendanceMode: AttendanceMode
  onlineUrl: string | null
  communeCode: string | null
  placeId: string | null
  categoryIds: string[]
  setting: Setting | null
  /** Null: the organizer did not say. */
  free: boolean | null
  /** Price in words: « 5 €, gratuit avant 12 ans ». */
  price: string | null
  ageMin: number | null
  ageMax: number | null
  accessibility: AccessibilityCode[]
  keywords: string[]
  bookingUrl: string | null
  bookingPhone: string | null
  bookingEmail: string | null
  image: { mediaId: string; description: string; credit: string } | null
  /** Of an edit that waits, when it names another organizer than the event does. */
  organizerName?: string
}
