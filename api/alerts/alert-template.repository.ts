import { and, asc, eq, inArray, isNull, or, sql } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { alertTemplate } from '../../db/schema/index.ts'

type Handle = Reader | Tx
export type TemplateRow = typeof alertTemplate.$inferSelect

export async function findTemplate(db: Handle, id: string): Promise<TemplateRow | undefined> {
  const [row] = await db.select().from(alertTemplate).where(eq(alertTemplate.id, id))
  return row
}

/** Those of the territory, and of some communes, by their titles. */
export function listTemplates(
  db: Handle,
  {
    territorySiren,
    communes,
    after,
    limit,
  }: {
    territorySiren: string
    communes: readonly string[]
    after: { title: string; id: string } | undefined
    limit: number
  },
): Promise<TemplateRow[]> {
  const { title, id, communeCode } = alertTemplate
  return db
    .select()
    .from(alertTemplate)
    .where(
      and(
        eq(alertTemplate.territorySiren, territorySiren),
        or(isNull(communeCode), inArray(communeCode, [...communes])),
        after && sql`(${title}, ${id}) > (${after.title}, ${after.id})`,
      ),
    )
    .orderBy(asc(title), asc(id))
    .limit(limit)
}

export async function countTemplates(db: Handle, territorySiren: string): Promise<number> {
  return db.$count(alertTemplate, eq(alertTemplate.territorySiren, territorySiren))
}

export async function insertTemplate(tx: Tx, row: TemplateRow): Promise<void> {
  await tx.insert(alertTemplate).values(row)
}

export async function updateTemplate(tx: Tx, row: TemplateRow): Promise<void> {
  await tx.update(alertTemplate).set(row).where(eq(alertTemplate.id, row.id))
}

export async function deleteTemplate(tx: Tx, id: string): Promise<void> {
  await tx.delete(alertTemplate).where(eq(alertTemplate.id, id))
}
