import { eq } from 'drizzle-orm'
import { prepareContent } from '../../api/agenda/content.usecases.ts'
import { recordEventChange } from '../../api/agenda/events-changes.usecases.ts'
import { demoSiren } from '../../api/territory/territory.demo.ts'
import { commune, event, eventCategory, type EventStatus, occurrence, place } from '../../db/schema/index.ts'
import { seeded } from '../bench/incidents/many.ts'
import { anEvent, publish, type EventDraft } from './agenda.ts'
import type { DemoApp } from './demo-app.ts'

const accessCodes = ['hi', 'ii', 'vi', 'pi', 'mi'] as const
const titles = [
  'Fête de la musique',
  'Brocante',
  'Bal',
  'Loto',
  'Œuvres d’été',
  'Concert de fanfare',
  'Marché',
]
const wall = (day: number, minutes: number) =>
  new Date(Date.UTC(2026, 9, 1) + day * 86_400_000 + minutes * 60_000).toISOString().slice(0, 16)

export type World = Awaited<ReturnType<typeof aWorldOfEvents>>

/**
 * Events of every kind from October to January around the clock of the tests: short and long, in series, moved,
 * cancelled, online, hidden, of two dates in one minute. The same at each run of one seed.
 */
export async function aWorldOfEvents(app: DemoApp, { count, seed }: { count: number; seed: number }) {
  const random = seeded(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const some = <T>(list: readonly T[], share: number) => list.filter(() => random() < share)
  const communes = (await app.database.read.select().from(commune)).slice(0, 6)
  const categories = (await app.database.read.select().from(eventCategory)).slice(0, 5)
  for (let n = 0; n < count; n++) {
    const where = pick(communes)
    const day = Math.floor(random() * 110)
    const minutes = pick([540, 600, 600, 840, 1140, 1380])
    const allDay = random() < 0.1
    const lasts = random() < 0.1 ? 60 * 24 * pick([2, 9, 60]) : pick([0, 60, 150, 600, 1440])
    const start = wall(day, allDay ? 0 : minutes)
    const end = wall(day, (allDay ? 0 : minutes) + lasts)
    const spans = [{ start, end }]
    if (random() < 0.15) spans.push({ start: wall(day + 3, minutes), end: wall(day + 3, minutes + 60) })
    const days = spans.map((span) => ({ start: span.start.slice(0, 10), end: span.end.slice(0, 10) }))
    const mode = random() < 0.1 ? 'online' : random() < 0.1 ? 'mixed' : 'offline'
    const draft: EventDraft = {
      title: `${pick(titles)} ${n % 9}`,
      description: pick(['Entrée libre', 'Buvette et tombola', '']),
      commune: where.name,
      placeName: `Salle ${Math.floor(random() * 3)}`,
      position: { lat: where.lat + (random() - 0.5) * 0.03, lon: where.lon + (random() - 0.5) * 0.03 },
      schedule: {
        zone: 'Europe/Paris',
        allDay,
        spans: allDay ? days : spans,
        ...(spans.length === 1 && random() < 0.2 ? { rule: `FREQ=WEEKLY;COUNT=${pick([2, 5])}` } : {}),
        ...(spans.length === 2 && !allDay && random() < 0.4
          ? // Two dates in one minute are one line.
            { changes: [{ recurrence: spans[1]?.start ?? '', span: { start, end } }] }
          : {}),
      },
      attendanceMode: mode,
      onlineUrl: mode === 'offline' ? null : 'https://exemple.fr/direct',
      categoryIds: some(categories, 0.3)
        .map(({ id }) => id)
        .slice(0, 3),
      setting: pick([null, 'indoor', 'outdoor', 'both']),
      free: pick([null, true, true, false]),
      ageMin: pick([null, null, 6, 18]),
      ageMax: pick([null, null, 25, 99]),
      accessibility: some(accessCodes, 0.2),
    }
    const status = pick<EventStatus>([
      'published',
      'published',
      'published',
      'published',
      'cancelled',
      'submitted',
    ])
    const row = await publish(app, draft, {
      status,
      ...(status === 'cancelled' ? { publishedAt: app.clock.now() } : {}),
    })
    if (random() < 0.15) {
      // An edit moves all of it: lists follow.
      const moved = await anEvent(app, {
        ...draft,
        free: pick([true, false]),
        setting: pick(['indoor', 'outdoor']),
      })
      const prepared = await prepareContent(
        { ...app.deps, directory: app.directory },
        { territorySiren: demoSiren, request: moved },
      )
      await app.database.write((tx) =>
        recordEventChange(tx, { before: row, prepared, entries: [], at: app.clock.now() }),
      )
    }
  }
  return {
    communes,
    categories,
    placeIds: [...new Set((await app.database.read.select().from(event)).map(({ placeId }) => placeId))],
    /** Every listed date with its event, read from the tables alone. */
    all: () =>
      app.database.read
        .select({ occurrence, event, placeName: place.name, communeName: commune.name })
        .from(occurrence)
        .innerJoin(event, eq(event.seq, occurrence.eventSeq))
        .leftJoin(place, eq(place.id, event.placeId))
        .leftJoin(commune, eq(commune.code, event.communeCode))
        .where(eq(occurrence.listed, true)),
  }
}
