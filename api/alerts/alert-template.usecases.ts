import type { Tx } from '../../db/client.ts'
import type { Deps } from '../platform/http.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import { decodeCursor, toPage, type Page } from '../platform/pagination.ts'
import { authorize, may, type Actor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import { listCommunes } from '../territory/territory.usecases.ts'
import { requireDesk, requirePlaces, targetsOf } from './alert-scope.usecases.ts'
import { templateProblems } from './alert-template.problems.ts'
import {
  countTemplates,
  deleteTemplate,
  findTemplate,
  insertTemplate,
  listTemplates,
  updateTemplate,
  type TemplateRow,
} from './alert-template.repository.ts'
import { isPersonal } from './alert-template.rules.ts'
import type { AlertTemplateChange, AlertTemplateView, NewAlertTemplate } from './alert-template.schemas.ts'

type Given = Pick<Deps, 'database' | 'clock'>
type Acting<T> = { actor: Actor } & T
type Handle = Given['database']['read'] | Tx

/** In a territory: more is a program. */
export const mostTemplates = 2000

type Owner = Pick<TemplateRow, 'territorySiren' | 'communeCode'>
async function targetOf(handle: Handle, { territorySiren, communeCode }: Owner) {
  const [target] = await targetsOf(handle, {
    territorySiren,
    whole: communeCode === null,
    communes: communeCode === null ? [] : [communeCode],
  })
  return target ?? { territorySiren }
}
const requireEditor = async (handle: Handle, actor: Actor, owner: Owner) =>
  authorize(actor, 'alert.write', await targetOf(handle, owner))

function refusePersonal({ title, words, advice, translations }: AlertTemplateChange): void {
  const said = [
    title,
    words,
    advice ?? '',
    ...Object.values(translations).flatMap((one) => Object.values(one)),
  ]
  if (said.some(isPersonal)) throw templateProblems['template-personal']()
}

async function viewsOf(
  handle: Handle,
  { actor, rows, territorySiren }: Acting<{ rows: readonly TemplateRow[]; territorySiren: string }>,
): Promise<AlertTemplateView[]> {
  const communes = await listCommunes({ database: { read: handle }, territorySiren })
  const codes = [...new Set(rows.flatMap(({ communeCode }) => communeCode ?? []))]
  const targets = await targetsOf(handle, { territorySiren, whole: false, communes: codes })
  const isOwn = (code: string | null) =>
    may(actor, 'alert.write', targets.find((one) => one.communeCode === code) ?? { territorySiren })
  return rows.map((row) => {
    const { id, communeCode, kind, title, words, advice, translations, version } = row
    const name = communes.find(({ code }) => code === communeCode)?.name
    return {
      id,
      commune: communeCode === null ? null : { code: communeCode, name: name ?? communeCode },
      kind,
      title,
      words,
      advice,
      translations,
      version,
      mayEdit: isOwn(communeCode),
    }
  })
}
const viewOf = async (handle: Handle, actor: Actor, row: TemplateRow): Promise<AlertTemplateView> => {
  const [view] = await viewsOf(handle, { actor, rows: [row], territorySiren: row.territorySiren })
  if (!view) throw templateProblems['template-not-found']()
  return view
}

/** Those one writes from: of the territory, and of the communes for which one writes. Throws `forbidden`, `bad-cursor`. */
export async function listAlertTemplates(
  { database }: Pick<Given, 'database'>,
  {
    actor,
    territory,
    cursor,
    limit,
  }: Acting<{ territory: string; cursor: string | undefined; limit: number }>,
): Promise<Page<AlertTemplateView>> {
  requireDesk(actor, territory)
  const { read } = database
  const [title, id] = cursor ? (decodeCursor(cursor, ['string', 'string']) as [string, string]) : []
  const all = await listCommunes({ database, territorySiren: territory })
  const targets = await targetsOf(read, {
    territorySiren: territory,
    whole: false,
    communes: all.map(({ code }) => code),
  })
  const communes = targets.flatMap((target) =>
    target.communeCode && may(actor, 'alert.write', target) ? [target.communeCode] : [],
  )
  const after = title !== undefined && id !== undefined ? { title, id } : undefined
  const rows = await listTemplates(read, { territorySiren: territory, communes, after, limit: limit + 1 })
  const page = toPage(rows, limit, (row) => [row.title, row.id])
  return { ...page, items: await viewsOf(read, { actor, rows: page.items, territorySiren: territory }) }
}

/** Throws `forbidden`, `id-taken`, `alert-for-nobody`, `template-personal`, `too-many-templates`. */
export function addAlertTemplate(
  { database, clock }: Given,
  { actor, template, write }: Acting<{ template: NewAlertTemplate; write: WriteKey }>,
): Promise<Answer<AlertTemplateView>> {
  return writeOnce({ database, clock, write }, async (tx) => {
    const { territory: territorySiren, commune: communeCode, ...written } = template
    requireDesk(actor, territorySiren)
    const communes = communeCode === null ? [] : [communeCode]
    await requirePlaces(tx, { territorySiren, whole: communeCode === null, communes })
    await requireEditor(tx, actor, { territorySiren, communeCode })
    refusePersonal(written)
    if (await findTemplate(tx, written.id)) throw commonProblems['id-taken']()
    if ((await countTemplates(tx, territorySiren)) >= mostTemplates)
      throw templateProblems['too-many-templates']({ max: mostTemplates })
    const row = { ...written, territorySiren, communeCode, updatedAt: clock.now(), version: 1 }
    await insertTemplate(tx, row)
    return { status: 201, body: await viewOf(tx, actor, row) }
  })
}

type Versioned<T> = Acting<{ id: string; version: number; write: WriteKey } & T>
async function openForWrite(tx: Tx, { actor, id, version }: Versioned<object>): Promise<TemplateRow> {
  const row = await findTemplate(tx, id)
  if (!row) throw templateProblems['template-not-found']()
  await requireEditor(tx, actor, row)
  if (row.version !== version)
    throw commonProblems['stale-version']({}, { current: await viewOf(tx, actor, row) })
  return row
}

/** Throws `template-not-found`, `forbidden`, `stale-version`, `template-personal`. */
export function changeAlertTemplate(
  { database, clock }: Given,
  { change, write, ...asked }: Versioned<{ change: AlertTemplateChange }>,
): Promise<Answer<AlertTemplateView>> {
  return writeOnce({ database, clock, write }, async (tx) => {
    const row = await openForWrite(tx, { ...asked, write })
    refusePersonal(change)
    const next = { ...row, ...change, updatedAt: clock.now(), version: row.version + 1 }
    await updateTemplate(tx, next)
    return { status: 200, body: await viewOf(tx, asked.actor, next) }
  })
}

/** Throws `template-not-found`, `forbidden`, `stale-version`. */
export function removeAlertTemplate(
  { database, clock }: Given,
  { write, ...asked }: Versioned<object>,
): Promise<Answer<{ removed: true }>> {
  return writeOnce({ database, clock, write }, async (tx) => {
    await deleteTemplate(tx, (await openForWrite(tx, { ...asked, write })).id)
    return { status: 200, body: { removed: true as const } }
  })
}
