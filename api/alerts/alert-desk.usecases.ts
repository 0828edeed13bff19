import type { Tx } from '../../db/client.ts'
import type { AlertEntryKind, AlertStatus } from '../../db/schema/alerts-published.ts'
import { discardMedia } from '../media/media.usecases.ts'
import type { Deps } from '../platform/http.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import type { Actor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import { recordOutbox } from './alerts.usecases.ts'
import { publishedAlertProblems } from './alert.problems.ts'
import { orWithCurrent, userOf, viewIn, withDelivery, type WrittenAlert } from './alert-desk-read.usecases.ts'
import {
  deleteAlert,
  findAlert,
  findAlertCommunes,
  findAlertSettings,
  findAsker,
  insertAlert,
  insertEntry,
  listToPublish,
  replaceCommunes,
  updateAlert,
  type AlertRow,
} from './alert.repository.ts'
import { actsOn, momentsFault, statusOnSend } from './alert.rules.ts'
import type { AlertActRequest, AlertEdit, DeskAlert, NewAlert } from './alert.schemas.ts'
import { changeFiles, fileIds, noFiles } from './alert-files.usecases.ts'
import { readConcerned } from './alert-area.usecases.ts'
import { authorizeAlert, issuerOf, requireDesk, requirePlaces } from './alert-scope.usecases.ts'

type Given = Pick<Deps, 'database' | 'clock' | 'ids'>
type Acting<T> = { actor: Actor } & T
type Versioned<T> = Acting<{ id: string; version: number; write: WriteKey } & T>

function refuseMoments(moments: Parameters<typeof momentsFault>[0], now: number): void {
  const fault = momentsFault(moments, now)
  if (fault) {
    const pointer = fault === 'leaves-after-its-end' ? '/publishAt' : '/endsAt'
    throw publishedAlertProblems['alert-moments']({}, { errors: [{ pointer, code: fault, detail: fault }] })
  }
}

async function tell(
  tx: Tx,
  { ids, clock }: Given,
  { row, news }: { row: AlertRow; news: 'published' | 'corrected' | 'ended' },
): Promise<void> {
  await updateAlert(tx, row.id, { toldEdition: row.edition })
  await recordOutbox(tx, {
    id: ids.next(),
    territorySiren: row.territorySiren,
    topic: `alert.${news}`,
    subject: `alert:${row.id}`,
    payload: { alertId: row.id, edition: row.edition },
    at: clock.now(),
  })
}

async function note(
  tx: Tx,
  { ids, clock }: Given,
  entry: { alertId: string; userId: string | null; kind: AlertEntryKind; words?: string | null },
): Promise<void> {
  await insertEntry(tx, { id: ids.next(), at: clock.now(), words: null, ...entry })
}

/** The change that makes an alert leave: told in the same transaction, once. */
async function publishIn(tx: Tx, deps: Given, row: AlertRow, userId: string | null): Promise<void> {
  const at = deps.clock.now()
  const change = { status: 'published', publishedAt: at, changedAt: at, edition: 1, updatedAt: at } as const
  await updateAlert(tx, row.id, { ...change, version: row.version + 1 })
  await note(tx, deps, { alertId: row.id, userId, kind: 'published' })
  await tell(tx, deps, { row: { ...row, ...change }, news: 'published' })
}

const entryOf: Partial<Record<AlertStatus, AlertEntryKind>> = { waiting: 'asked', scheduled: 'scheduled' }

/** Sends a row as far as it may go now. */
async function sendIn(
  tx: Tx,
  deps: Given,
  { row, userId, approved }: { row: AlertRow; userId: string; approved: boolean },
): Promise<void> {
  const now = deps.clock.now()
  refuseMoments(row, now)
  const { dangerByTwo } = await findAlertSettings(tx, row.territorySiren)
  const status = statusOnSend({ kind: row.kind, dangerByTwo, approved, publishAt: row.publishAt, now })
  if (status === 'published') return publishIn(tx, deps, row, userId)
  await updateAlert(tx, row.id, { status, updatedAt: now, version: row.version + 1 })
  const kind = entryOf[status]
  if (kind) await note(tx, deps, { alertId: row.id, userId, kind })
}

/**
 * Writes an alert, and sends it when asked to. Throws `forbidden`, `alert-exists`, `alert-for-nobody`, `alert-moments`,
 * and what `readConcerned` and `changeFiles` do.
 */
