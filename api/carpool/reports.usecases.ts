import { recordAudit } from '../platform/audit.ts'
import type { Deps } from '../platform/http.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import { decodeCursor, toPage } from '../platform/pagination.ts'
import { authorize, type Actor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import type { Caller, RateRule } from '../platform/rate-limits.ts'
import { openBooking, type ActDeps, type By } from './bookings-open.usecases.ts'
import { findReport, findReports, insertReport, settleReport } from './reports.repository.ts'
import { isGrave, type ReportReason } from './reports.rules.ts'
import type { NewReport, ReportList, ReportView, Settling } from './reports.schemas.ts'
import { suspend } from './suspensions.usecases.ts'
import { findTraveller } from './travellers.repository.ts'
import { tellTraveller } from './trust-news.ts'
import { trustProblems } from './trust.problems.ts'

const reportRate: RateRule = {
  name: 'traveller-report',
  windowSeconds: 86_400,
  perDevice: 10,
  perAddress: 60,
}

/**
 * Signals the other of a booking to the staff of the territory: nobody else reads it, the person is not told. Of what
 * is grave, staff are written to at once. Said for somebody without a phone, the trail has by whom. Throws `signed-out`, `booking-not-found`, `report-exists`,
 * `too-many-requests`.
 */
export function reportOther(
  { database, clock, ids, config, rateLimiter }: ActDeps & Pick<Deps, 'rateLimiter'>,
  {
    by,
    bookingId,
    request,
    write,
    caller,
  }: { by: By; bookingId: string; request: NewReport; write: WriteKey; caller: Caller },
): Promise<Answer<{ id: string }>> {
  return writeOnce({ database, clock, write }, async (tx) => {
    const { row, role } = await openBooking(tx, { id: bookingId, by, secret: config.secret })
    await rateLimiter.spend(tx, reportRate, caller)
    const { id, reason, words } = request
    if (await findReport(tx, id)) throw trustProblems['report-exists']()
    const [own, other] = role === 'driver' ? [row.driver, row.passenger] : [row.passenger, row.driver]
    const { territorySiren } = row.booking
    const at = clock.now()
    await insertReport(tx, {
      id,
      territorySiren,
      reporterId: own.id,
      reportedId: other.id,
      bookingId,
      reason,
      words: words || null,
      createdAt: at,
    })
    if ('desk' in by)
      await recordAudit(tx, {
        id: ids.next(),
        territorySiren,
        at,
        userId: by.desk?.userId ?? null,
        action: 'ride-report.entered',
        subject: id,
        change: { reason },
      })
    if (isGrave(reason))
      await tellTraveller(tx, { ids, at, territorySiren, travellerId: own.id, topic: 'report-grave' })
    return { status: 201, body: { id } }
  })
}

/** What is signalled in a territory, for its staff: the oldest open first, or the latest settled. */
export async function listReports(
  { database }: Pick<Deps, 'database'>,
  {
    actor,
    territorySiren,
    state,
    cursor,
    limit,
  }: {
    actor: Actor
    territorySiren: string
    state: 'open' | 'settled'
    cursor: string | undefined
    limit: number
  },
): Promise<ReportList> {
  authorize(actor, 'ride.moderate', { territorySiren })
  const [at, id] = cursor ? (decodeCursor(cursor, ['number', 'string']) as [number, string]) : []
  const rows = await findReports(database.read, {
    territorySiren,
    state,
    after: at === undefined || id === undefined ? undefined : { at, id },
    limit: limit + 1,
  })
  const page = toPage(rows, limit, ({ report }) => [
    state === 'open' ? report.createdAt : (report.settledAt ?? 0),
    report.id,
  ])
  return { ...page, items: page.items.map(toView) }
}

function toView({
  report,
  reporter,
  reported,
  about,
  ride,
}: Awaited<ReturnType<typeof findReports>>[number]): ReportView {
  return {
    id: report.id,
    reason: report.reason as ReportReason,
    words: report.words,
    createdAt: report.createdAt,
    reporter: reporter ?? '–',
    reported: {
      id: report.reportedId,
      name: reported?.name ?? '–',
      suspended: (reported?.suspendedAt ?? null) !== null,
      reports: about,
    },
    ride:
      ride.pickUpAt === null ? null : { pickUpAt: ride.pickUpAt, from: ride.from ?? '?', to: ride.to ?? '?' },
    settled:
      report.settledAt === null
        ? null
        : {
            at: report.settledAt,
            decision: report.decision ?? 'nothing',
            note: report.settledWords,
            told: report.toldWords,
          },
  }
}

/**
 * Staff settle a report: nothing to do, a warning, or a suspension until it is lifted, each with a note for staff and
 * with what the person is told. Who signalled it is told that it was read, not what was decided. Who decided is kept
 * in `audit`, by ids. Throws `not-found`, `report-settled`, `report-words-needed`, and as `authorize` does.
 */
export function settle(
  { database, clock, ids }: Pick<Deps, 'database' | 'clock' | 'ids'>,
  { actor, id, request, write }: { actor: Actor; id: string; request: Settling; write: WriteKey },
): Promise<Answer<{ id: string }>> {
  return writeOnce({ database, clock, write }, async (tx) => {
    const report = await findReport(tx, id)
    if (!report) throw commonProblems['not-found']()
    const { territorySiren, reportedId, reporterId } = report
    authorize(actor, 'ride.moderate', { territorySiren })
    const { decision, note, told } = request
    if (decision !== 'nothing' && !told) throw trustProblems['report-words-needed']()
    const at = clock.now()
    const done = await settleReport(tx, id, {
      settledAt: at,
      settledByUserId: actor!.userId,
      decision,
      settledWords: note,
      toldWords: decision === 'nothing' ? null : (told ?? null),
    })
    if (!done) throw trustProblems['report-settled']()
    await recordAudit(tx, {
      id: ids.next(),
      territorySiren,
      at,
      userId: actor!.userId,
      action: `traveller.report-${decision}`,
      subject: `traveller:${reportedId}`,
      change: { reportId: id },
    })
    const person = await findTraveller(tx, reportedId)
    if (person && decision === 'suspended') await suspend(tx, { clock, ids }, { row: person, reason: told! })
    if (person && decision === 'warned')
      await tellTraveller(tx, {
        ids,
        at,
        territorySiren,
        travellerId: reportedId,
        topic: 'warned',
        words: told,
      })
    await tellTraveller(tx, { ids, at, territorySiren, travellerId: reporterId, topic: 'report-settled' })
    return { status: 200, body: { id } }
  })
}
