import { kinds, type AlertKind } from './alert.rules.ts'

export type AlertPushKind = `alert.${AlertKind}`
/** What a person may stop, each by itself. */
export const pushKinds = [
  ...kinds.map((kind): AlertPushKind => `alert.${kind}`),
  'incident',
  'event',
  'ride',
  'wish',
  'digest',
] as const
export type PushKind = (typeof pushKinds)[number]
/** `device` is what a person asks of us (a test), `summary` what the day's limit left out: neither is stopped. */
export type AnyPushKind = PushKind | 'device' | 'summary' | 'other'

/** Of the last word to a phone that was left for another: the phone notes it. */
export const movedTag = 'device:moved'

export const canBeStopped = (kind: AnyPushKind): kind is PushKind =>
  (pushKinds as readonly string[]).includes(kind)
