import { byUrgency, phaseOf, type AlertKind, type AlertPhase } from '../../api/alerts/alert.rules.ts'

type Timed = { startsAt: number; endsAt: number }
type Listed = Timed & { kind: AlertKind; phase: AlertPhase }

/** An alert as it stands at an instant, whenever it was read: by the rule of the service. */
export const standingAt = <One extends Timed>(one: One, now: number): One & { phase: AlertPhase } => ({
  ...one,
  phase: phaseOf(one, now),
})

/** Of alerts read at any time, those that are not over at an instant, as they then stand and in their order. */
export const inForceAt = <One extends Listed>(alerts: readonly One[], now: number): One[] =>
  alerts
    .map((one) => standingAt(one, now))
    .filter(({ phase }) => phase !== 'over')
    .toSorted(byUrgency)
