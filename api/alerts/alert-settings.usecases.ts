import type { Deps } from '../platform/http.ts'
import { authorize, type Actor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import { readTerritory } from '../territory/territory.usecases.ts'
import { findAlertSettings, saveAlertSettings } from './alert.repository.ts'
import type { AlertSettingsView } from './alert.schemas.ts'

type Given = Pick<Deps, 'database'>
type Asking<T = object> = { actor: Actor; siren: string } & T

/** Throws `forbidden`, `not-found`. */
export async function readAlertSettings(
  { database }: Given,
  { actor, siren }: Asking,
): Promise<AlertSettingsView> {
  authorize(actor, 'territory.administer', { territorySiren: siren })
  await readTerritory({ database, siren })
  const { dangerByTwo, version } = await findAlertSettings(database.read, siren)
  return { dangerByTwo, version }
}

/** Throws `forbidden`, `not-found`, `stale-version` with the settings as they are. */
export async function changeAlertSettings(
  { database }: Given,
  { change, version, ...who }: Asking<{ change: { dangerByTwo: boolean }; version: number }>,
): Promise<AlertSettingsView> {
  const current = await readAlertSettings({ database }, who)
  return database.write(async (tx) => {
    const kept = await findAlertSettings(tx, who.siren)
    if (kept.version !== version) throw commonProblems['stale-version']({}, { current })
    const next = { ...change, version: version + 1 }
    await saveAlertSettings(tx, { territorySiren: who.siren, ...next })
    return next
  })
}