export async function createAlert(
  deps: Given,
  { actor, alert, write }: Acting<{ alert: NewAlert; write: WriteKey }>,
): Promise<Answer<DeskAlert>> {
  const { database, clock } = deps
  const userId = userOf(actor)
  const { send, communes: named, territory: territorySiren, image, document, ...said } = alert
  requireDesk(actor, territorySiren)
  // Before the transaction: it goes through every boundary of the territory.
  const concerned = await readConcerned(database.read, actor, { ...said, territorySiren, communes: named })
  const { status, body } = await writeOnce<WrittenAlert>({ database, clock, write }, async (tx) => {
    const places = await requirePlaces(tx, concerned)
    await authorizeAlert(tx, actor, concerned)
    if (await findAlert(tx, said.id)) throw publishedAlertProblems['alert-exists']()
    const now = clock.now()
    refuseMoments(said, now)
    const row: AlertRow = {
      ...said,
      ...(await changeFiles(tx, { before: noFiles, asked: { image, document } })),
      area: concerned.area,
      territorySiren,
      issuer: await issuerOf(tx, concerned),
      status: 'draft',
      publishedAt: null,
      changedAt: null,
      edition: 0,
      toldEdition: 0,
      endWords: null,
      createdAt: now,
      createdByUserId: userId,
      updatedAt: now,
      version: 1,
    }
    await insertAlert(tx, row)
    await replaceCommunes(tx, row.id, said.whole ? [] : places.map(({ code }) => code))
    await note(tx, deps, { alertId: row.id, userId, kind: 'created' })
    if (send) await sendIn(tx, deps, { row, userId, approved: false })
    return { status: 201, body: await viewIn(tx, deps, { id: row.id, userId }) }
  })
  return { status, body: await withDelivery(deps, body) }
}

/** The alert, if this person may speak for whom it concerns and read this version of it. */
async function openForWrite(
  tx: Tx,
  deps: Given,
  { actor, id, version }: Acting<{ id: string; version: number }>,
) {
  const userId = userOf(actor)
  const row = await findAlert(tx, id)
  if (!row) throw publishedAlertProblems['alert-not-found']()
  const communes = (await findAlertCommunes(tx, [id])).get(id) ?? []
  await authorizeAlert(tx, actor, { ...row, communes })
  if (row.version !== version)
    throw commonProblems['stale-version']({}, { current: await viewIn(tx, deps, { id, userId }) })
  const askedByUserId = await findAsker(tx, id)
  const now = deps.clock.now()
  return { row, userId, now, acts: actsOn({ ...row, askedByUserId }, { userId, now }) }
}

/**
 * Writes the message again. What waited for a second reading must be asked for again; what was published becomes its
 * next edition, told with `tell` to those who were told of it. Throws `alert-not-found`, `forbidden`, `stale-version`
 * with the alert as it is, `alert-state`, `alert-for-nobody`, `alert-moments`, and what `readConcerned` and `changeFiles` do.
 */
export async function editAlert(
  deps: Given,
  { edit, write, ...asked }: Versioned<{ edit: AlertEdit }>,
): Promise<Answer<DeskAlert>> {
  const { database, clock } = deps
  const before = await findAlert(database.read, asked.id)
  if (!before) throw publishedAlertProblems['alert-not-found']()
  const { territorySiren } = before
  requireDesk(asked.actor, territorySiren)
  const { tell: isTold, communes: named, image, document, ...said } = edit
  const concerned = await readConcerned(database.read, asked.actor, {
    ...said,
    territorySiren,
    communes: named,
  })
  const work = writeOnce<WrittenAlert>({ database, clock, write }, async (tx) => {
    const { row, userId, now, acts } = await openForWrite(tx, deps, asked)
    const isPublished = row.status === 'published'
    if (!acts.includes(isPublished ? 'correct' : 'edit')) throw publishedAlertProblems['alert-state']()
    const places = await requirePlaces(tx, concerned)
    await authorizeAlert(tx, asked.actor, concerned)
    refuseMoments(said, now)
    const next: AlertRow = {
      ...row,
      ...said,
      ...(await changeFiles(tx, { before: row, asked: { image, document } })),
      area: concerned.area,
      issuer: await issuerOf(tx, concerned),
      // It left: when it was to leave is no longer anybody's to change.
      publishAt: isPublished ? row.publishAt : said.publishAt,
      status: isPublished ? row.status : 'draft',
      changedAt: isPublished ? now : null,
      edition: isPublished ? row.edition + 1 : 0,
      updatedAt: now,
      version: row.version + 1,
    }
    await updateAlert(tx, row.id, next)
    await replaceCommunes(tx, row.id, said.whole ? [] : places.map(({ code }) => code))
    await note(tx, deps, { alertId: row.id, userId, kind: isPublished ? 'corrected' : 'edited' })
    if (isPublished && isTold) await tell(tx, deps, { row: next, news: 'corrected' })
    return { status: 200, body: await viewIn(tx, deps, { id: row.id, userId }) }
  })
  const { status, body } = await orWithCurrent(deps, work)
  return { status, body: await withDelivery(deps, body) }
}

