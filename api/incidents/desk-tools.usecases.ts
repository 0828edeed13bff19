import type { Deps } from '../platform/http.ts'
import type { Actor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import { requireStaff } from './desk-access.usecases.ts'
import {
  countViews,
  deleteView,
  findView,
  listSentences,
  listViews,
  saveView,
} from './desk-tools.repository.ts'
import type { OfferedSentence, SavedView, ViewRequest } from './desk-tools.schemas.ts'
import { deskProblems } from './desk.problems.ts'

type Given = Pick<Deps, 'database'> & { actor: Actor }

const viewLimit = 50

/** The sentences that bodies of the actor's territories offer: edited with the territory's settings. */
export async function readSentences({ database, actor }: Given): Promise<OfferedSentence[]> {
  const staff = requireStaff(actor)
  const sirens = [...new Set(staff.memberships.map(({ territorySiren }) => territorySiren))]
  const rows = await listSentences(database.read, sirens)
  return rows.map(({ id, territorySiren, bodyId, status, words, position }) => ({
    id,
    territorySiren,
    bodyId,
    status,
    words,
    position,
  }))
}

/** The actor's own views of the inbox. */
export async function readViews({ database, actor }: Given): Promise<SavedView[]> {
  const rows = await listViews(database.read, requireStaff(actor).userId)
  return rows.map(({ id, name, query, position }) => ({ id, name, query, position }))
}

/** Keeps or changes a view, 50 at most each. Throws `not-found` for somebody else's. */
export async function writeView(
  { database, actor }: Given,
  { id, request }: { id: string; request: ViewRequest },
): Promise<SavedView> {
  const { userId } = requireStaff(actor)
  await database.write(async (tx) => {
    const known = await findView(tx, id)
    if (known && known.userId !== userId) throw commonProblems['not-found']()
    if (!known && (await countViews(tx, userId)) >= viewLimit)
      throw deskProblems['too-many-views']({ limit: viewLimit })
    await saveView(tx, { id, userId, ...request })
  })
  return { id, ...request }
}

/** Removes one's own view; somebody else's is left alone. */
export async function removeView({ database, actor }: Given, { id }: { id: string }): Promise<void> {
  const { userId } = requireStaff(actor)
  await database.write((tx) => deleteView(tx, { id, userId }))
}
