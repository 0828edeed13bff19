import { scaleOf } from './scale.rules.ts'

/** Why somebody without a car asks to be driven. */
export const aidReasons = ['medical', 'shopping', 'administrative', 'visit', 'other'] as const
export type AidReason = (typeof aidReasons)[number]

export const aidActs = ['take', 'give-back', 'confirm', 'done', 'cancel', 'called'] as const
export type AidAct = (typeof aidActs)[number]
/** What one is to a request. `desk`: staff, for somebody they entered; else a network's coordinator. */
export type AidRole = 'volunteer' | 'requester' | 'desk'
type Facts = { status: string; mine: boolean; toCall: boolean }

const when: Record<AidAct, (request: Facts, role: AidRole) => boolean> = {
  take: ({ status }, role) => role === 'volunteer' && status === 'open',
  'give-back': ({ status, mine }, role) =>
    role === 'volunteer' && mine && (status === 'taken' || status === 'confirmed'),
  confirm: ({ status }, role) => role !== 'volunteer' && status === 'taken',
  done: ({ status, mine }, role) =>
    role === 'volunteer' && mine && (status === 'taken' || status === 'confirmed'),
  cancel: ({ status }, role) => role !== 'volunteer' && status !== 'done' && status !== 'cancelled',
  called: ({ toCall }, role) => role === 'desk' && toCall,
}

/** What may be done to a request now. `mine`: it is the volunteer who took it. */
export const aidActsFor = (request: Facts, role: AidRole): AidAct[] =>
  aidActs.filter((act) => when[act](request, role))

/** The most a network may give back for a kilometre, in whole cents: the official scale of the day. */
export const mostCentsPerKm = (day: string) => Math.floor(scaleOf(day).centsPerKm)

/** What a volunteer is given back, in cents: the network's rule, never above the scale of the day. */
export function reimbursement({
  metres,
  centsPerKm,
  day,
}: {
  metres: number
  centsPerKm: number
  day: string
}): number {
  return Math.floor((metres / 1000) * Math.min(centsPerKm, scaleOf(day).centsPerKm))
}
