import type { Reader, Tx } from '../../db/client.ts'
import type { Deps } from '../platform/http.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import { toPage } from '../platform/pagination.ts'
import { may, type Actor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import { publishedAlertProblems } from './alert.problems.ts'
import { findAlert, findAlertCommunes, type AlertRow } from './alert.repository.ts'
import { placesOf, requireDesk, targetsOf, type Place } from './alert-scope.usecases.ts'
import { phoneListProblems } from './phone-list.problems.ts'
import {
  countCalls,
  deleteOldCalls,
  findCall,
  listCalls,
  saveCall,
  type CallWithPerson,
} from './phone-list.repository.ts'
import { callsKeptFor } from './phone-list.rules.ts'
import type { AlertCall, AlertCallList, AlertCallMark, AlertCallMarked } from './phone-list.schemas.ts'
import { keepsList, placeOf, toListed } from './phone-list.usecases.ts'

// Whom to call about an alert, and who answered: each once for what the alert said last.

type Given = Pick<Deps, 'database' | 'clock'>
type Handle = Reader | Tx

async function requireAlert(handle: Handle, id: string): Promise<AlertRow> {
  const row = await findAlert(handle, id)
  if (!row) throw publishedAlertProblems['alert-not-found']()
  return row
}

/** Throws `alert-calls-closed` before it leaves, and once its calls are forgotten. */
function requireOpen({ publishedAt, changedAt }: AlertRow, now: number): void {
  if (publishedAt === null || (changedAt ?? publishedAt) <= now - callsKeptFor)
    throw phoneListProblems['alert-calls-closed']()
}

async function communesOf(handle: Handle, row: AlertRow): Promise<Place[]> {
  const communes = (await findAlertCommunes(handle, [row.id])).get(row.id) ?? []
  return placesOf(handle, { ...row, communes })
}

/** Of the communes of an alert, those for which one calls. */
async function ownPlaces(handle: Handle, actor: Actor, row: AlertRow): Promise<Place[]> {
  const places = await communesOf(handle, row)
  const { territorySiren } = row
  const targets = await targetsOf(handle, {
    territorySiren,
    whole: false,
    communes: places.map(({ code }) => code),
  })
  const own = targets.filter((target) => may(actor, 'phone-list.keep', target))
  return places.filter(({ code }) => own.some(({ communeCode }) => communeCode === code))
}

/** What the alert said when they were told, or nothing yet of what it says now. */
function markOf({ call, markedBy }: CallWithPerson, { toldEdition }: AlertRow) {
  const current = call?.edition === toldEdition && call.outcome !== null ? call : null
  return {
    outcome: current?.outcome ?? null,
    markedAt: current?.markedAt ?? null,
    markedBy: current ? markedBy : null,
    // Both only grow: what was read before a mark, or before the alert was told again, has another one.
    version: toldEdition + (call?.version ?? 0),
  }
}

function viewCall(one: CallWithPerson, alert: AlertRow, now: number): AlertCall {
  const { id, firstName, lastName, phone, note, consentAt, askAgain } = toListed(one.person, now)
  return {
    person: { id, firstName, lastName, phone, note, consentAt, askAgain },
    ...markOf(one, alert),
  }
}

/**
 * Whom to call about an alert in a commune, by name, with who answered; and how many in each commune for which one
 * calls. Throws `forbidden`, `alert-not-found`, `alert-calls-closed`, `bad-cursor`.
 */
export async function listAlertCalls(
  { database: { read }, clock }: Given,
  {
    actor,
    id,
    commune: asked,
    cursor,
    limit,
  }: {
    actor: Actor
    id: string
    commune: string | undefined
    cursor: string | undefined
    limit: number
  },
): Promise<AlertCallList> {
  const now = clock.now()
  const alert = await requireAlert(read, id)
  requireDesk(actor, alert.territorySiren)
  const { territorySiren, kind, title, words, street, status, endsAt, endWords } = alert
  const own = await ownPlaces(read, actor, alert)
  if (own.length === 0 || (asked !== undefined && !own.some(({ code }) => code === asked)))
    throw commonProblems.forbidden()
  requireOpen(alert, now)
  const counts = await countCalls(read, { alert, territorySiren, communes: own.map(({ code }) => code) })
  const communes = own.flatMap(({ code, name }) => {
    const of = counts.find((one) => one.commune === code)
    if (!of) return []
    const { all, called, noAnswer } = of
    return [{ code, name, called, noAnswer, toCall: all - called - noAnswer }]
  })
  const commune = asked ?? (communes.find(({ toCall }) => toCall > 0) ?? communes[0])?.code ?? null
  const rows =
    commune === null
      ? []
      : await listCalls(read, {
          alert,
          territorySiren,
          communeCode: commune,
          after: placeOf(cursor),
          limit: limit + 1,
        })
  const page = toPage(rows, limit, ({ person }) => [person.nameKey, person.id])
  return {
    alert: { id, kind, title, words, street, endsAt, ended: status === 'ended', endWords },
    communes,
    commune,
    ...page,
    items: page.items.map((one) => viewCall(one, alert, now)),
  }
}

/**
 * Notes that somebody answered or did not, or takes it back. Throws `alert-not-found`, `alert-calls-closed`,
 * `listed-person-not-found`, and `stale-version` with how it stands when somebody else noted it, or the alert was told
 * again, meanwhile.
 */
export function markAlertCall(
  { database, clock }: Given,
  {
    actor,
    id,
    personId,
    version,
    mark: { outcome },
    write,
  }: {
    actor: Actor
    id: string
    personId: string
    version: number
    mark: AlertCallMark
    write: WriteKey
  },
): Promise<Answer<AlertCallMarked>> {
  return writeOnce({ database, clock, write }, async (tx) => {
    const now = clock.now()
    const alert = await requireAlert(tx, id)
    const before = await findCall(tx, { alert, personId })
    const concerned = before && (await communesOf(tx, alert))
    const isTheirs = concerned?.some(({ code }) => code === before?.person.communeCode)
    if (!actor || !before || !isTheirs || !(await keepsList(tx, actor, before.person)))
      throw phoneListProblems['listed-person-not-found']()
    requireOpen(alert, now)
    const current = markOf(before, alert)
    if (current.version !== version)
      throw commonProblems['stale-version']({}, { current: viewCall(before, alert, now) })
    await saveCall(tx, {
      alertId: id,
      personId,
      outcome,
      edition: alert.toldEdition,
      markedAt: now,
      markedByUserId: actor.userId,
      version: (before.call?.version ?? 0) + 1,
    })
    const after = await findCall(tx, { alert, personId })
    return { status: 200, body: { personId, ...markOf(after ?? before, alert) } }
  })
}

/** How many of an alert's communes were called, whoever asks: counts, of nobody. Throws `alert-not-found`. */
export async function countAlertCalls(read: Reader, id: string): ReturnType<typeof countCalls> {
  const alert = await requireAlert(read, id)
  const communes = (await communesOf(read, alert)).map(({ code }) => code)
  return countCalls(read, { alert, territorySiren: alert.territorySiren, communes })
}

/** Forgets who answered, with the rest of the report of the alert. */
export async function forgetOldCalls({ database, clock }: Given): Promise<void> {
  await database.write((tx) => deleteOldCalls(tx, clock.now() - callsKeptFor))
}
