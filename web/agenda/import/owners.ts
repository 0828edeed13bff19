import type { Account } from '../../../api/accounts/accounts.schemas.ts'
import { request } from '../../http/client.ts'
import { ProblemError } from '../../http/errors.ts'

/** For whom events are brought in: an organizer one is of, or what one is in charge of as staff. */
export type Owner = {
  key: string
  name: string
  kind: 'organizer' | 'territory' | 'commune'
  territory: { siren: string; name: string }
  organizer?: string
  commune?: string
}

type OwnOrganizers = {
  items: { id: string; name: string; confirmed: boolean; territory: Owner['territory'] }[]
}

/** Organizers one is of; none for who is of none. */
async function ownOrganizers(): Promise<OwnOrganizers['items']> {
  try {
    return (await request<OwnOrganizers>('/api/account/organizers')).items
  } catch (error) {
    if (error instanceof ProblemError && error.status === 403) return []
    throw error
  }
}

export async function listOwners(account: Account): Promise<Owner[]> {
  const organizers = (await ownOrganizers())
    .filter(({ confirmed }) => confirmed)
    .map(({ id, name, territory }): Owner => ({ key: id, name, kind: 'organizer', territory, organizer: id }))
  const staff = account.memberships
    .filter(({ actions, scope }) => actions.includes('event.import') && scope.kind !== 'body')
    .map(({ territory, scope }): Owner => {
      const commune = scope.kind === 'commune' ? { commune: scope.id } : {}
      return {
        key: scope.id,
        name: scope.name,
        kind: scope.kind === 'commune' ? 'commune' : 'territory',
        territory,
        ...commune,
      }
    })
  // Two roles in one scope are one.
  return [...new Map([...organizers, ...staff].map((owner) => [owner.key, owner])).values()]
}

/** Communes of a territory, for events that name none. */
export async function listCommunes(siren: string): Promise<{ code: string; name: string }[]> {
  return (await request<{ communes: { code: string; name: string }[] }>(`/api/territories/${siren}`)).communes
}
