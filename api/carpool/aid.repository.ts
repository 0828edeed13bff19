import { aliasedTable, and, asc, eq, or, sql, type SQL } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { aidNetwork, aidRequest, aidVolunteer, traveller } from '../../db/schema/index.ts'

type Handle = Reader | Tx
export type NetworkRow = typeof aidNetwork.$inferSelect
export type AidRow = typeof aidRequest.$inferSelect

export async function findNetwork(handle: Handle, id: string): Promise<NetworkRow | null> {
  const [row] = await handle.select().from(aidNetwork).where(eq(aidNetwork.id, id))
  return row ?? null
}

/** Networks of a territory by name; index `aid_network_territory`. */
export function findNetworks(
  handle: Handle,
  {
    territorySiren,
    after,
    limit,
  }: { territorySiren: string; after: { name: string; id: string } | undefined; limit: number },
): Promise<NetworkRow[]> {
  return handle
    .select()
    .from(aidNetwork)
    .where(
      and(
        eq(aidNetwork.territorySiren, territorySiren),
        after && sql`(${aidNetwork.name}, ${aidNetwork.id}) > (${after.name}, ${after.id})`,
      ),
    )
    .orderBy(asc(aidNetwork.name), asc(aidNetwork.id))
    .limit(limit)
}

export async function insertNetwork(tx: Tx, row: typeof aidNetwork.$inferInsert): Promise<void> {
  await tx.insert(aidNetwork).values(row)
}

export async function updateNetwork(tx: Tx, id: string, change: Partial<NetworkRow>): Promise<void> {
  await tx
    .update(aidNetwork)
    .set({ ...change, version: sql`version + 1` })
    .where(eq(aidNetwork.id, id))
}

/** The networks somebody asked to drive for; index `aid_volunteer_of`. */
export function findVolunteering(handle: Handle, travellerId: string) {
  return handle.select().from(aidVolunteer).where(eq(aidVolunteer.travellerId, travellerId))
}

/** Asks to drive for a network; asked already, nothing changes. */
export async function insertVolunteer(tx: Tx, row: typeof aidVolunteer.$inferInsert): Promise<void> {
  await tx.insert(aidVolunteer).values(row).onConflictDoNothing()
}

export async function updateVolunteer(
  tx: Tx,
  { networkId, travellerId }: { networkId: string; travellerId: string },
  change: Partial<typeof aidVolunteer.$inferInsert>,
): Promise<boolean> {
  const rows = await tx
    .update(aidVolunteer)
    .set(change)
    .where(and(eq(aidVolunteer.networkId, networkId), eq(aidVolunteer.travellerId, travellerId)))
    .returning({ id: aidVolunteer.travellerId })
  return rows.length === 1
}

export async function deleteVolunteer(tx: Tx, networkId: string, travellerId: string): Promise<void> {
  await tx
    .delete(aidVolunteer)
    .where(and(eq(aidVolunteer.networkId, networkId), eq(aidVolunteer.travellerId, travellerId)))
}

/** Who drives for a network, or asks to, in the order of their ids; its primary key. */
export function findVolunteers(
  handle: Handle,
  { networkId, after, limit }: { networkId: string; after: string | undefined; limit: number },
) {
  return handle
    .select({ volunteer: aidVolunteer, traveller })
    .from(aidVolunteer)
    .innerJoin(traveller, eq(traveller.id, aidVolunteer.travellerId))
    .where(
      and(
        eq(aidVolunteer.networkId, networkId),
        after === undefined ? undefined : sql`${aidVolunteer.travellerId} > ${after}`,
      ),
    )
    .orderBy(asc(aidVolunteer.travellerId))
    .limit(limit)
}

const requester = aliasedTable(traveller, 'requester')
const driver = aliasedTable(traveller, 'volunteer')
export type WholeAid = {
  request: AidRow
  network: NetworkRow
  requester: typeof traveller.$inferSelect
  volunteer: typeof traveller.$inferSelect | null
}

const selectWhole = (handle: Handle) =>
  handle
    .select({ request: aidRequest, network: aidNetwork, requester, volunteer: driver })
    .from(aidRequest)
    .innerJoin(aidNetwork, eq(aidNetwork.id, aidRequest.networkId))
    .innerJoin(requester, eq(requester.id, aidRequest.travellerId))
    .leftJoin(driver, eq(driver.id, aidRequest.volunteerId))

