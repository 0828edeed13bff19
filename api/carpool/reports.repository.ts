import { aliasedTable, and, asc, desc, eq, isNull, sql } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { booking, territoryAire, traveller, travellerBarred, travellerReport } from '../../db/schema/index.ts'

type Handle = Reader | Tx
export type ReportRow = typeof travellerReport.$inferSelect

export async function insertReport(tx: Tx, row: typeof travellerReport.$inferInsert): Promise<void> {
  await tx.insert(travellerReport).values(row)
}

export async function findReport(handle: Handle, id: string): Promise<ReportRow | null> {
  const [row] = await handle.select().from(travellerReport).where(eq(travellerReport.id, id))
  return row ?? null
}

/** True when it is settled now; false when somebody did before. */
export async function settleReport(
  tx: Tx,
  id: string,
  settled: Pick<ReportRow, 'settledAt' | 'settledByUserId' | 'decision' | 'settledWords' | 'toldWords'>,
): Promise<boolean> {
  const rows = await tx
    .update(travellerReport)
    .set(settled)
    .where(and(eq(travellerReport.id, id), isNull(travellerReport.settledAt)))
    .returning({ id: travellerReport.id })
  return rows.length === 1
}

const reporter = aliasedTable(traveller, 'reporter')
const reported = aliasedTable(traveller, 'reported')
const pickUp = aliasedTable(territoryAire, 'pick_up')
const dropOff = aliasedTable(territoryAire, 'drop_off')
const about = sql<number>`(select count(*) from traveller_report r where r.reported_id = ${travellerReport.reportedId})`

type Place = { at: number; id: string }
/** Reports of a territory with their people and their ride: the oldest open first, or the latest settled. */
export function findReports(
  handle: Handle,
  {
    territorySiren,
    state,
    after,
    limit,
  }: { territorySiren: string; state: 'open' | 'settled'; after: Place | undefined; limit: number },
) {
  const open = state === 'open'
  const at = open ? travellerReport.createdAt : travellerReport.settledAt
  const place = after && sql`(${at}, ${travellerReport.id})`
  return handle
    .select({
      report: travellerReport,
      reporter: reporter.name,
      reported: { id: reported.id, name: reported.name, suspendedAt: reported.suspendedAt },
      about,
      ride: { pickUpAt: booking.pickUpAt, from: pickUp.name, to: dropOff.name },
    })
    .from(travellerReport)
    .leftJoin(reporter, eq(reporter.id, travellerReport.reporterId))
    .leftJoin(reported, eq(reported.id, travellerReport.reportedId))
    .leftJoin(booking, eq(booking.id, travellerReport.bookingId))
    .leftJoin(
      pickUp,
      and(eq(pickUp.territorySiren, booking.territorySiren), eq(pickUp.aireId, booking.pickUpId)),
    )
    .leftJoin(
      dropOff,
      and(eq(dropOff.territorySiren, booking.territorySiren), eq(dropOff.aireId, booking.dropOffId)),
    )
    .where(
      and(
        eq(travellerReport.territorySiren, territorySiren),
        open ? sql`${travellerReport.settledAt} is null` : sql`${travellerReport.settledAt} is not null`,
        place &&
          (open ? sql`${place} > (${after.at}, ${after.id})` : sql`${place} < (${after.at}, ${after.id})`),
      ),
    )
    .orderBy(...(open ? [asc(at), asc(travellerReport.id)] : [desc(at), desc(travellerReport.id)]))
    .limit(limit)
}

/** Who is suspended in a territory, the latest first; index `traveller_suspended`. */
export function findSuspended(
  handle: Handle,
  { territorySiren, after, limit }: { territorySiren: string; after: Place | undefined; limit: number },
) {
  return handle
    .select({
      id: traveller.id,
      name: traveller.name,
      at: traveller.suspendedAt,
      reason: traveller.suspendedReason,
    })
    .from(traveller)
    .where(
      and(
        eq(traveller.territorySiren, territorySiren),
        sql`suspended_at is not null`,
        after && sql`(${traveller.suspendedAt}, ${traveller.id}) < (${after.at}, ${after.id})`,
      ),
    )
    .orderBy(desc(traveller.suspendedAt), desc(traveller.id))
    .limit(limit)
}

/** Who was suspended when they asked to be forgotten, by the keyed hash of their address; the primary key. */
export async function findBarred(
  handle: Handle,
  { territorySiren, emailHash }: { territorySiren: string; emailHash: string },
) {
  const [row] = await handle
    .select()
    .from(travellerBarred)
    .where(and(eq(travellerBarred.territorySiren, territorySiren), eq(travellerBarred.emailHash, emailHash)))
  return row ?? null
}

export async function insertBarred(tx: Tx, row: typeof travellerBarred.$inferInsert): Promise<void> {
  await tx.insert(travellerBarred).values(row).onConflictDoNothing()
}

export async function deleteBarred(
  tx: Tx,
  { territorySiren, emailHash }: { territorySiren: string; emailHash: string },
): Promise<void> {
  await tx
    .delete(travellerBarred)
    .where(and(eq(travellerBarred.territorySiren, territorySiren), eq(travellerBarred.emailHash, emailHash)))
}

/** Reports written before an instant, and who was barred before it; indexes `traveller_report_age`, `traveller_barred_age`. */
export async function deleteOldReports(
  tx: Tx,
  { before, limit }: { before: number; limit: number },
): Promise<number> {
  const reports = await tx
    .delete(travellerReport)
    .where(
      sql`${travellerReport.id} in (select id from ${travellerReport} where created_at < ${before} order by created_at limit ${limit})`,
    )
    .returning({ id: travellerReport.id })
  await tx.delete(travellerBarred).where(sql`${travellerBarred.createdAt} < ${before}`)
  return reports.length
}
