import type { AccessibilityCode, AttendanceMode, Setting } from '../../db/schema/agenda.ts'
import type { ScheduleFault } from './schedule-check.rules.ts'
import type { Schedule } from './schedule.rules.ts'

// What every reader of files makes of them, whatever their format: events in our words, what is wrong with the others,
// and what we have no place for. Nothing here is judged against the territory yet.

/** Where it takes place, as the source says it. */
export type ImportedPlace = {
  /** « Salle des fêtes », or the whole of an iCal LOCATION when `whole`. */
  name: string | null
  address: string | null
  commune: string | null
  /** INSEE code, when the source knows it. */
  communeCode: string | null
  postcode: string | null
  position: { lat: number; lon: number } | null
  /** The name is all in one, commune included: « Salle des fêtes, 1 rue Haute, 59570 Bavay ». */
  whole: boolean
}

export type ImportedEvent = {
  /** What its source calls it; the same each time the file is read. */
  uid: string
  /** Line of the file it begins on, or its rank in a list; from 1. */
  line: number
  title: string
  /** Markdown subset. */
  description: string
  schedule: Schedule
  /** Its source says that it does not take place; `cancelWords` is why. */
  cancelled: boolean
  cancelWords: string | null
  attendanceMode: AttendanceMode
  onlineUrl: string | null
  place: ImportedPlace | null
  organizerName: string | null
  /** Names that may be those of categories of the territory; the others become keywords. */
  categories: string[]
  keywords: string[]
  setting: Setting | null
  free: boolean | null
  price: string | null
  ageMin: number | null
  ageMax: number | null
  accessibility: AccessibilityCode[]
  bookingUrl: string | null
  bookingPhone: string | null
  bookingEmail: string | null
  sourceUrl: string | null
}

/** What is wrong with one event of a file; sentences are in import.words.ts. */
export type EventFault =
  | ScheduleFault
  | 'title-missing'
  | 'title-cut'
  | 'description-cut'
  | 'start-missing'
  | 'start-unreadable'
  | 'end-unreadable'
  | 'hour-unreadable'
  | 'end-unlike-start'
  | 'floating-time'
  | 'dates-cut'
  | 'exceptions-cut'
  | 'rule-and-dates'
  | 'date-changed-unknown'
  | 'following-changed'
  | 'line-unreadable'
  | 'cut-short'
  | 'uid-missing'
  | 'uid-twice'
  | 'private'
  | 'address-unreadable'
  | 'phone-unreadable'
  | 'email-unreadable'
  | 'number-unreadable'
  | 'yes-no-unreadable'
  | 'choice-unknown'
  | 'online-address-missing'
  | 'not-an-event'
  | 'not-published'
  | 'place-missing'
  | 'commune-unknown'
  | 'outside-territory'
  | 'unfit'

export type ImportFault = {
  line: number
  uid: string | null
  title: string | null
  code: EventFault
  /** The event is left out; false: it is kept, and read as the sentence says. */
  refused: boolean
  /** What was written there, cut short. */
  value?: string
}

/** Why nothing at all is read of a file. */
export type FileFault =
  | 'empty-file'
  | 'not-a-calendar'
  | 'not-a-table'
  | 'not-json'
  | 'no-known-column'
  | 'too-heavy'
  | 'unreadable'

export type FileFormat = 'ical' | 'csv' | 'openagenda'

export type ReadFile = {
  format: FileFormat
  events: ImportedEvent[]
  faults: ImportFault[]
  /** What was in the file and has no place here: its name, and how often. */
  dropped: Record<string, number>
  /** Every event of the file was read: one that is missing is really gone. */
  whole: boolean
}

export type ReadOptions = {
  /** Epoch milliseconds: of too many dates, those to come are kept. */
  now: number
}

export const importLimits = {
  bytes: 10 * 1024 * 1024,
  /** Events of one file. */
  events: 10_000,
  /** Dates of one event (`scheduleShape`). */
  spans: 200,
  exceptions: 500,
  changes: 500,
  title: 140,
  description: 10_000,
} as const

/** Gathers what a reader says of its file, a bounded list of faults at most. */
export function createReport() {
  const faults: ImportFault[] = []
  const dropped: Record<string, number> = {}
  const most = 20_000
  return {
    faults,
    dropped,
    note: (fault: ImportFault) => {
      if (faults.length < most)
        faults.push(fault.value === undefined ? fault : { ...fault, value: fault.value.slice(0, 80) })
    },
    drop: (name: string, times = 1) => {
      const known = name.slice(0, 60)
      if (known in dropped || Object.keys(dropped).length < 100)
        dropped[known] = (dropped[known] ?? 0) + times
    },
  }
}
export type Report = ReturnType<typeof createReport>
