import { eventContent, type EventContentRequest } from '../../api/agenda/content.schemas.ts'
import { prepareContent } from '../../api/agenda/content.usecases.ts'
import { recordEvent, type NewEvent } from '../../api/agenda/events-changes.usecases.ts'
import type { EventRow } from '../../api/agenda/events.repository.ts'
import { hashSecret, systemIds } from '../../api/platform/ids.ts'
import { demoSiren } from '../../api/territory/territory.demo.ts'
import type { DemoApp } from './demo-app.ts'
import { communeOf } from './incidents.ts'

/** What an organizer writes, with the words a test needs: a day, an hour, a commune. */
export type EventDraft = Partial<EventContentRequest> & {
  commune?: string
  /** Name of the place, in the commune's middle unless `position` is given. */
  placeName?: string
  position?: { lat: number; lon: number } | null
  /** `2026-12-05`; with `start` and `end`, wall times of that day: `19:00`. */
  on?: string
  start?: string
  end?: string
  allDay?: boolean
  /** Makes a series of it: `FREQ=WEEKLY;COUNT=5`. */
  rule?: string
}

/** An event as its author sends it: a Christmas market in Bavay, on 5 December 2026 at 19:00, unless told otherwise. */
export async function anEvent(app: DemoApp, draft: EventDraft = {}): Promise<EventContentRequest> {
  const {
    commune = 'Bavay',
    placeName = 'Salle des fêtes',
    position,
    on = '2026-12-05',
    start = '19:00',
    end = '22:00',
    allDay = false,
    rule,
    ...written
  } = draft
  const { code, lat, lon } = await communeOf(app, commune)
  const online = written.attendanceMode === 'online'
  return eventContent.parse({
    title: 'Marché de Noël',
    description: 'Artisans, vin chaud et chorale.',
    schedule: {
      allDay,
      spans: [allDay ? { start: on, end: on } : { start: `${on}T${start}`, end: `${on}T${end}` }],
      ...(rule ? { rule } : {}),
    },
    ...(online || written.placeId
      ? { communeCode: online ? null : code }
      : {
          place: {
            id: systemIds.next(),
            name: placeName,
            communeCode: code,
            position: position === undefined ? { lat, lon } : position,
          },
        }),
    ...written,
  })
}

/**
 * Writes an event through the store, published unless `as` says otherwise, without any of the ways that people have to
 * do so: for tests of what reads events.
 */
export async function publish(
  app: DemoApp,
  draft: EventDraft = {},
  as: Partial<NewEvent> & { organizer?: string } = {},
): Promise<EventRow> {
  const { database, clock, ids } = app.deps
  const request = await anEvent(app, draft)
  const territorySiren = as.territorySiren ?? demoSiren
  const prepared = await prepareContent(
    { database, clock, directory: app.directory },
    { territorySiren, request },
  )
  const { organizer, ...event } = as
  const id = ids.next()
  return database.write((tx) =>
    recordEvent(tx, {
      event: {
        id,
        territorySiren,
        organizerName: 'Comité des fêtes',
        status: 'published',
        secretHash: hashSecret(id),
        locale: 'fr',
        ...event,
      },
      prepared,
      organizer: organizer ?? null,
      entry: { id: ids.next(), authorKind: 'staff', kind: 'approved', tell: false },
      at: clock.now(),
    }),
  )
}
