import type { OfferedSentence } from '../../api/incidents/desk-tools.schemas.ts'
import type { DeskSetup, Ticket } from '../../api/incidents/desk.schemas.ts'
import type { FieldProblem, Unanswered } from '../http/errors.ts'
import type { PickedPhoto } from '../ui/PhotoPicker.vue'
import type { PickedPlace } from '../ui/PlacePicker.vue'
import type { EventDraft } from '../agenda/propose/event-draft.ts'
import type { AlertWriting } from '../desk/alerts/kept-alert.ts'
import type { MoveDraft, NoteDraft, SaidDraft } from '../desk/ticket/drafts.ts'

/** A report being written. `id` and `key` are made with it, so that however it is sent, it exists once. */
export type StoredDraft = {
  id: string
  /** Idempotency-Key of the one write that will carry it. */
  key: string
  territory: string
  photos: PickedPhoto[]
  place: PickedPlace
  /** The resident's word when the place is at the edge of several communes. */
  communeCode: string | null
  categoryId: string | null
  answers: Record<string, string>
  departmentalRoad: boolean | null
  words: string
  email: string
  phone: string
}

/** Words and photos being added to a report that was made. `id` is that of the write that will carry them. */
export type AdditionDraft = { id: string; words: string; photos: PickedPhoto[] }

/** What a body outside Bocage is answering by its private link. */
export type ReplyDraft = AdditionDraft & { choice: string; plannedOn: string; reason: string }

export type SendKind =
  | 'report'
  | 'me-too'
  | 'addition'
  | 'answer'
  | 'reopen'
  | 'still-there'
  | 'follow-event'
  | 'unfollow-event'
  | 'follow-report'
  | 'event'
  | 'move'
  | 'note'
  | 'assign'
  | 'ride-offer'
  | 'ride-request'
  | 'alert-draft'
  | 'alert-edit'

/** `as`: the list of the body that names it once uploaded; `photos` unless said. A `document` is a PDF. */
export type QueuedPhoto = {
  id: string
  blob: Blob
  token: string
  uploaded: boolean
  as?: 'photos' | 'before' | 'after' | 'document'
}

/** A write not yet accepted by the server. Visible, with its fate, until it is. */
export type QueuedSend = {
  id: string
  key: string
  kind: SendKind
  /** POST unless said. */
  method?: 'POST' | 'PATCH' | 'PUT'
  path: string
  /** Everything but the photos, which are named in it once uploaded. */
  body: Record<string, unknown>
  photos: QueuedPhoto[]
  /** Private link of the report it adds to. */
  secret: string | null
  /** What it changes: the writes of one subject leave in their order, and wait for each other. */
  subject?: string | null
  /** Whose it is, by the account's id; null for what anyone may send. It never leaves under another account. */
  account?: string | null
  /** The version it was written upon, where the API asks for one. */
  ifMatch?: number | null
  /** The state it was written upon, to tell a real conflict from a change that touched nothing of it. */
  seen?: Record<string, unknown> | null
  /** What it is about, for the person: « Nid-de-poule, Bavay ». */
  label: string
  /** In which its author reads what the server answers. */
  language?: string
  /** Kept with a report so that a refused one can be corrected. */
  draft: StoredDraft | null
  /** The same of an event that was proposed. */
  eventDraft?: EventDraft | null
  createdAt: number
  attempts: number
  /** When it was first tried, by this phone's clock: an answer may have been on its way since. */
  triedAt?: number
  /** A try may have arrived, whatever became of its answer. */
  mayBeThere?: true
  /** What it says, as `printOf` has it. Former versions wrote none. */
  print?: string
  /** The opened page it was written on: nowhere else is there a later text of it. */
  page?: string
  /** It was accepted once, by a server that has been put back to before. */
  again?: boolean
  state: 'waiting' | 'refused'
  /** Why the last try had no answer; or that it waits for its author to sign in; or for what it is about to be sent again. */
  unanswered?: Unanswered | 'signed-out' | 'other-account' | 'not-back' | null
  refusal: { slug: string; title: string; detail: string; errors?: FieldProblem[] } | null
  /** Refused as out of date: the state the server has now. */
  current?: Record<string, unknown> | null
}

