import { z } from '@hono/zod-openapi'
import { defineFieldErrors } from '../platform/field-errors.ts'
import { text } from '../platform/text.ts'
import { uuid } from '../platform/wire.ts'
import { accessibilityCode, attendanceMode, communeCode, setting, webAddress } from './agenda.schemas.ts'
import { checkSchedule } from './schedule-check.rules.ts'
import type { Schedule } from './schedule.rules.ts'
import { scheduleFaultWords } from './schedule-faults.words.ts'

defineFieldErrors({
  ...scheduleFaultWords,
  'online-address-needed': {
    fr: 'Donnez l’adresse où suivre l’événement en ligne.',
    en: 'Give the address where the event can be followed online.',
    nl: 'Geef het adres waar je het evenement online volgt.',
  },
  'event-place-needed': {
    fr: 'Choisissez un lieu connu, ou donnez-en un nouveau.',
    en: 'Choose a known place, or give a new one.',
    nl: 'Kies een bekende plaats, of geef een nieuwe.',
  },
  'ages-inside-out': {
    fr: 'L’âge le plus haut doit suivre le plus bas.',
    en: 'The highest age must come after the lowest.',
    nl: 'De hoogste leeftijd moet na de laagste komen.',
  },
})

/** `2026-12-05T19:00`, or `2026-12-05` when all day. */
export const wallTime = z
  .string()
  .regex(/^20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:T(?:[01]\d|2[0-3]):[0-5]\d)?$/)
export const wallSpan = z.strictObject({ start: wallTime, end: wallTime })

/** A step of a JSON Pointer, as zod names it. */
const key = (step: string) => (/^\d+$/.test(step) ? Number(step) : step)

/** Dates as the organizer says them. What a shape can't judge, `checkSchedule` does. */
export const scheduleShape = z
  .strictObject({
    zone: z.string().max(60).default('Europe/Paris'),
    allDay: z.boolean().default(false),
    spans: z.array(wallSpan).min(1).max(200),
    rule: z.string().max(300).optional(),
    exceptions: z.array(wallTime).max(500).optional(),
    changes: z
      .array(
        z.strictObject({
          recurrence: wallTime,
          span: wallSpan.optional(),
          cancelled: z.boolean().optional(),
          reason: text({ max: 300 }).optional(),
        }),
      )
      .max(500)
      .optional(),
  })
  .superRefine((schedule, context) => {
    for (const { pointer, code } of checkSchedule(schedule as Schedule))
      context.addIssue({
        code: 'custom',
        message: code,
        path: pointer.split('/').slice(1).map(key),
        input: schedule,
      })
  })
  .openapi('Schedule')

export const phone = z
  .string()
  .trim()
  .regex(/^\+?[\d\s().-]{6,20}$/)
export const email = z.email().max(254).toLowerCase()

/** An image uploaded before (`POST /api/media`); the token only where it is not already this event's. */
export const eventImage = z.strictObject({
  mediaId: uuid,
  uploadToken: z.string().min(16).max(128).optional(),
  /** Read by those who do not see it. */
  description: text({ min: 1, max: 300 }),
  credit: text({ max: 200 }),
})

/** A place that is not known yet; its commune is decided by its position, else given. */
export const newPlace = z.strictObject({
  id: uuid,
  name: text({ min: 1, max: 120 }),
  address: text({ max: 200 }).nullish(),
  communeCode,
  position: z
    .strictObject({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) })
    .nullish(),
})

/** What is written of an event: by its author, a moderator, an import. */
export const eventContent = z
  .strictObject({
    title: text({ min: 3, max: 140 }),
    /** Markdown subset: paragraphs, lists, emphasis, links. */
    description: text({ max: 10_000 }).default(''),
    schedule: scheduleShape,
    attendanceMode: attendanceMode.default('offline'),
    onlineUrl: webAddress.nullish().transform((value) => value ?? null),
    communeCode: communeCode.nullish().transform((value) => value ?? null),
    placeId: uuid.nullish().transform((value) => value ?? null),
    place: newPlace.optional(),
    categoryIds: z.array(uuid).max(3).default([]),
    setting: setting.nullish().transform((value) => value ?? null),
    free: z
      .boolean()
      .nullish()
      .transform((value) => value ?? null),
    price: text({ max: 200 })
      .nullish()
      .transform((value) => value || null),
    ageMin: z
      .number()
      .int()
      .min(0)
      .max(120)
      .nullish()
      .transform((value) => value ?? null),
    ageMax: z
      .number()
      .int()
      .min(0)
      .max(120)
      .nullish()
      .transform((value) => value ?? null),
    accessibility: z.array(accessibilityCode).max(5).default([]),
    keywords: z
      .array(text({ min: 1, max: 40 }))
      .max(20)
      .default([]),
    bookingUrl: webAddress.nullish().transform((value) => value ?? null),
    bookingPhone: phone.nullish().transform((value) => value ?? null),
    bookingEmail: email.nullish().transform((value) => value ?? null),
    image: eventImage.nullish().transform((value) => value ?? null),
  })
  .refine((value) => value.attendanceMode === 'offline' || value.onlineUrl !== null, {
    message: 'online-address-needed',
    path: ['onlineUrl'],
  })
  .refine(
    (value) => value.attendanceMode === 'online' || value.placeId !== null || value.place !== undefined,
    { message: 'event-place-needed', path: ['placeId'] },
  )
  .refine((value) => value.ageMin === null || value.ageMax === null || value.ageMin <= value.ageMax, {
    message: 'ages-inside-out',
    path: ['ageMax'],
  })
  .openapi('EventContent')
export type EventContentRequest = z.infer<typeof eventContent>
