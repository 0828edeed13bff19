import type { Reader, Tx } from '../../db/client.ts'
import { scopesFor, type Actor, type Membership, type Target } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import { listBodies } from '../territory/territory.usecases.ts'
import { readSettings } from './agenda-settings.repository.ts'

// Whose work an event, a place or an organizer is: that of its commune's people or the territory's, as it decided.

type Handle = Reader | Tx
type Placed = { territorySiren: string; communeCode: string | null }

/** The body of a commune itself, whose people are the commune's. */
async function bodyOfCommune(
  handle: Handle,
  { territorySiren, communeCode }: Placed,
): Promise<string | null> {
  const bodies = await listBodies({ database: { read: handle }, territorySiren, withInactive: true })
  return bodies.find((body) => body.communeCode === communeCode)?.id ?? null
}

/**
 * What the policy asks of something that moderators look after. Where communes moderate, those of the commune do, also
 * by way of the commune's own body; what is in no commune is the territory's.
 */
export async function queueTarget(handle: Handle, placed: Placed): Promise<Target> {
  const { territorySiren, communeCode } = placed
  if (communeCode === null) return { territorySiren }
  const { moderation } = await readSettings(handle, territorySiren)
  return moderation === 'territory' ? { territorySiren } : communeTarget(handle, placed)
}

type Trusted = { territorySiren: string; trusted: boolean; active: boolean; communeCode: string | null }

/**
 * Whether what an organizer writes of a commune is published without waiting. Where communes moderate, trust is that of
 * those who gave it: in the organizer's own commune, or everywhere when the territory did, since it has none.
 */
export async function isTrustedIn(
  handle: Handle,
  { territorySiren, trusted, active, communeCode: own }: Trusted,
  communeCode: string | null,
): Promise<boolean> {
  if (!trusted || !active) return false
  if (own === null || own === communeCode) return true
  return (await readSettings(handle, territorySiren)).moderation === 'territory'
}

/** The commune itself, by its code or its own body, whoever moderates what happens there. */
export async function communeTarget(handle: Handle, placed: Placed): Promise<Target> {
  const { territorySiren, communeCode } = placed
  if (communeCode === null) return { territorySiren }
  return { territorySiren, communeCode, bodyId: await bodyOfCommune(handle, placed) }
}

/** A territory, or some communes of it, that a person moderates. */
export type Reach = {
  territorySiren: string
  /** INSEE codes; null: all of it, what is online only included. */
  communes: string[] | null
}

async function reachIn(handle: Handle, territorySiren: string, scopes: Membership[]): Promise<Reach> {
  if (scopes.some(({ scopeKind, scopeId }) => scopeKind === 'territory' && scopeId === territorySiren))
    return { territorySiren, communes: null }
  const { moderation } = await readSettings(handle, territorySiren)
  if (moderation === 'territory') return { territorySiren, communes: [] }
  const bodies = await listBodies({ database: { read: handle }, territorySiren, withInactive: true })
  const communes = scopes.flatMap(({ scopeKind, scopeId }) =>
    scopeKind === 'commune' ? scopeId : (bodies.find(({ id }) => id === scopeId)?.communeCode ?? []),
  )
  return { territorySiren, communes: [...new Set(communes)] }
}

/** What a person moderates, a territory at a time: the lists of the desk hold nothing else. Throws `signed-out`. */
export async function reachOf(handle: Handle, actor: Actor): Promise<Reach[]> {
  if (!actor) throw commonProblems['signed-out']()
  const scopes = scopesFor(actor, 'event.moderate')
  const sirens = [...new Set(scopes.map(({ territorySiren }) => territorySiren))].toSorted()
  const reaches: Reach[] = []
  for (const siren of sirens)
    reaches.push(
      await reachIn(
        handle,
        siren,
        scopes.filter(({ territorySiren }) => territorySiren === siren),
      ),
    )
  return reaches.filter(({ communes }) => communes === null || communes.length > 0)
}
