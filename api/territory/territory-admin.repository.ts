import { and, asc, desc, eq, gt, isNull, lt, or, sql } from 'drizzle-orm'
import type { Database, Tx } from '../../db/client.ts'
import { audit, body, category, readySentence, responsibility, territory } from '../../db/schema/index.ts'
import type { Body, Category, ResponsibilityRow, Territory } from './territory.repository.ts'

export type SentenceRow = typeof readySentence.$inferSelect
export type AuditRow = typeof audit.$inferSelect
type Reads = { read: Pick<Database['read'], 'select'> }
type Change<Row> = Partial<Omit<Row, 'version'>>

/** The row the statement was sure to find: it was read in the same transaction. */
function only<Row>([row]: Row[]): Row {
  if (row === undefined) throw new Error('A row read in this transaction is gone')
  return row
}

export async function saveTerritory(tx: Tx, siren: string, change: Change<Territory>): Promise<Territory> {
  const version = sql`${territory.version} + 1`
  return only(
    await tx
      .update(territory)
      .set({ ...change, version })
      .where(eq(territory.siren, siren))
      .returning(),
  )
}

/** A page of bodies in the order of `body_territory`, with those put away. */
export function findBodyPage(
  { read }: Reads,
  {
    siren,
    after,
    limit,
  }: { siren: string; after: [kind: string, name: string, id: string] | null; limit: number },
): Promise<Body[]> {
  const place = sql`(${body.kind}, ${body.name}, ${body.id})`
  return read
    .select()
    .from(body)
    .where(
      and(
        eq(body.territorySiren, siren),
        after ? sql`${place} > (${after[0]}, ${after[1]}, ${after[2]})` : undefined,
      ),
    )
    .orderBy(asc(body.kind), asc(body.name), asc(body.id))
    .limit(limit)
}

export async function insertBody(tx: Tx, row: typeof body.$inferInsert): Promise<Body> {
  return only(await tx.insert(body).values(row).returning())
}

export async function saveBody(tx: Tx, id: string, change: Change<Body>): Promise<Body> {
  const version = sql`${body.version} + 1`
  return only(
    await tx
      .update(body)
      .set({ ...change, version })
      .where(eq(body.id, id))
      .returning(),
  )
}

export async function insertCategory(tx: Tx, row: typeof category.$inferInsert): Promise<Category> {
  return only(await tx.insert(category).values(row).returning())
}

export async function saveCategory(tx: Tx, id: string, change: Change<Category>): Promise<Category> {
  const version = sql`${category.version} + 1`
  return only(
    await tx
      .update(category)
      .set({ ...change, version })
      .where(eq(category.id, id))
      .returning(),
  )
}

/** A page of who is in charge, by category, each one's default first. */
export function findResponsibilityPage(
  { read }: Reads,
  {
    siren,
    after,
    limit,
  }: { siren: string; after: [categoryId: string, commune: string] | null; limit: number },
): Promise<ResponsibilityRow[]> {
  const place = sql`(${responsibility.categoryId}, ${responsibility.communeCode})`
  return read
    .select()
    .from(responsibility)
    .where(
      and(
        eq(responsibility.territorySiren, siren),
        after ? sql`${place} > (${after[0]}, ${after[1]})` : undefined,
      ),
    )
    .orderBy(asc(responsibility.categoryId), asc(responsibility.communeCode))
    .limit(limit)
}

const atPlace = (categoryId: string, communeCode: string) =>
  and(eq(responsibility.categoryId, categoryId), eq(responsibility.communeCode, communeCode))

export async function findResponsibilityRow(
  { read }: Reads,
  { categoryId, communeCode }: { categoryId: string; communeCode: string },
): Promise<ResponsibilityRow | undefined> {
  const [row] = await read.select().from(responsibility).where(atPlace(categoryId, communeCode))
  return row
}

export async function insertResponsibility(
  tx: Tx,
  row: typeof responsibility.$inferInsert,
): Promise<ResponsibilityRow> {
  return only(await tx.insert(responsibility).values(row).returning())
}

export async function saveResponsibility(
  tx: Tx,
  { categoryId, communeCode }: { categoryId: string; communeCode: string },
  change: Change<ResponsibilityRow>,
): Promise<ResponsibilityRow> {
  const version = sql`${responsibility.version} + 1`
  return only(
    await tx
      .update(responsibility)
      .set({ ...change, version })
      .where(atPlace(categoryId, communeCode))
      .returning(),
  )
}

export async function deleteResponsibility(
  tx: Tx,
  { categoryId, communeCode }: { categoryId: string; communeCode: string },
): Promise<void> {
  await tx.delete(responsibility).where(atPlace(categoryId, communeCode))
}

/** Sentences offered to one body, with the territory's own; `bodyId` null is the territory's own alone. */
export function findSentences(
  { read }: Reads,
  { siren, bodyId }: { siren: string; bodyId: string | null },
): Promise<SentenceRow[]> {
  return read
    .select()
    .from(readySentence)
    .where(
      and(
        eq(readySentence.territorySiren, siren),
        bodyId === null
          ? isNull(readySentence.bodyId)
          : or(isNull(readySentence.bodyId), eq(readySentence.bodyId, bodyId)),
      ),
    )
    .orderBy(asc(readySentence.position), asc(readySentence.id))
}

/** A page of a territory's sentences, the body's and shared ones together. */
export function findSentencePage(
  { read }: Reads,
  { siren, after, limit }: { siren: string; after: string; limit: number },
): Promise<SentenceRow[]> {
  return read
    .select()
    .from(readySentence)
    .where(and(eq(readySentence.territorySiren, siren), gt(readySentence.id, after)))
    .orderBy(asc(readySentence.id))
    .limit(limit)
}

export async function findSentence({ read }: Reads, id: string): Promise<SentenceRow | undefined> {
  const [row] = await read.select().from(readySentence).where(eq(readySentence.id, id))
  return row
}

export async function insertSentence(tx: Tx, row: typeof readySentence.$inferInsert): Promise<SentenceRow> {
  return only(await tx.insert(readySentence).values(row).returning())
}

export async function saveSentence(tx: Tx, id: string, change: Change<SentenceRow>): Promise<SentenceRow> {
  const version = sql`${readySentence.version} + 1`
  return only(
    await tx
      .update(readySentence)
      .set({ ...change, version })
      .where(eq(readySentence.id, id))
      .returning(),
  )
}

export async function deleteSentence(tx: Tx, id: string): Promise<void> {
  await tx.delete(readySentence).where(eq(readySentence.id, id))
}

/** Latest first (`audit_territory`). */
export function findAudit(
  { read }: Reads,
  { siren, before, limit }: { siren: string; before: [at: number, id: string] | null; limit: number },
): Promise<AuditRow[]> {
  return read
    .select()
    .from(audit)
    .where(
      and(
        eq(audit.territorySiren, siren),
        before
          ? or(lt(audit.at, before[0]), and(eq(audit.at, before[0]), lt(audit.id, before[1])))
          : undefined,
      ),
    )
    .orderBy(desc(audit.at), desc(audit.id))
    .limit(limit)
}
