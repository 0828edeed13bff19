import type { Tx } from '../../../db/client.ts'
import type { Config } from '../../config.ts'
import { recordAudit } from '../../platform/audit.ts'
import type { Deps } from '../../platform/http.ts'
import { writeOnce, type Answer, type WriteKey } from '../../platform/idempotency.ts'
import { hashSecret } from '../../platform/ids.ts'
import { decodeCursor, toPage } from '../../platform/pagination.ts'
import { commonProblems } from '../../platform/problems.ts'
import { readWebAddress } from '../../platform/remote-file.ts'
import { requireWhole, type Asking } from '../aires-admin.usecases.ts'
import type {
  AdminOperator,
  NewOperator,
  OperatorChange,
  OperatorKey,
  OperatorList,
  OperatorTrial,
} from './operators-admin.schemas.ts'
import { createOperatorClient, OperatorError, searchLimits } from './operator-client.ts'
import { operatorProblems } from './operators.problems.ts'
import {
  findOperator,
  findOperatorOf,
  findOperators,
  insertOperator,
  updateOperator,
  type OperatorRow,
} from './operators.repository.ts'
import { keyOfTurn, ownDomain, sealKey } from './operators.secrets.ts'
import { standardPath } from './standard.errors.ts'

type Given = Pick<Deps, 'database' | 'clock' | 'ids' | 'config'>

const view = (row: OperatorRow): AdminOperator => ({
  id: row.id,
  domain: row.domain,
  name: row.name,
  baseUrl: row.baseUrl,
  enabled: row.enabled,
  opens: row.opens,
  asks: row.asks,
  keyMadeAt: row.keyMadeAt,
  hasTheirKey: row.sealedKey !== null,
  createdAt: row.createdAt,
  version: row.version,
})

/** A base address without its last slash. Keys go by https alone. Throws `operator-address-refused`. */
function readBase(
  address: string | null,
  { fetchAllowLoopback }: Pick<Config, 'fetchAllowLoopback'>,
): string | null {
  if (address === null) return null
  try {
    const url = readWebAddress(address, { allowLoopback: fetchAllowLoopback })
    if (url.protocol !== 'https:' && !fetchAllowLoopback) throw new Error('no https')
    url.search = ''
    return url.href.replace(/\/+$/, '')
  } catch {
    throw operatorProblems['operator-address-refused']()
  }
}

/** The operators a territory knows, by domain. Throws `forbidden`, `not-found`, `bad-cursor`. */
export async function listOperators(
  { database, config }: Pick<Deps, 'database' | 'config'>,
  { cursor, limit, ...who }: Asking<{ cursor: string | undefined; limit: number }>,
): Promise<OperatorList> {
  await requireWhole(database, who)
  const [after] = cursor ? (decodeCursor(cursor, ['string']) as [string]) : []
  const rows = await findOperators(database.read, { territorySiren: who.siren, after, limit: limit + 1 })
  const page = toPage(rows, limit, ({ domain }) => [domain])
  return {
    ...page,
    items: page.items.map(view),
    own: { domain: ownDomain(config.publicUrl), baseUrl: `${config.publicUrl}${standardPath}` },
  }
}

/** Throws `forbidden`, `not-found`, `operator-not-found`. */
export async function readOperator(
  { database }: Pick<Deps, 'database'>,
  { id, ...who }: Asking<{ id: string }>,
): Promise<AdminOperator> {
  await requireWhole(database, who)
  return view(await requireOf(database.read, id, who.siren))
}

async function requireOf(
  handle: Parameters<typeof findOperator>[0],
  id: string,
  siren: string,
): Promise<OperatorRow> {
  const row = await findOperator(handle, id)
  if (row?.territorySiren !== siren) throw operatorProblems['operator-not-found']()
  return row
}

const trace = (
  tx: Tx,
  { clock, ids }: Pick<Given, 'clock' | 'ids'>,
  {
    actor,
    siren,
    action,
    subject,
    change,
  }: Asking<{ action: string; subject: string; change: Record<string, [unknown, unknown]> }>,
) =>
  recordAudit(tx, {
    id: ids.next(),
    territorySiren: siren,
    at: clock.now(),
    userId: actor?.userId ?? null,
    action: `operators.${action}`,
    subject,
    change,
  })

