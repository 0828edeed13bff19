import type { Reader, Tx } from '../../db/client.ts'
import { recordAudit } from '../platform/audit.ts'
import type { Deps } from '../platform/http.ts'
import { commonProblems } from '../platform/problems.ts'
import { openReach } from '../territory/territory.usecases.ts'
import { requireWhole, type Asking } from './aires-admin.usecases.ts'
import type { AireSettings, AireSettingsChange } from './aires-admin.schemas.ts'
import { findEdition, findListedAires, saveMargin } from './aires.repository.ts'
import { selectIn } from './aires-selection.usecases.ts'

type Given = Pick<Deps, 'database' | 'clock' | 'ids'>

async function view(handle: Reader | Tx, siren: string): Promise<AireSettings> {
  const { marginMetres, version } = await findEdition(handle, siren)
  const listed = await findListedAires(handle, siren)
  const inside = listed.filter((aire) => aire.inside).length
  return { marginMetres, inside, around: listed.length - inside, version }
}

/** How far around the territory aires are taken in, and how many that makes. Throws `forbidden`, `not-found`. */
export async function readAireSettings(
  { database }: Pick<Deps, 'database'>,
  who: Asking,
): Promise<AireSettings> {
  await requireWhole(database, who)
  return view(database.read, who.siren)
}

/** Sets the margin; the selection follows in the same transaction. Throws `forbidden`, `not-found`, `stale-version`. */
export async function changeAireSettings(
  { database, clock, ids }: Given,
  { version, change: { marginMetres }, ...who }: Asking<{ version: number; change: AireSettingsChange }>,
): Promise<AireSettings> {
  const { actor, siren } = who
  await requireWhole(database, who)
  const reach = await openReach(database, siren)
  return database.write(async (tx) => {
    const before = await findEdition(tx, siren)
    if (before.version !== version)
      throw commonProblems['stale-version']({}, { current: await view(tx, siren) })
    if (before.marginMetres === marginMetres) return view(tx, siren)
    const now = clock.now()
    await saveMargin(tx, siren, marginMetres)
    if (reach) await selectIn(tx, { territorySiren: siren, reach, now, nextId: ids.next })
    await recordAudit(tx, {
      id: ids.next(),
      territorySiren: siren,
      at: now,
      userId: actor?.userId ?? null,
      action: 'aires.settings',
      subject: siren,
      change: { marginMetres: [before.marginMetres, marginMetres] },
    })
    return view(tx, siren)
  })
}
