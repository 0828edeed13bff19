import type { AlertSubscriptions, AlertSubscriptionsView } from '../../api/alerts/alert.schemas.ts'
import type { PushPreferences } from '../../api/alerts/push-preferences.schemas.ts'
import { pushKinds } from '../../api/alerts/push-kinds.rules.ts'
import { isWorthRetrying, ProblemError } from '../http/errors.ts'
import { recall, remember } from '../offline/remembered.ts'

// What a server that lost this phone is still to be given back. It outlives the repair that was cut: kept here until
// the server has taken it, a territory at a time.

type Communes = AlertSubscriptionsView['communes']
export type ToPutBack = {
  /** What was followed, by territory. */
  communes: Record<string, AlertSubscriptions['communes']>
  preferences: PushPreferences | null
}

/** As the server said last. */
const followedName = 'push.followed'
const preferencesName = 'push.preferences'
const dueName = 'push.putBack'
const marksName = 'push.followedMarks'

export const keepFollowed = (communes: Communes) => remember(followedName, JSON.stringify(communes))
export const keepPreferences = ({ quiet, stopped }: PushPreferences) =>
  remember(preferencesName, JSON.stringify({ quiet, stopped }))

function read<T>(name: string): T | null {
  try {
    return JSON.parse(recall(name) || 'null') as T | null
  } catch {
    return null
  }
}
export const dueBack = (): ToPutBack => read<ToPutBack>(dueName) ?? { communes: {}, preferences: null }
export const isDueBack = ({ communes, preferences } = dueBack()) =>
  preferences !== null || Object.keys(communes).length > 0

const note = (due: ToPutBack) => remember(dueName, isDueBack(due) ? JSON.stringify(due) : '')

/**
 * The server knows nothing of this phone: all that it said of it last is due, to be noted before it knows it again.
 * What an earlier repair left counts first, since what was kept meanwhile may be empty.
 */
export function noteDueBack({ moved }: { moved: boolean }): void {
  const before = dueBack()
  const communes: ToPutBack['communes'] = {}
  // What another phone took over is followed there.
  for (const { territory, commune, kinds } of (moved ? null : read<Communes>(followedName)) ?? [])
    (communes[territory] ??= []).push({ commune, kinds })
  note({
    communes: { ...communes, ...before.communes },
    preferences: before.preferences ?? read<PushPreferences>(preferencesName),
  })
}

/** What was last set to be followed in a territory: by which write, and when the server took it, by its clock. */
type FollowedMark = { key: string; acceptedAt: number; communes: AlertSubscriptions['communes'] }
const marks = () => read<Record<string, FollowedMark>>(marksName) ?? {}

export const markFollowed = (territory: string, mark: FollowedMark) =>
  remember(marksName, JSON.stringify({ ...marks(), [territory]: mark }))
export const followedMarks = (): FollowedMark[] => Object.values(marks())

/**
 * The server, put back from an older copy, knows this phone with what it followed before: what was set by a write it no
 * longer knows is due again, none followed among them, and with it how the phone wants to be told. False when nothing is.
 */
export function noteLostFollows(unknown: ReadonlySet<string>): boolean {
  const lost = Object.entries(marks()).filter(([, { key }]) => unknown.has(key))
  if (lost.length === 0) return false
  const before = dueBack()
  note({
    communes: {
      ...Object.fromEntries(lost.map(([territory, { communes }]) => [territory, communes])),
      ...before.communes,
    },
    preferences: before.preferences ?? read<PushPreferences>(preferencesName),
  })
  return true
}

/** The server has a territory's, or its person chose anew there. */
export function settleCommunes(territory: string): void {
  const { communes, preferences } = dueBack()
  note({
    communes: Object.fromEntries(Object.entries(communes).filter(([one]) => one !== territory)),
    preferences,
  })
}
export const settlePreferences = () => note({ ...dueBack(), preferences: null })

/** No answer, or of a phone that the server has lost again: what it was given is still due. */
export const isStillDue = (error: unknown) =>
  !(error instanceof ProblemError) ||
  isWorthRetrying(error) ||
  error.slug === 'device-unknown' ||
  error.slug === 'device-gone'

/** Kinds stopped, or put back, from a notification since the server last said its own: by kind, true for stopped. */
export type StopsSince = Record<string, boolean>

/** Preferences to give back: with what was pressed since, and without kinds that are no more. */
export const withStops = ({ quiet, stopped }: PushPreferences, since: StopsSince): PushPreferences => ({
  quiet,
  stopped: pushKinds.filter((kind) => since[kind] ?? stopped.includes(kind)),
})

/** Turned off by its person, this phone is to follow nothing anew. How it wants to be told, and when, stays. */
export function forgetFollowed(): void {
  keepFollowed([])
  remember(marksName, '')
  note({ ...dueBack(), communes: {} })
}
