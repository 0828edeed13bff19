import type { DeskItem, DeskSetup, Ticket } from '../../../api/incidents/desk.schemas.ts'
import type { OfferedSentence } from '../../../api/incidents/desk-tools.schemas.ts'
import { isOpen } from '../../../api/incidents/incidents.rules.ts'
import { now } from '../../offline/clock.ts'
import { sendAll } from '../../offline/queue.ts'
import { keepRound } from '../../offline/round.ts'
import type { RoundTicket } from '../../offline/stored.ts'
import { fitWithin } from '../../ui/photo-shrink.ts'
import { readChosen, type Chosen } from './read-chosen.ts'
import { inRoundOrder } from './round-order.ts'
import { readQueue, readTicket } from '../shared/desk-api.ts'

/** A day's work, and what a phone can keep of it. */
export const roundMost = 60
const photosMost = 4
/** Wide enough for a phone's screen held close. */
const screenSide = 1280
/** A photo that takes longer would keep the whole round from leaving. */
const photoPatienceMs = 20_000

/** Reports one may take along: one's own first, then those under way or to sort that nobody has taken. */
export async function readCandidates(): Promise<{ mine: DeskItem[]; others: DeskItem[] }> {
  const [mine, under, fresh] = await Promise.all(
    (['mine', 'in-progress', 'to-sort'] as const).map((queue) => readQueue({ queue, limit: 100 })),
  )
  const own = (mine?.items ?? []).filter(({ status }) => isOpen(status))
  const known = new Set(own.map(({ id }) => id))
  const others = [...(under?.items ?? []), ...(fresh?.items ?? [])].filter(
    ({ id, assignee }) => !known.has(id) && assignee === null,
  )
  return { mine: own, others }
}

/** A photo at the size of a screen; null when it cannot be read: the report is worth taking without it. */
async function screenSized(url: string): Promise<Blob | null> {
  const bitmap = await fetch(url, {
    credentials: 'same-origin',
    signal: AbortSignal.timeout(photoPatienceMs),
  })
    .then((answer) => (answer.ok ? answer.blob() : Promise.reject(new Error(String(answer.status)))))
    .then((blob) => createImageBitmap(blob))
    .catch(() => null)
  if (!bitmap) return null
  const { width, height } = fitWithin(bitmap.width, bitmap.height, screenSide)
  const canvas = Object.assign(document.createElement('canvas'), { width, height })
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, width, height)
  bitmap.close()
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.8))
}

async function keepable(ticket: Ticket, readAt: number, order: number): Promise<RoundTicket> {
  const photos: RoundTicket['photos'] = []
  for (const { id, kind, url } of ticket.photos.slice(0, photosMost)) {
    const blob = await screenSized(url)
    if (blob) photos.push({ id, kind, blob })
  }
  // Who reported it stays on the server: a phone gets lost in the woods.
  return { id: ticket.id, order, readAt, ticket: { ...ticket, contact: null }, photos }
}

/**
 * Downloads these reports, with their photos, in place of the round before, once what waits was sent: what is read then
 * holds it. Returns those that are gone, left out. Throws when one cannot be read, or nothing can be kept.
 */
export async function prepareRound(
  chosen: readonly Chosen[],
  lists: { setup: DeskSetup; sentences: OfferedSentence[] },
  onProgress: (done: number) => void,
): Promise<Chosen[]> {
  await sendAll().catch(() => undefined)
  const { tickets, readAt, gone } = await readChosen(chosen.slice(0, roundMost), readTicket)
  const kept: RoundTicket[] = []
  for (const ticket of inRoundOrder(tickets)) {
    kept.push(await keepable(ticket, readAt.get(ticket.id) ?? now(), kept.length))
    onProgress(kept.length)
  }
  const { setup, sentences } = lists
  await keepRound(
    { account: setup.me.id, at: now(), clock: 'service', setup, sentences: [...sentences] },
    kept,
  )
  return gone
}
