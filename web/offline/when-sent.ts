import { keepSentEvent } from '../agenda/propose/keep-sent-event.ts'
import { noteCountedOf } from '../incidents/follow/counted.ts'
import { keepSentReport } from '../incidents/report/keep-sent-report.ts'
import { keepSentWork } from './round.ts'
import type { QueuedSend, SendKind } from './stored.ts'

/**
 * Keeps on the phone what it draws from the answer to a write accepted at `sentAt`, maybe with the app closed. False when
 * it could be held in memory only.
 */
type WhenSent = (send: QueuedSend, answer: unknown, sentAt: number) => Promise<boolean>

/**
 * What is kept of each kind once it was accepted. Named here rather than registered by who keeps it: whatever sends has
 * it, however early, so that no answer is let go of.
 */
export const whenSent: Partial<Record<SendKind, WhenSent>> = {
  report: keepSentReport,
  'me-too': noteCountedOf,
  event: keepSentEvent,
  move: keepSentWork,
  note: keepSentWork,
  assign: keepSentWork,
}