export async function findAid(handle: Handle, id: string): Promise<WholeAid | null> {
  const [row] = await selectWhole(handle).where(eq(aidRequest.id, id))
  return row ?? null
}

type Page = { after: { leaveAt: number; id: string } | undefined; limit: number }
function list(handle: Handle, { after, limit }: Page, condition: SQL | undefined): Promise<WholeAid[]> {
  return selectWhole(handle)
    .where(
      and(
        condition,
        after && sql`(${aidRequest.leaveAt}, ${aidRequest.id}) > (${after.leaveAt}, ${after.id})`,
      ),
    )
    .orderBy(asc(aidRequest.leaveAt), asc(aidRequest.id))
    .limit(limit)
}

/** What a network's volunteers may take, the soonest first; index `aid_request_open`. */
export const findOpenAid = (handle: Handle, networkIds: readonly string[], from: number, page: Page) =>
  list(
    handle,
    page,
    and(
      sql`${aidRequest.networkId} in (select value from json_each(${JSON.stringify(networkIds)}))`,
      sql`${aidRequest.status} = 'open'`,
      sql`${aidRequest.leaveAt} >= ${from}`,
    ),
  )
/** What a volunteer took; index `aid_request_volunteer`. */
export const findTakenAid = (handle: Handle, volunteerId: string, from: number, page: Page) =>
  list(handle, page, and(eq(aidRequest.volunteerId, volunteerId), sql`${aidRequest.leaveAt} >= ${from}`))
/** What somebody asked; index `aid_request_traveller`. */
export const findOwnAid = (handle: Handle, travellerId: string, from: number, page: Page) =>
  list(handle, page, and(eq(aidRequest.travellerId, travellerId), sql`${aidRequest.leaveAt} >= ${from}`))
/** All that is asked in a territory; index `aid_request_list`. */
export const findAidOf = (handle: Handle, territorySiren: string, from: number, page: Page) =>
  list(
    handle,
    page,
    and(eq(aidRequest.territorySiren, territorySiren), sql`${aidRequest.leaveAt} >= ${from}`),
  )

export async function insertAid(tx: Tx, row: typeof aidRequest.$inferInsert): Promise<void> {
  await tx.insert(aidRequest).values(row)
}

export async function updateAid(
  tx: Tx,
  id: string,
  change: Partial<typeof aidRequest.$inferInsert>,
): Promise<void> {
  await tx
    .update(aidRequest)
    .set({ ...change, version: sql`version + 1` })
    .where(eq(aidRequest.id, id))
}

/** Takes a request if nobody did: the database alone decides who comes first. */
export async function takeAid(
  tx: Tx,
  { id, volunteerId, at, toCall }: { id: string; volunteerId: string; at: number; toCall: boolean },
): Promise<boolean> {
  const taken = await tx
    .update(aidRequest)
    .set({ status: 'taken', volunteerId, takenAt: at, updatedAt: at, toCall, version: sql`version + 1` })
    .where(and(eq(aidRequest.id, id), eq(aidRequest.status, 'open')))
    .returning({ id: aidRequest.id })
  return taken.length === 1
}

/** What somebody asked or took, whatever its day; indexes `aid_request_traveller`, `aid_request_volunteer`. */
export function findAidAbout(handle: Handle, travellerId: string): Promise<AidRow[]> {
  return handle
    .select()
    .from(aidRequest)
    .where(or(eq(aidRequest.travellerId, travellerId), eq(aidRequest.volunteerId, travellerId)))
}

export async function deleteAid(tx: Tx, id: string): Promise<void> {
  await tx.delete(aidRequest).where(eq(aidRequest.id, id))
}
export async function deleteVolunteering(tx: Tx, travellerId: string): Promise<void> {
  await tx.delete(aidVolunteer).where(eq(aidVolunteer.travellerId, travellerId))
}

/** Requests whose day is before an instant; index `aid_request_age`. */
export async function deleteOldAid(
  tx: Tx,
  { before, limit }: { before: number; limit: number },
): Promise<number> {
  const rows = await tx
    .delete(aidRequest)
    .where(
      sql`${aidRequest.id} in (select id from ${aidRequest} where leave_at < ${before} order by leave_at limit ${limit})`,
    )
    .returning({ id: aidRequest.id })
  return rows.length
}
