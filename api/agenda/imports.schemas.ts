import { z } from '@hono/zod-openapi'
import { pageQuery } from '../platform/pagination.ts'
import { text } from '../platform/text.ts'
import { uuid } from '../platform/wire.ts'
import { communeCode, siren } from './agenda.schemas.ts'

// Shapes on the wire of what comes in from files and other agendas.

export const importFormat = z.enum(['ical', 'csv', 'openagenda'])

/** For whom a file is taken, and what its events get when it does not say. */
export const importQuery = z.object({
  territory: siren,
  /** An organizer one is of; left out by staff, for the territory's own. */
  organizer: uuid.optional(),
  /** INSEE code, for events that name no commune. */
  commune: communeCode.optional(),
  /** Id of a category, for events of none. */
  category: uuid.optional(),
})
export type ImportQuery = z.infer<typeof importQuery>

export const sourceAddress = z.string().trim().min(4).max(2048)
export const addressPreview = importQuery.extend({ url: sourceAddress }).openapi('ImportAddress')

const outcome = z.enum([
  'created',
  'updated',
  'waiting',
  'unchanged',
  'known',
  'held',
  'cancelled',
  'restored',
  'withdrawn',
  'past',
  'skipped',
  'declined',
  'refused',
])

/** What is wrong with one event of a file. */
const importFault = z
  .object({
    /** Line of the file, or rank in its list, from 1. */
    line: z.number(),
    title: z.string().nullable(),
    code: z.string(),
    /** The event is left out; else it is kept and read as the sentence says. */
    refused: z.boolean(),
    detail: z.string(),
  })
  .openapi('ImportFault')

const dropped = z.array(z.object({ name: z.string(), count: z.number() }))
const counts = z.record(outcome, z.number())

/** What a file would bring: nothing is written. At most 300 lines, those with something wrong first. */
export const importPreview = z
  .object({
    format: importFormat,
    total: z.number(),
    counts,
    /** Events will wait for a moderator before anyone sees them. */
    waits: z.boolean(),
    lines: z.array(
      z.object({
        line: z.number(),
        title: z.string().nullable(),
        outcome,
        start: z.string().nullable(),
        end: z.string().nullable(),
        allDay: z.boolean(),
        /** Dates after the first, when they are written one by one. */
        moreDates: z.number(),
        /** « chaque samedi »; null without a rule. */
        rule: z.string().nullable(),
        place: z.string().nullable(),
        /** The place is not known yet: it will be made. */
        newPlace: z.boolean(),
        commune: z.string().nullable(),
        faults: z.array(importFault),
      }),
    ),
    moreLines: z.number(),
    dropped,
  })
  .openapi('ImportPreview')
export type ImportPreview = z.infer<typeof importPreview>

export const importReport = z
  .object({
    total: z.number(),
    counts,
    /** Gone from the source all at once: kept until it is read again. */
    missing: z.number(),
    /** Changed here by a person: left as they are until told otherwise. */
    held: z.array(z.object({ eventId: z.string(), title: z.string() })),
    dropped,
    faults: z.array(importFault),
    moreFaults: z.number(),
  })
  .openapi('ImportReport')
export type ImportReportView = z.infer<typeof importReport>

const sourceDefaults = z.strictObject({
  communeCode: communeCode.optional(),
  placeId: uuid.optional(),
  categoryId: uuid.optional(),
})

export const newSource = z
  .strictObject({
    /** UUIDv7 made by the client. */
    id: uuid,
    territory: siren,
    organizerId: uuid.optional(),
    /** `territory`: the agenda of another Bocage, whose events near the border are shown with their origin. */
    kind: z.enum(['ical', 'csv', 'openagenda', 'territory']),
    /** Shown as where its events come from. */
    name: text({ min: 2, max: 80 }),
    url: sourceAddress,
    defaults: sourceDefaults.default({}),
    /** Of a territory's: kilometres from one of our communes' centres. */
    marginKm: z.number().min(1).max(100).optional(),
  })
  .openapi('NewEventSource')
export type NewSource = z.infer<typeof newSource>

export const sourceChange = z
  .strictObject({
    name: text({ min: 2, max: 80 }).optional(),
    /** False: it is read no more, until it is true again. */
    active: z.boolean().optional(),
    defaults: sourceDefaults.optional(),
    marginKm: z.number().min(1).max(100).optional(),
  })
  .openapi('EventSourceChange')
export type SourceChange = z.infer<typeof sourceChange>

export const eventSourceView = z
  .object({
    id: z.string(),
    kind: z.enum(['ical', 'csv', 'openagenda', 'territory']),
    name: z.string(),
    /** Null for files given by hand. */
    url: z.string().nullable(),
    organizer: z.object({ id: z.string(), name: z.string() }).nullable(),
    defaults: sourceDefaults,
    marginKm: z.number().nullable(),
    active: z.boolean(),
    /** `waiting`: not read yet; `broken`: the last reading gave nothing, and what it brought before is kept. */
    state: z.enum(['waiting', 'ok', 'broken', 'paused', 'file']),
    /** What is wrong, for its owner. */
    problem: z.string().nullable(),
    failures: z.number(),
    readAt: z.number().nullable(),
    nextAt: z.number().nullable(),
    report: importReport.nullable(),
    createdAt: z.number(),
    version: z.number(),
  })
  .openapi('EventSource')
export type EventSourceView = z.infer<typeof eventSourceView>

export const sourceList = z
  .object({ items: z.array(eventSourceView), nextCursor: z.string().nullable() })
  .openapi('EventSourceList')
export const sourceQuery = z.object({
  territory: siren,
  organizer: uuid.optional(),
  /** For staff of a commune: the sources chosen for it. */
  commune: communeCode.optional(),
  ...pageQuery,
})
