import { createHash } from 'node:crypto'
import type { Deps } from '../../platform/http.ts'
import { dayOf } from '../../platform/open-days.ts'
import { commonProblems } from '../../platform/problems.ts'
import type { Caller, RateRule } from '../../platform/rate-limits.ts'
import { communeByCode, readTerritory } from '../../territory/territory.usecases.ts'
import { dayStart, type EventQuery } from '../agenda-query.ts'
import { plainWords } from '../agenda.markdown.ts'
import { lastChange } from '../agenda-state.usecases.ts'
import { readExport } from '../exports.usecases.ts'
import type { ExportedEvent } from '../exported-event.ts'
import { drawBooklet } from './agenda.booklet.ts'
import { drawPoster } from './agenda.poster.ts'
import { toPaperDays, type PaperEvent } from './paper.lines.ts'
import { periodAround } from './paper.rules.ts'
import type { BookletQuery, PosterQuery } from './paper.schemas.ts'

export type PaperDeps = Pick<Deps, 'database' | 'clock' | 'config' | 'rateLimiter'>
export type Printed = { pdf: Buffer; etag: string; name: string }

/** A page takes a fifth of a second to draw: more than anybody prints, less than what would slow the others. */
const paperRate: RateRule = { name: 'paper', windowSeconds: 600, perDevice: 60, perAddress: 600 }
/** A booklet takes five seconds: of those that are not drawn yet, one prints its season, not any stretch of days. */
const bookletRate: RateRule = { name: 'paper-booklet', windowSeconds: 600, perDevice: 12, perAddress: 60 }
/** Dates on a poster are read at arm's length, those of a booklet fill a hundred pages. */
const mostOn = { poster: 400, booklet: 1000 }
const summaryLength = 180
const keptDrawings = 24

const toPaperEvents = ({ dates, ...event }: ExportedEvent): PaperEvent[] =>
  dates.map(({ start, end, allDay, cancelled, moved }) => ({
    url: event.url,
    title: event.title,
    start,
    end,
    allDay,
    cancelled: cancelled || event.cancelled,
    moved,
    placeName: event.place?.name ?? null,
    communeName: (event.place?.commune ?? event.commune)?.name ?? null,
    online: event.attendanceMode !== 'offline',
    free: event.free,
    price: event.price,
    ageMin: event.ageMin,
    ageMax: event.ageMax,
    accessibility: event.accessibility,
    bookingPhone: event.bookingPhone,
    bookingUrl: event.bookingUrl,
    summary: plainWords(event.description, summaryLength),
  }))

/** Dates within days of wall time, both included, by start; and how many more there are than `most`. */
async function readDates(
  { database, config, clock }: PaperDeps,
  { query, from, to, most }: { query: EventQuery; from: string; to: string; most: number },
): Promise<{ dates: PaperEvent[]; leftOut: number }> {
  const dates: PaperEvent[] = []
  let cursor: string | undefined
  do {
    const slice = await readExport(
      { read: database.read, publicUrl: config.publicUrl, now: clock.now() },
      { query: { ...query, from, to }, from: dayStart(from), cursor, limit: 200, withDates: true },
    )
    dates.push(...slice.events.flatMap(toPaperEvents))
    cursor = slice.nextCursor ?? undefined
  } while (cursor)
  dates.sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0))
  return { dates: dates.slice(0, most), leftOut: Math.max(0, dates.length - most) }
}

/** What a whole territory printed lately, drawn once: the key names all that a drawing depends on. */
function createDrawings() {
  const kept = new Map<string, Promise<Buffer>>()
  let last: Promise<unknown> = Promise.resolve()
  const has = (key: string) => kept.has(key)
  const drawn = (key: string, draw: () => Promise<Buffer>): Promise<Buffer> => {
    const known = kept.get(key)
    if (known) return known
    // One after the other: drawing is all processor, and others wait for their lists meanwhile.
    const made = last.catch(() => undefined).then(draw)
    last = made
    kept.set(key, made)
    made.catch(() => kept.delete(key))
    for (const oldest of kept.keys()) if (kept.size > keptDrawings) kept.delete(oldest)
    return made
  }
  return { has, drawn }
}

/** Draws the agenda for paper. Throws `not-found` for an unknown commune or territory, `too-many-requests`. */
export function createPrinter(deps: PaperDeps) {
  const { database, clock, config, rateLimiter } = deps
  const drawings = createDrawings()
  const shownUrl = `${config.publicUrl.replace(/^https?:\/\//, '')}/agenda`

  async function print(
    kind: keyof typeof mostOn,
    caller: Caller,
    query: PosterQuery | BookletQuery,
    draw: (today: string, printedAt: number) => Promise<Buffer>,
  ): Promise<Omit<Printed, 'name'>> {
    const printedAt = clock.now()
    const today = dayOf(printedAt)
    const state = [kind, JSON.stringify(query), await lastChange(deps), today].join('|')
    const key = createHash('sha256').update(state).digest('base64url').slice(0, 22)
    await database.write(async (tx) => {
      await rateLimiter.spend(tx, paperRate, caller)
      if (kind === 'booklet' && !drawings.has(key)) await rateLimiter.spend(tx, bookletRate, caller)
    })
    return { pdf: await drawings.drawn(key, () => draw(today, printedAt)), etag: `"${key}"` }
  }

  return {
    async poster(query: PosterQuery, caller: Caller): Promise<Printed> {
      const commune = await communeByCode({ database, code: query.commune })
      if (!commune) throw commonProblems['not-found']()
      const { name: territoryName } = await readTerritory({ database, siren: commune.territorySiren })
      const { size: sheet, lang: language } = query
      const printed = await print('poster', caller, query, async (today, printedAt) => {
        const { from, to } = periodAround(query.from ?? today, query.period)
        const { dates } = await readDates(deps, {
          query: { commune: commune.code },
          from,
          to,
          most: mostOn.poster,
        })
        const days = toPaperDays(dates, { from, language, commune: commune.name })
        const url = `${config.publicUrl}/agenda?commune=${commune.code}`
        const where = { communeName: commune.name, territoryName, url, shownUrl }
        return drawPoster({ ...where, from, to, sheet, language, days, printedAt, today })
      })
      return { ...printed, name: `agenda-${commune.slug}.pdf` }
    },
    async booklet(query: BookletQuery, caller: Caller): Promise<Printed> {
      const { name: territoryName } = await readTerritory({ database, siren: query.territory })
      const { lang: language, territory } = query
      const printed = await print('booklet', caller, query, async (today, printedAt) => {
        const { from, to } = periodAround(query.from ?? today, query.period)
        const { dates, leftOut } = await readDates(deps, {
          query: { territory },
          from,
          to,
          most: mostOn.booklet,
        })
        const days = toPaperDays(dates, { from, language, commune: null })
        const url = `${config.publicUrl}/agenda`
        return drawBooklet({
          territoryName,
          from,
          to,
          language,
          days,
          url,
          shownUrl,
          printedAt,
          today,
          leftOut,
        })
      })
      return { ...printed, name: 'agenda.pdf' }
    },
  }
}
