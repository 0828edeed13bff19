import { ref } from 'vue'
import type { Changed } from '../../api/incidents/desk.schemas.ts'
import { byService } from './clock.ts'
import { phoneDatabase } from './database.ts'
import { laterOf } from './later-of.ts'
import type { KeptRound, RoundTicket } from './stored.ts'

/** The round this phone took along, and its reports in their order; null when there is none. */
export const round = ref<KeptRound | null>(null)
export const roundTickets = ref<RoundTicket[]>([])

export async function openRound(): Promise<KeptRound | null> {
  const database = await phoneDatabase()
  const kept = (await database.get('round', 'mine')) ?? null
  // A former version wrote the device's own hour, in the round as in its reports.
  const stamp = kept && !kept.clock ? byService : (at: number) => at
  round.value = kept && { ...kept, at: stamp(kept.at) }
  const all = await database.getAll('roundTickets')
  roundTickets.value = all
    .sort((a, b) => a.order - b.order)
    .map((one) => ({ ...one, readAt: stamp(one.readAt) }))
  return round.value
}

/** Takes a round along in place of the one before. Throws `NotKept` when the phone cannot: the one before stays. */
export async function keepRound(kept: KeptRound, tickets: readonly RoundTicket[]): Promise<void> {
  const database = await phoneDatabase()
  const former = new Map((await database.getAll('roundTickets')).map((one) => [one.id, one]))
  await database.replace({
    round: [{ value: kept, key: 'mine' }],
    roundTickets: tickets.map((read) => ({ value: laterOf(read, former.get(read.id)) })),
  })
  await openRound()
}

/**
 * Erases the round from this phone, all of it or nothing: a page closed in the middle leaves no report without whose it
 * was. What was written during it stays in the queue.
 */
export async function forgetRound(): Promise<void> {
  await (await phoneDatabase()).replace({ round: [], roundTickets: [] })
  await openRound()
}

/** Erases the round by its author's hand, with what they left half written about its reports. */
export async function endRound(): Promise<void> {
  const database = await phoneDatabase()
  const ended = new Set((await database.getAll('roundTickets')).map(({ id }) => id))
  const others = (await database.getAll('deskDrafts')).filter(
    ({ incidentId }) => !incidentId || !ended.has(incidentId),
  )
  await database.replace({ round: [], roundTickets: [], deskDrafts: others.map((value) => ({ value })) })
  await openRound()
}

/** Keeps a report of the round as the server has it, each time a write made during it is accepted; false when in memory only. */
export async function keepSentWork(_send: unknown, answer: unknown, sentAt: number): Promise<boolean> {
  const { ticket } = answer as Partial<Changed>
  if (!ticket) return true
  const database = await phoneDatabase()
  const before = await database.get('roundTickets', ticket.id)
  if (!before) return true
  const read = { ...before, ticket: { ...ticket, contact: null }, readAt: byService(sentAt) }
  const kept = await database.put('roundTickets', laterOf(read, before))
  await openRound()
  return kept
}
