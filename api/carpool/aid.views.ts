import type { WholeAid } from './aid.repository.ts'
import { aidActsFor, type AidRole } from './aid.rules.ts'
import type { AidView } from './aid.schemas.ts'

/**
 * A request as one sees it: the door and the numbers only for who asked, who took it, and the desk. `ownId`:
 * the traveller one is.
 */
export function viewAid(
  { request, network, requester, volunteer }: WholeAid,
  role: AidRole,
  ownId?: string,
): AidView {
  const mine = ownId !== undefined && request.volunteerId === ownId
  const close = role !== 'volunteer' || mine
  return {
    id: request.id,
    version: request.version,
    network: { id: network.id, name: network.name, phone: network.phone },
    role,
    from: request.fromPlace,
    to: request.toPlace,
    fromWords: close ? request.fromWords : null,
    toWords: close ? request.toWords : null,
    day: request.day,
    time: request.wallTime,
    leaveAt: request.leaveAt,
    backTime: request.backTime,
    reason: request.reason as AidView['reason'],
    needs: request.needs,
    seats: request.seats,
    status: request.status,
    requester: { name: requester.name, phone: close ? requester.phone : null },
    volunteer: volunteer && {
      name: volunteer.name,
      phone: volunteer.phoneShared || role === 'desk' ? volunteer.phone : null,
    },
    metres: request.metres,
    reimbursedCents: request.reimbursedCents,
    toCall: request.toCall,
    actions: aidActsFor({ status: request.status, mine, toCall: request.toCall }, role),
  }
}
