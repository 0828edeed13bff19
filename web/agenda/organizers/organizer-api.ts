import type { z } from 'zod'
import type {
  newOrganizer,
  OrganizerChange,
  OrganizerEvents,
  OwnOrganizer,
} from '../../../api/agenda/organizers.schemas.ts'
import { request } from '../../http/client.ts'
import { once } from '../../http/write-once.ts'

export type NewOrganizerBody = z.input<typeof newOrganizer>
export type OrganizerEvent = OrganizerEvents['items'][number]
export type Member = OwnOrganizer['members'][number]

const pathOf = (id: string) => `/api/organizers/${encodeURIComponent(id)}`

export function createOrganizer(body: NewOrganizerBody, key: string): Promise<{ id: string; slug: string }> {
  return request('/api/organizers', { method: 'POST', idempotencyKey: key, body })
}

export const readOwnOrganizer = (id: string) => request<OwnOrganizer>(`${pathOf(id)}/account`)

/** Says that it is one's own: from now on anyone sees it. */
export const confirmOrganizer = (id: string) =>
  request<OwnOrganizer>(`${pathOf(id)}/confirm`, { method: 'POST' })

export const editOrganizer = (id: string, change: OrganizerChange, version: number) =>
  request<OwnOrganizer>(pathOf(id), { method: 'PATCH', ifMatch: version, body: change })

export function listEvents(
  id: string,
  query: { status?: string; cursor?: string },
): Promise<OrganizerEvents> {
  return request<OrganizerEvents>(`${pathOf(id)}/events`, { query: { ...query, limit: 20 } })
}

export const inviteMember = (id: string, member: { name: string; email: string }) =>
  once(id, ['invite', member], (key) =>
    request<{ userId: string }>(`${pathOf(id)}/members`, {
      method: 'POST',
      idempotencyKey: key,
      body: member,
    }),
  )

export const removeMember = (id: string, userId: string) =>
  // Invited again after, it is another invitation.
  once(id, ['remove', userId], () =>
    request<undefined>(`${pathOf(id)}/members/${encodeURIComponent(userId)}`, { method: 'DELETE' }),
  )
