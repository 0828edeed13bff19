// The life of an alert, and whom its kind is for. Pure: screens ask the same questions.

/** In the order of the database's bits; danger first. */
export const kinds = ['danger', 'roads', 'utilities', 'school', 'collection', 'town-hall', 'life'] as const
export type AlertKind = (typeof kinds)[number]

/** Communes of a territory that a phone, or somebody told by mail or text message, follows at most. */
export const mostFollowed = 20

type Urgency = { kind: AlertKind; phase: 'coming' | 'current' | 'over'; endsAt: number }
/** Danger before the rest, then what is in force before what is to come, then what ends first. */
export const byUrgency = (a: Urgency, b: Urgency): number =>
  Number(b.kind === 'danger') - Number(a.kind === 'danger') ||
  Number(b.phase === 'current') - Number(a.phase === 'current') ||
  a.endsAt - b.endsAt

export type AlertStatus = 'draft' | 'waiting' | 'scheduled' | 'published' | 'ended'

export const alertActs = ['send', 'approve', 'refuse', 'correct', 'end', 'delete'] as const
export type AlertAct = (typeof alertActs)[number]

/** What staff may do with an alert in a state. `edit` is for what nobody has read yet, `correct` for what they have. */
const possible: Record<AlertStatus, readonly (AlertAct | 'edit')[]> = {
  draft: ['edit', 'send', 'delete'],
  waiting: ['edit', 'approve', 'refuse', 'delete'],
  scheduled: ['edit', 'send', 'delete'],
  published: ['correct', 'end'],
  ended: [],
}

/**
 * What a person may do with an alert. Who wrote or last sent one for approval does not approve it: danger is told to
 * everyone at once, and two people read it before. Over once its end is past, whatever its state says.
 */
export function actsOn(
  { status, endsAt, askedByUserId }: { status: AlertStatus; endsAt: number; askedByUserId: string | null },
  { userId, now }: { userId: string; now: number },
): (AlertAct | 'edit')[] {
  if (status === 'published' && endsAt <= now) return []
  return possible[status].filter((act) => act !== 'approve' || askedByUserId !== userId)
}

/** What an alert becomes when it is sent: it waits for a second person, for its hour, or leaves. */
export function statusOnSend({
  kind,
  dangerByTwo,
  approved,
  publishAt,
  now,
}: {
  kind: AlertKind
  dangerByTwo: boolean
  approved: boolean
  publishAt: number | null
  now: number
}): AlertStatus {
  if (kind === 'danger' && dangerByTwo && !approved) return 'waiting'
  return publishAt !== null && publishAt > now ? 'scheduled' : 'published'
}

export type AlertPhase = 'coming' | 'current' | 'over'
/** Where a published alert stands: it may be told before it begins. */
export function phaseOf({ startsAt, endsAt }: { startsAt: number; endsAt: number }, now: number): AlertPhase {
  if (endsAt <= now) return 'over'
  return startsAt > now ? 'coming' : 'current'
}

/** Danger breaks into a silence that the rest respects. */
export const isUrgent = (kind: AlertKind): boolean => kind === 'danger'

const hourMs = 3_600_000
/** How long an alert of a kind lasts when nobody says: one without an end would stay for ever. */
export const usualHours: Record<AlertKind, number> = {
  danger: 24,
  roads: 7 * 24,
  utilities: 24,
  school: 3 * 24,
  collection: 3 * 24,
  'town-hall': 7 * 24,
  life: 7 * 24,
}
/** Nothing is announced further ahead, nor for longer: a slip of the keyboard. Milliseconds. */
export const longestAhead = 366 * 24 * hourMs

/** What is wrong with an alert's moments; null when they make sense. Epoch milliseconds. */
export function momentsFault(
  { startsAt, endsAt, publishAt }: { startsAt: number; endsAt: number; publishAt: number | null },
  now: number,
): 'ends-before-it-starts' | 'already-over' | 'too-far' | 'leaves-after-its-end' | null {
  if (endsAt <= startsAt) return 'ends-before-it-starts'
  if (endsAt <= now) return 'already-over'
  if (endsAt > now + longestAhead || startsAt < now - longestAhead) return 'too-far'
  if (publishAt !== null && publishAt >= endsAt) return 'leaves-after-its-end'
  return null
}

const bitOf = (kind: AlertKind) => 1 << kinds.indexOf(kind)
/** Kinds as the database keeps them: a bit each, in their order. */
export const maskOf = (some: readonly AlertKind[]): number =>
  some.reduce((mask, kind) => mask | bitOf(kind), 0)
export const kindsOf = (mask: number): AlertKind[] => kinds.filter((kind) => (mask & bitOf(kind)) !== 0)
