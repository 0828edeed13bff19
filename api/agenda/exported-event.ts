import type { Schedule } from '../../db/schema/agenda.ts'
import type { PublicEvent } from './agenda.schemas.ts'

/** One date of an event, as the lists show it. */
export type ExportedDate = PublicEvent['dates'][number]

/**
 * A published or cancelled event, whole, as every export is written from it: only what anyone may read. Addresses are
 * absolute, since these texts are read far from our pages.
 */
export type ExportedEvent = Pick<
  PublicEvent,
  | 'id'
  | 'title'
  | 'description'
  | 'attendanceMode'
  | 'onlineUrl'
  | 'place'
  | 'commune'
  | 'categories'
  | 'contact'
  | 'setting'
  | 'free'
  | 'price'
  | 'ageMin'
  | 'ageMax'
  | 'accessibility'
  | 'keywords'
  | 'bookingUrl'
  | 'bookingPhone'
  | 'bookingEmail'
  | 'statusWords'
  | 'updatedAt'
> & {
  /** Number of its row: what OpenAgenda's readers, who know numbers only, call it by. */
  seq: number
  /** Page: `https://…/agenda/2026-12-05-marche-de-noel-bavay`. */
  url: string
  slug: string
  cancelled: boolean
  /** Language it is written in. */
  locale: string
  /** As written by its organizer: first date or dates, rule, exceptions, changes. */
  schedule: Schedule
  /** RFC 5545 SEQUENCE. */
  sequence: number
  createdAt: number
  /** Page of its own only when it has an account here. */
  organizer: { name: string; url: string | null } | null
  image: PublicEvent['image']
  replacedBy: { url: string; title: string } | null
  /** Where it comes from, when it was not entered here. */
  origin: PublicEvent['origin']
  /** Dates by start: those within the filter's days, cancelled ones included; at most `datesLimit` of the reading. */
  dates: ExportedDate[]
}

/** What a feed says of itself. */
export type FeedHead = {
  /** « Agenda du Pays de Mormal : Bavay, concerts ». */
  title: string
  /** Address of this very document. */
  url: string
  /** The same choice as a page for people. */
  pageUrl: string
  /** Epoch milliseconds of the last change of anything in the agenda. */
  updatedAt: number
  /** Epoch milliseconds of its making. */
  now: number
}

/** Place as people say it: « Salle des fêtes, 1 rue de l’Église, Bavay ». Null for what is online only. */
export function placeWords({ place, commune }: Pick<ExportedEvent, 'place' | 'commune'>): string | null {
  const words = [place?.name, place?.address, (place?.commune ?? commune)?.name].filter(Boolean)
  return words.length > 0 ? words.join(', ') : null
}

/** What somebody needs to come, a line each, without a word of ours, so that it reads in every language. */
export function practicalLines(event: ExportedEvent): string[] {
  const { price, onlineUrl, bookingUrl, bookingPhone, bookingEmail, url } = event
  return [price, onlineUrl, bookingUrl, bookingPhone, bookingEmail, url].filter((line) => line !== null)
}
