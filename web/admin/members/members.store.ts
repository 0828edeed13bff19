import { defineStore } from 'pinia'
import type { Member, MemberRole } from '../../../api/accounts/accounts.schemas.ts'
import { staffPinia } from '../../account/staff-pinia.ts'
import { ask, askAll, askWithStatus } from '../api.ts'

export type Role = MemberRole['role']
export type Scope = { kind: MemberRole['scope']['kind']; id: string }
export type Invitation = { email: string; name: string; role: Role; scope: Scope }

const membersStore = defineStore('members', () => {
  /** People with a role where this person administers, by address. */
  const list = () => askAll<Member>('/members')

  /** Gives a role and tells the person by mail; false when they had it already. */
  async function invite(invitation: Invitation, key: string): Promise<boolean> {
    const options = { method: 'POST', body: invitation, idempotencyKey: key } as const
    return (await askWithStatus<Member>('/members', options)).status === 201
  }

  /** Throws a 412 with the `current` role when someone else changed it meanwhile. */
  const change = (id: string, body: { role: Role; scope: Scope }, version: number): Promise<Member> =>
    ask(`/memberships/${encodeURIComponent(id)}`, { method: 'PATCH', body, ifMatch: version })

  const remove = (id: string): Promise<void> =>
    ask(`/memberships/${encodeURIComponent(id)}`, { method: 'DELETE' })

  /** Signs the person out everywhere. */
  const endSessions = (userId: string): Promise<void> =>
    ask(`/members/${encodeURIComponent(userId)}/sessions`, { method: 'DELETE' })

  return { list, invite, change, remove, endSessions }
})

/** The store of the people with a role. */
export const useMembers = () => membersStore(staffPinia)