/**
 * Sends, accepts, refuses, ends or deletes an alert. Throws `alert-not-found`, `forbidden`, `stale-version`,
 * `alert-second-person`, `alert-state`, `alert-moments`. Answers null once it is deleted.
 */
export async function actOnAlert(
  deps: Given,
  { request: { act, words }, write, ...asked }: Versioned<{ request: AlertActRequest }>,
): Promise<Answer<{ alert: DeskAlert | null }>> {
  const { database, clock } = deps
  const work = writeOnce<{ alert: WrittenAlert | null }>({ database, clock, write }, async (tx) => {
    const { row, userId, now, acts } = await openForWrite(tx, deps, asked)
    if (act === 'approve' && row.status === 'waiting' && !acts.includes('approve'))
      throw publishedAlertProblems['alert-second-person']()
    if (!acts.includes(act)) throw publishedAlertProblems['alert-state']()
    if (act === 'delete') {
      await discardMedia(tx, { ids: fileIds(row) })
      await deleteAlert(tx, row.id)
      return { status: 200, body: { alert: null } }
    }
    // Of one that waits for its hour: now.
    if (act === 'send' && row.status === 'scheduled') await publishIn(tx, deps, row, userId)
    if (act === 'send' && row.status === 'draft') await sendIn(tx, deps, { row, userId, approved: false })
    if (act === 'approve') {
      await note(tx, deps, { alertId: row.id, userId, kind: 'approved' })
      await sendIn(tx, deps, { row, userId, approved: true })
    }
    if (act === 'refuse') {
      await updateAlert(tx, row.id, { status: 'draft', updatedAt: now, version: row.version + 1 })
      await note(tx, deps, { alertId: row.id, userId, kind: 'refused', words: words ?? null })
    }
    if (act === 'end') {
      const change = {
        status: 'ended',
        endsAt: now,
        endWords: words || null,
        changedAt: now,
        edition: row.edition + 1,
        updatedAt: now,
        version: row.version + 1,
      } as const
      await updateAlert(tx, row.id, change)
      await note(tx, deps, { alertId: row.id, userId, kind: 'ended', words: words ?? null })
      await tell(tx, deps, { row: { ...row, ...change }, news: 'ended' })
    }
    return { status: 200, body: { alert: await viewIn(tx, deps, { id: row.id, userId }) } }
  })
  const { status, body } = await orWithCurrent(deps, work)
  return { status, body: { alert: body.alert && (await withDelivery(deps, body.alert)) } }
}

const atOnce = 20

/** Whether something was scheduled for now. */
export async function hasScheduled({ database, clock }: Pick<Given, 'database' | 'clock'>): Promise<boolean> {
  return (await listToPublish(database.read, clock.now(), 1)).length > 0
}

/** Publishes what was scheduled for now: each once, whichever worker comes first. */
export async function publishScheduled(deps: Given & Pick<Deps, 'logger'>): Promise<void> {
  const { database, clock, logger } = deps
  for (const { id } of await listToPublish(database.read, clock.now(), atOnce))
    try {
      await database.write(async (tx) => {
        const row = await findAlert(tx, id)
        const isDue = row?.status === 'scheduled' && row.publishAt !== null && row.publishAt <= clock.now()
        if (row && isDue) await publishIn(tx, deps, row, null)
      })
    } catch (error) {
      // It is tried again in a moment; what else is due does not wait for it.
      logger.error({ err: error, alertId: id }, 'scheduled alert not published')
    }
}
