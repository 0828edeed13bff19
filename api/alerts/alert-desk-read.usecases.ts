import type { Deps } from '../platform/http.ts'
import { decodeCursor, toPage, type Page } from '../platform/pagination.ts'
import type { Actor } from '../platform/policy.ts'
import { commonProblems, Problem } from '../platform/problems.ts'
import { publishedAlertProblems } from './alert.problems.ts'
import { withPlaces } from './alert-public.usecases.ts'
import { readReport } from './alert-report.usecases.ts'
import {
  countFollowing,
  findAlert,
  findAsker,
  findEntries,
  listNewest,
  listUnpublished,
} from './alert.repository.ts'
import { maskOf } from './alert.rules.ts'
import type { DeskAlert, DeskAlertLine } from './alert.schemas.ts'
import { placesOf, requireDesk } from './alert-scope.usecases.ts'
import { toLine } from './alert-views.ts'

type Given = Pick<Deps, 'database' | 'clock'>
type Acting<T> = { actor: Actor } & T

/** Throws `signed-out`. */
export const userOf = (actor: Actor): string => {
  if (!actor) throw commonProblems['signed-out']()
  return actor.userId
}

/** Without what became of its messages: counting thousands of them would hold every other write. */
export type WrittenAlert = Omit<DeskAlert, 'delivery'>
/** One alert as its staff see it, after a write in the same transaction. Throws `alert-not-found`. */
export async function viewIn(
  handle: Parameters<typeof findAlert>[0],
  { clock }: Pick<Given, 'clock'>,
  { id, userId }: { id: string; userId: string },
): Promise<WrittenAlert> {
  const row = await findAlert(handle, id)
  if (!row) throw publishedAlertProblems['alert-not-found']()
  const [seen] = await withPlaces(handle, [row])
  const communes = seen?.communes ?? []
  const concerned = row.whole ? await placesOf(handle, { ...row, communes: [] }) : communes
  const askedByUserId = await findAsker(handle, id)
  return {
    ...toLine({ row, communes, now: clock.now() }, { userId, askedByUserId }),
    translations: row.translations,
    reach: {
      phones: await countFollowing(handle, {
        communes: concerned.map(({ code }) => code),
        mask: maskOf([row.kind]),
      }),
    },
    history: await findEntries(handle, id),
  }
}

/** The whole of it, read once the write is done. */
export const withDelivery = async (
  { database }: Pick<Given, 'database'>,
  alert: WrittenAlert,
): Promise<DeskAlert> => ({
  ...alert,
  delivery: alert.publishedAt === null ? null : await readReport(database.read, alert.id),
})

/** Waits for a write; one refused because a colleague was first answers with the whole alert too. */
export async function orWithCurrent<T>(deps: Pick<Given, 'database'>, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof Problem) || error.slug !== 'stale-version') throw error
    const current = await withDelivery(deps, error.extra['current'] as WrittenAlert)
    throw commonProblems['stale-version']({}, { current })
  }
}

/** One alert of a territory in which the actor writes alerts. Throws `alert-not-found`, `forbidden`. */
export async function readDeskAlert(deps: Given, { actor, id }: Acting<{ id: string }>): Promise<DeskAlert> {
  const { read } = deps.database
  const row = await findAlert(read, id)
  if (!row) throw publishedAlertProblems['alert-not-found']()
  requireDesk(actor, row.territorySiren)
  return withDelivery(deps, await viewIn(read, deps, { id, userId: userOf(actor) }))
}

/** Alerts of a territory as its staff see them: what is not sent yet, or the newest. Throws `forbidden`, `bad-cursor`. */
export async function listDeskAlerts(
  { database, clock }: Given,
  {
    actor,
    territory,
    state,
    cursor,
    limit,
  }: Acting<{ territory: string; state: 'open' | 'published'; cursor: string | undefined; limit: number }>,
): Promise<Page<DeskAlertLine>> {
  requireDesk(actor, territory)
  const { read } = database
  const userId = userOf(actor)
  const [at, id] = cursor ? (decodeCursor(cursor, ['number', 'string']) as [number, string]) : []
  const after = at !== undefined && id !== undefined ? { at, id } : undefined
  const asked = { territorySiren: territory, after, limit: limit + 1 }
  const rows = await (state === 'open'
    ? listUnpublished(read, asked)
    : listNewest(read, { ...asked, commune: undefined }))
  const page = toPage(rows, limit, (row) => [
    state === 'open' ? row.updatedAt : (row.publishedAt ?? 0),
    row.id,
  ])
  const items: DeskAlertLine[] = []
  for (const seen of await withPlaces(read, page.items)) {
    const askedByUserId = seen.row.status === 'waiting' ? await findAsker(read, seen.row.id) : null
    items.push(toLine({ ...seen, now: clock.now() }, { userId, askedByUserId }))
  }
  return { items, nextCursor: page.nextCursor }
}