/**
 * A write the server accepted, and what it answered, until the phone has drawn from it what it keeps. Then it is
 * `settled`, and of the write only what it was about remains.
 */
export type SentOne = { id: string; sentAt: number } & (
  | { settled: false; send: QueuedSend; answer: unknown }
  | { settled: true; send: Pick<QueuedSend, 'id' | 'kind' | 'subject' | 'print'> }
)

/**
 * An accepted write, whole, kept as long as the server keeps its answer: one put back from an older copy has lost it, and
 * is sent it again.
 */
export type AcceptedWrite = {
  id: string
  send: QueuedSend
  /** By the server's clock, and never later than it was. */
  acceptedAt: number
  textBytes: number
  photoBytes: number
  /** How many of its photos were given up for want of room. */
  photosLeft: number
  /** What it made was changed from this phone since: that change is not in it. */
  changed: boolean
}

/** What the person is told once a server came back from an older copy, until they have read it. */
export type Restored = {
  /** Of the oldest and the newest that are sent again, when each was written. */
  from: number
  to: number
  count: number
  /** A report among them may come to bear another number. */
  reports: boolean
  photosLeft: number
  changed: boolean
  /** Seats asked for that the service no longer knows: when each ride leaves. They are not asked for again. */
  rides?: number[]
}

/** Its moments are by the service's clock; where that is not said, a former version wrote this device's own. */
type Stamped = { clock?: 'service' }

/** The round of work this phone took along: whose, when, and the lists its forms offer. */
export type KeptRound = Stamped & {
  account: string
  at: number
  setup: DeskSetup
  sentences: OfferedSentence[]
}

/** A report of the round: as it was last read, without who reported it, its photos beside. */
export type RoundTicket = {
  id: string
  /** Its place in the round. */
  order: number
  readAt: number
  ticket: Omit<Ticket, 'contact'> & { contact: null }
  photos: { id: string; kind: string; blob: Blob }[]
}

/** Photos of a report that is being entered for somebody; its words stay in the tab. */
export type EntryPhotos = { photos: PickedPhoto[] }

/**
 * What is half written at the desk, shown to its author alone. `id`: `move:`, `note:` or `said:` and the report's, `alert:`
 * and the alert's (`new` for one that is not there yet), or `enter:` and that of a report to be.
 */
export type DeskDraft<D = MoveDraft | NoteDraft | SaidDraft | AlertWriting | EntryPhotos> = Stamped & {
  id: string
  account: string
  /** The report it is about; null for an alert. */
  incidentId: string | null
  savedAt: number
  draft: D
}

/** An incident this phone follows. `secret` is that of the private link, for one's own reports. */
export type Followed = {
  id: string
  reference: string
  secret: string | null
  categoryName: string
  categoryIcon: string
  communeName: string
  bodyName: string
  status: string
  statusAt: number
  createdAt: number
  dueAt: number
  plannedOn: string | null
  /** When that was read, by the service's clock. Former versions noted none. */
  readAt?: number
}

/** Start and end of one date of an event, as the server says them. */
export type KeptDate = {
  recurrence: string
  startAt: number
  endAt: number
  start: string
  end: string
  allDay: boolean
}

/** An event this phone follows, as it was last read. */
export type FollowedEvent = {
  id: string
  path: string
  title: string
  place: string
  date: KeptDate | null
  cancelled: boolean
  /** What changed since it was followed, until the person has opened its page. */
  news: { kind: 'date' | 'place' | 'cancelled'; before: KeptDate | null } | null
  followedAt: number
}

/** An event proposed from this phone. `secret` is that of its private link. */
export type OwnEvent = {
  id: string
  secret: string
  title: string
  /** As last heard: `draft` waits for its author's address to be confirmed. */
  status: string
  /** Where the link to confirm was sent. */
  email: string
  sentAt: number
}
