import type { Database } from '../../db/client.ts'
import { authorize, may, type Actor } from '../platform/policy.ts'
import { readTerritory, type Territory } from '../territory/territory.usecases.ts'
import { readSettings } from './agenda-settings.repository.ts'
import { eventProblems } from './events.problems.ts'
import type { Terms } from './imports-apply.usecases.ts'
import { importProblems } from './imports.problems.ts'
import { findSource, type SourceRow } from './imports.repository.ts'
import { isTrustedIn, reachOf } from './moderation-scope.usecases.ts'
import { findOrganizer, type OrganizerRow } from './organizers.repository.ts'

type Given = { database: Pick<Database, 'read'> }
export type Importer = { territory: Territory; organizer: OrganizerRow | null }

/**
 * Where the staff who may bring something in are in charge: of an organizer's, in its commune, whatever commune its
 * events get by default; of another territory's, everywhere, since they are shown everywhere.
 */
function communeInCharge({
  kind,
  organizer,
  communeCode,
}: {
  kind?: SourceRow['kind'] | undefined
  organizer: OrganizerRow | null | undefined
  communeCode: string | undefined
}): string | null {
  if (organizer) return organizer.communeCode
  return kind === 'territory' ? null : (communeCode ?? null)
}

/**
 * Who may bring events in: the people of an organizer for it; staff for the territory's own, or in a commune that they
 * are in charge of. Throws `not-found`, `unknown-organizer`, `signed-out`, `forbidden`.
 */
export async function requireImporter(
  { database }: Given,
  {
    actor,
    territorySiren,
    organizerId,
    communeCode,
    kind,
  }: {
    actor: Actor
    territorySiren: string
    organizerId: string | undefined
    communeCode: string | undefined
    kind?: SourceRow['kind']
  },
): Promise<Importer> {
  const territory = await readTerritory({ database, siren: territorySiren })
  const organizer = organizerId === undefined ? null : await findOrganizer(database.read, organizerId)
  authorize(actor, 'event.import', {
    territorySiren,
    communeCode: communeInCharge({ kind, organizer, communeCode }),
    organizerId: organizerId ?? null,
  })
  const known =
    organizer &&
    organizer.territorySiren === territorySiren &&
    organizer.active &&
    organizer.confirmedAt !== null
  if (organizerId !== undefined && !known) throw eventProblems['unknown-organizer']()
  return { territory, organizer: organizer ?? null }
}

/** A source for who may change it: its organizer's people, or staff of its scope. Throws `source-not-found` for others. */
export async function openSource(
  { database }: Given,
  { actor, id }: { actor: Actor; id: string },
): Promise<SourceRow> {
  const source = await findSource(database.read, id)
  if (!source || !(await mayManage({ database }, actor, source))) throw importProblems['source-not-found']()
  return source
}

async function mayManage({ database }: Given, actor: Actor, source: SourceRow): Promise<boolean> {
  const { territorySiren, organizerId, kind, defaults } = source
  const organizer = organizerId ? await findOrganizer(database.read, organizerId) : undefined
  const communeCode = communeInCharge({ kind, organizer, communeCode: defaults.communeCode })
  return may(actor, 'event.import', { territorySiren, communeCode, organizerId })
}

/** No commune has this code. */
const elsewhere = ''

/**
 * On what terms a source's events come in: published at once when its organizer is trusted, when the person who gives
 * the file (`actor`) moderates what happens there, or when it is a feed chosen by the territory's own moderators; of
 * a feed chosen for one commune, what happens in that commune.
 */
export async function termsOf(
  { database }: Given,
  { source, actor }: { source: SourceRow; actor: Actor },
): Promise<Terms> {
  const { territorySiren } = source
  const [settings, organizer, reaches] = await Promise.all([
    readSettings(database.read, territorySiren),
    source.organizerId ? findOrganizer(database.read, source.organizerId) : undefined,
    actor ? reachOf(database.read, actor) : [],
  ])
  const reach = reaches.find((one) => one.territorySiren === territorySiren)
  const moderated = (communeCode: string | null) =>
    reach !== undefined &&
    (reach.communes === null || (communeCode !== null && reach.communes.includes(communeCode)))
  const chosenFor = source.defaults.communeCode
  const feedTrusted = (communeCode: string | null) => {
    if (source.url === null || organizer) return false
    if (chosenFor === undefined || source.kind === 'territory') return true
    return settings.moderation === 'commune' && communeCode === chosenFor
  }
  const trustedHere = organizer && (await isTrustedIn(database.read, organizer, organizer.communeCode))
  const trustedElsewhere = organizer && (await isTrustedIn(database.read, organizer, elsewhere))
  return {
    source,
    organizer: organizer ?? null,
    forbiddenWords: settings.forbiddenWords,
    trusts: (communeCode) =>
      (communeCode === organizer?.communeCode ? trustedHere : trustedElsewhere) === true ||
      feedTrusted(communeCode) ||
      moderated(communeCode),
    // Files that staff give by hand are all of one source, whichever commune they are for.
    owns: (communeCode) =>
      source.url !== null ||
      organizer !== undefined ||
      may(actor, 'event.import', { territorySiren, communeCode }),
  }
}
