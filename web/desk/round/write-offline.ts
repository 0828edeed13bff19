import { toRaw } from 'vue'
import { now } from '../../offline/clock.ts'
import { notSent } from '../../offline/not-sent.ts'
import { newSend, putInQueue, sendAll, sendNow } from '../../offline/queue.ts'
import type { QueuedSend, RoundTicket } from '../../offline/stored.ts'
import type { PickedPhoto } from '../../ui/PhotoPicker.vue'
import { plainPhotos } from '../../ui/plain-photos.ts'
import type { MoveDraft, NoteDraft } from '../ticket/drafts.ts'
import { subjectOf } from './as-written.ts'
import { nameOf } from './name-of.ts'

type About = { kept: RoundTicket; account: string }

const photosAs = (photos: readonly PickedPhoto[], as: 'before' | 'after') =>
  plainPhotos(photos).map((photo) => ({ ...photo, as }))

const labelOf = ({ ticket }: RoundTicket) => nameOf(ticket)

/**
 * Into the queue at once, whatever the network: then it leaves in its turn. Throws `NotSent` where this phone could hold it
 * in memory only and it has not left at once (`no-room`), and where another window wrote other words under its id.
 */
async function write(send: QueuedSend): Promise<void> {
  if (await putInQueue(send)) return void sendAll()
  const outcome = await sendNow(send.id)
  if (outcome.fate === 'refused') throw outcome.problem
  if (outcome.fate !== 'sent') throw await notSent('no-room')
}

/** Plain, as IndexedDB keeps it. */
const seenOf = (kept: RoundTicket) =>
  structuredClone(toRaw(kept.ticket)) as unknown as Record<string, unknown>

/** A change of status, with the moment at which it was made. `said`: the status in words, to tell it from others. */
export function writeMove({ kept, account }: About, draft: MoveDraft, said: string): Promise<void> {
  const { to, words, reason, plannedOn, bodyId } = draft
  return write(
    newSend({
      id: draft.id,
      key: draft.key,
      kind: 'move',
      path: `/api/desk/incidents/${kept.id}/moves`,
      account,
      subject: subjectOf(kept.id),
      ifMatch: kept.ticket.version,
      seen: seenOf(kept),
      label: `${labelOf(kept)} : ${said}`,
      body: {
        to,
        happenedAt: (draft.actedAt ??= now()),
        ...(words.trim() ? { words: words.trim() } : {}),
        ...(to === 'declined' && reason ? { reason } : {}),
        ...(to === 'scheduled' ? { plannedOn } : {}),
        ...(to === 'forwarded' ? { bodyId } : {}),
      },
      photos: [...photosAs(draft.before, 'before'), ...photosAs(draft.after, 'after')],
    }),
  )
}

/** A word among colleagues or to the resident, and photos. It names no version: it only adds. */
export function writeNote({ kept, account }: About, draft: NoteDraft): Promise<void> {
  return write(
    newSend({
      id: draft.id,
      key: draft.key,
      kind: 'note',
      path: `/api/desk/incidents/${kept.id}/notes`,
      account,
      subject: subjectOf(kept.id),
      label: labelOf(kept),
      body: {
        public: draft.public,
        happenedAt: (draft.actedAt ??= now()),
        ...(draft.words.trim() ? { words: draft.words.trim() } : {}),
      },
      photos: photosAs(draft.after, 'after'),
    }),
  )
}

/** Takes the report for oneself. */
export function writeTaken({ kept, account }: About): Promise<void> {
  return write(
    newSend({
      kind: 'assign',
      method: 'PATCH',
      path: `/api/desk/incidents/${kept.id}`,
      account,
      subject: subjectOf(kept.id),
      ifMatch: kept.ticket.version,
      seen: seenOf(kept),
      label: labelOf(kept),
      body: { assigneeId: account },
    }),
  )
}