/** Throws `operator-exists`, `operator-address-refused`, `operator-address-needed`. */
export async function addOperator(
  deps: Given,
  { operator, write, ...who }: Asking<{ operator: NewOperator; write: WriteKey }>,
): Promise<Answer<AdminOperator>> {
  const { database, clock, config } = deps
  const { siren } = who
  await requireWhole(database, who)
  const { theirKey, ...said } = operator
  const baseUrl = readBase(said.baseUrl, config)
  if (said.asks.length > 0 && baseUrl === null) throw operatorProblems['operator-address-needed']()
  return writeOnce({ database, clock, write }, async (tx) => {
    const known =
      (await findOperator(tx, said.id)) ??
      (await findOperatorOf(tx, { territorySiren: siren, domain: said.domain }))
    if (known) throw operatorProblems['operator-exists']()
    const now = clock.now()
    await insertOperator(tx, {
      ...said,
      baseUrl,
      territorySiren: siren,
      sealedKey: theirKey === null ? null : sealKey(config.secret, theirKey),
      createdAt: now,
      updatedAt: now,
    })
    await trace(tx, deps, {
      ...who,
      action: 'add',
      subject: said.id,
      change: { domain: [null, said.domain] },
    })
    return { status: 201, body: view((await findOperator(tx, said.id))!) }
  })
}

/** Throws `operator-not-found`, `stale-version`, and the refusals of an address. */
export async function changeOperator(
  deps: Given,
  { id, version, change, ...who }: Asking<{ id: string; version: number; change: OperatorChange }>,
): Promise<AdminOperator> {
  const { database, clock, config } = deps
  await requireWhole(database, who)
  const { theirKey, baseUrl: address, ...said } = change
  const baseUrl = address === undefined ? undefined : readBase(address, config)
  return database.write(async (tx) => {
    const before = await requireOf(tx, id, who.siren)
    if (before.version !== version) throw commonProblems['stale-version']({}, { current: view(before) })
    const own = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined))
    const after = { ...before, ...own, ...(baseUrl === undefined ? {} : { baseUrl }) }
    if (after.asks.length > 0 && after.baseUrl === null) throw operatorProblems['operator-address-needed']()
    const sealed = theirKey === undefined ? {} : { sealedKey: theirKey && sealKey(config.secret, theirKey) }
    await updateOperator(tx, id, {
      name: after.name,
      baseUrl: after.baseUrl,
      enabled: after.enabled,
      opens: after.opens,
      asks: after.asks,
      ...sealed,
      updatedAt: clock.now(),
    })
    const traced = (['name', 'baseUrl', 'enabled', 'opens', 'asks'] as const).filter(
      (field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]),
    )
    await trace(tx, deps, {
      ...who,
      action: 'change',
      subject: id,
      // Of a key, that it changed; never what it is.
      change: {
        ...Object.fromEntries(traced.map((field) => [field, [before[field], after[field]]])),
        ...(theirKey === undefined ? {} : { theirKey: [before.sealedKey !== null, theirKey !== null] }),
      },
    })
    return view((await findOperator(tx, id))!)
  })
}

/**
 * Makes the key that an operator calls us with; the one before opens nothing from then on. It is told in this answer
 * alone. Throws `operator-not-found`.
 */
export async function renewKey(
  deps: Given,
  { id, write, ...who }: Asking<{ id: string; write: WriteKey }>,
): Promise<Answer<OperatorKey>> {
  const { database, clock, config } = deps
  await requireWhole(database, who)
  // The answer kept for who asks again holds the turn, not the key.
  const { status, body } = await writeOnce({ database, clock, write }, async (tx) => {
    const before = await requireOf(tx, id, who.siren)
    const turn = before.keyTurn + 1
    const now = clock.now()
    await updateOperator(tx, id, {
      keyTurn: turn,
      keyHash: hashSecret(keyOfTurn(config.secret, id, turn)),
      keyMadeAt: now,
      updatedAt: now,
    })
    await trace(tx, deps, {
      ...who,
      action: 'key',
      subject: id,
      change: { keyMadeAt: [before.keyMadeAt, now] },
    })
    return { status: 201, body: { operator: view((await findOperator(tx, id))!), turn } }
  })
  return { status, body: { operator: body.operator, key: keyOfTurn(config.secret, id, body.turn) } }
}

/** Asks the operator for a journey that nobody makes: its address and the key it gave us are right when it answers. Throws `operator-not-found`. */
export async function tryOperator(
  { database, clock, config }: Pick<Given, 'database' | 'clock' | 'config'>,
  { id, ...who }: Asking<{ id: string }>,
): Promise<OperatorTrial> {
  await requireWhole(database, who)
  const operator = await requireOf(database.read, id, who.siren)
  const started = clock.now()
  const nowhere = { departureLat: '0', departureLng: '0', arrivalLat: '0', arrivalLng: '0' }
  const query = { ...nowhere, departureDate: String(Math.floor(started / 1000)), count: '1' }
  let fault: string | null = null
  try {
    const answer = await createOperatorClient(config, searchLimits)(operator, {
      path: '/driver_journeys',
      query,
    })
    if (!Array.isArray(answer)) fault = 'unreadable'
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error
    fault = error.status === null ? error.fault : String(error.status)
  }
  return { ok: fault === null, fault, milliseconds: clock.now() - started }
}
