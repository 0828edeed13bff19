import { uuidv7 } from 'uuidv7'
import { addDays, dayOf } from '../list/days.ts'

/** What is written of an event on the phone, as the controls hold it: text, days, and choices. */

export type DateDraft = {
  id: string
  /** `2026-12-05`, or empty. */
  day: string
  /** `19:00`, or empty. */
  from: string
  /** At or before `from`, it is of the next morning. */
  to: string
  /** Last day of what lasts for days; empty for one that ends the day, or the night, it began. */
  lastDay: string
}

export const repeatUnits = ['day', 'week', 'month'] as const
export type RepeatDraft = {
  unit: (typeof repeatUnits)[number]
  /** Every 1, 2, 3 … of them. */
  every: number
  /** 1: Monday … 7: Sunday; of weeks alone. */
  weekdays: number[]
  /** « le 5 du mois », « le 1er samedi du mois »; of months alone. */
  monthly: 'day' | 'weekday'
  end: 'never' | 'day' | 'count'
  lastDay: string
  count: number
}

/** One date that moved or was cancelled, as the schedule keeps it. */
export type DateChange = {
  recurrence: string
  span?: { start: string; end: string } | undefined
  cancelled?: boolean | undefined
  reason?: string | undefined
}

export type WhenDraft = {
  kind: 'one' | 'several' | 'repeat'
  allDay: boolean
  /** At least one; the first alone counts unless there are `several`. */
  dates: DateDraft[]
  repeat: RepeatDraft
  /** Days of the repetition on which it does not take place. */
  without: string[]
  /** Kept through an edit for the dates that stay. */
  changes: DateChange[]
  /** A rule that came by import, which these controls can't say: it stays as it is. */
  otherRule: string | null
  zone: string
}

export type PlaceDraft = {
  id: string
  name: string
  address: string
  communeCode: string
  position: { lat: number; lon: number } | null
}
/** A place that is known already, with what a screen says of it. */
export type KnownPlace = { id: string; name: string; address: string | null; communeCode: string }

export type WhereDraft = {
  mode: 'offline' | 'mixed' | 'online'
  known: KnownPlace | null
  /** Written instead of a known one. */
  fresh: PlaceDraft | null
  onlineUrl: string
  /** Of what takes place online alone: optional. */
  communeCode: string
}

/** Part of the photo that is kept: `zoom` 1 is the largest frame that fits; `x`, `y` from 0 to 1; `whole`: a poster. */
export type Crop = { whole: boolean; zoom: number; x: number; y: number }

export type ImageDraft = {
  /** UUIDv7 made on the phone: sent twice, it is one image. Another cut is another image. */
  mediaId: string
  /** Opens it on the server; null where it is there already. */
  token: string | null
  /** As it was chosen on this phone, cut by `crop` when it is sent; null where the server has it. */
  source: Blob | null
  crop: Crop
  /** Where the server shows it. */
  url: string | null
  description: string
  credit: string
}

export type EventDraft = {
  id: string
  /** Idempotency-Key of the one write that will carry it. */
  key: string
  territory: string
  title: string
  when: WhenDraft
  where: WhereDraft
  categoryIds: string[]
  description: string
  image: ImageDraft | null
  /** Null: not said. */
  free: boolean | null
  price: string
  bookingUrl: string
  bookingPhone: string
  bookingEmail: string
  accessibility: string[]
  ageMin: string
  ageMax: string
  setting: string | null
  /** Separated by commas. */
  keywords: string
  /** An organizer account one is of; else a name. */
  organizerId: string | null
  organizerName: string
  contactName: string
  email: string
  phone: string
  /** Email and telephone on the event's page, else for moderators alone. */
  shown: boolean
  /** Of an edit: the version it was begun on, and what that held (`edit-draft.ts`). */
  edited: { version: number; base: string } | null
}

export const emptyDate = (day = ''): DateDraft => ({ id: uuidv7(), day, from: '', to: '', lastDay: '' })

export const emptyRepeat = (): RepeatDraft => ({
  unit: 'week',
  every: 1,
  weekdays: [],
  monthly: 'weekday',
  end: 'day',
  lastDay: '',
  count: 10,
})

export const emptyWhen = (): WhenDraft => ({
  kind: 'one',
  allDay: false,
  dates: [emptyDate()],
  repeat: emptyRepeat(),
  without: [],
  changes: [],
  otherRule: null,
  zone: 'Europe/Paris',
})

export function emptyEvent(territory: string): EventDraft {
  return {
    id: uuidv7(),
    key: uuidv7(),
    territory,
    title: '',
    when: emptyWhen(),
    where: { mode: 'offline', known: null, fresh: null, onlineUrl: '', communeCode: '' },
    categoryIds: [],
    description: '',
    image: null,
    free: null,
    price: '',
    bookingUrl: '',
    bookingPhone: '',
    bookingEmail: '',
    accessibility: [],
    ageMin: '',
    ageMax: '',
    setting: null,
    keywords: '',
    organizerId: null,
    organizerName: '',
    contactName: '',
    email: '',
    phone: '',
    shown: false,
    edited: null,
  }
}

/** Whether anything would be lost by starting again. */
export const hasContent = ({ title, when, where, description, image }: EventDraft): boolean =>
  Boolean(title || when.dates[0]?.day || where.known || where.fresh || description || image)

/** The earliest day one proposes an event for: what is over is no news. */
export const today = (): string => dayOf(Date.now())
export const nextDay = (day: string): string => addDays(day, 1)
