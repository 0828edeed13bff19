import type { HeldRole, HeldScopeKind } from '../../db/schema/index.ts'
import { commonProblems } from './problems.ts'

export type Membership = {
  role: HeldRole
  territorySiren: string
  scopeKind: HeldScopeKind
  scopeId: string
}
/** Who acts: staff or organizers with memberships, or anyone. */
export type Actor = { userId: string; name: string; email: string; memberships: Membership[] } | null
/** What is acted on. The wider parts are always named, so that a commune's clerk covers what lies in it. */
export type Target = {
  territorySiren: string
  communeCode?: string | null
  bodyId?: string | null
  /** Whose people act on it as the role `organizer`: to nobody else is it in scope by that. */
  organizerId?: string | null
}

type Rule = 'anyone' | 'signed-in' | readonly HeldRole[]
const staff: readonly HeldRole[] = ['technician', 'clerk', 'moderator', 'admin']
const desk: readonly HeldRole[] = ['clerk', 'moderator', 'admin']

/**
 * The whole policy: action × roles. The scope is the membership's: a territory's covers all in it, a commune's what
 * lies in that commune or is addressed to its body, a body's what is addressed to it, an organizer's what is its own.
 * Every route names its action.
 */
export const policy = {
  'directory.read': 'anyone',
  'territory.read': 'anyone',
  'incident.report': 'anyone',
  'incident.browse': 'anyone',
  'incident.follow': 'anyone',
  'incident.use-private-link': 'anyone',
  'incident.use-reply-link': 'anyone',
  'media.upload': 'anyone',
  'media.read': 'anyone',
  'device.register': 'anyone',
  // By the token of the push.
  'push.shown': 'anyone',
  // By the secret of the phone and one's own session.
  'device.link': 'signed-in',
  'alert.read': 'anyone',
  // By the secret of the phone.
  'alert.follow': 'anyone',
  // By the link of the message.
  'alert.follow-by-address': 'anyone',
  // By the signature of the mail server.
  'mail.returned': 'anyone',
  // By the signature of the SMS gateway.
  'sms.replied': 'anyone',
  'alert.write': desk,
  // Who gave their number to the town hall: read by those who call for that commune alone.
  'phone-list.keep': desk,
  // For the owner of an address, who asks it at the counter or on the phone.
  'address.stop': desk,
  // By the secret of the phone, or one's own session: the use case decides.
  'wish.leave': 'anyone',
  // By the link of a message.
  'wish.use-link': 'anyone',
  'service.read': 'anyone',
  // By the keys that a phone made for its own writes: says of each whether it is known, and nothing else.
  'write.ask': 'anyone',
  'account.sign-in': 'anyone',
  'mailbox.read': 'anyone',
  'account.read-self': 'signed-in',
  'account.sessions': 'signed-in',
  'desk.saved-views': 'signed-in',
  'incident.list-staff': staff,
  'incident.read-staff': staff,
  'incident.work': staff,
  'incident.enter-on-behalf': desk,
  'incident.see-contact': staff,
  'incident.publish': ['moderator', 'clerk', 'admin'],
  'incident.hide': ['moderator', 'clerk', 'admin'],
  'incident.reroute': desk,
  'incident.merge': desk,
  'incident.forward': desk,
  'incident.export': desk,
  'stats.read': staff,
  'sentences.edit': desk,
  'aire.read': 'anyone',
  'event.propose': 'anyone',
  // By the private link, or by the session of a member of its organizer: the use case decides.
  'event.author': 'anyone',
  'organizer.read': 'anyone',
  'organizer.create': 'anyone',
  'organizer.manage': ['organizer'],
  'event.moderate': desk,
  // The people of an organizer for it, staff for what they are in charge of.
  'event.import': ['organizer', ...desk],
  'event.read': 'anyone',
  'event.follow': 'anyone',
  'event.flag': 'anyone',
  'traveller.sign-up': 'anyone',
  'traveller.self': 'signed-in',
  // By the private link of the mail: a driver's answer.
  'ride.use-link': 'anyone',
  'ride.search': 'anyone',
  // Counts of five or more: of nobody.
  'ride.figures': 'anyone',
  // Another operator, by its key: the use case decides.
  'operator.call': 'anyone',
  // One's own trips and bookings: the use case decides.
  'trip.offer': 'signed-in',
  'ride.book': 'signed-in',
  // What people signal of each other is read by few: no clerk, no technician.
  'ride.moderate': ['moderator', 'admin'],
  // For somebody on the phone or at the counter, who has no account.
  'ride.enter-for-someone': desk,
  // The same, also by a helper: a volunteer of no staff, for those whom they entered themselves alone.
  'ride.speak-for': ['helper', ...desk],
  'helper.name': desk,
  'ride.request': 'signed-in',
  // Hours and contacts that residents read: kept by those who answer them.
  'town-hall.edit': desk,
  'territory.administer': ['admin'],
  'members.administer': ['admin'],
} as const satisfies Record<string, Rule>

export type Action = keyof typeof policy

/** True when a membership's scope covers the target. */
export function covers(membership: Membership, target: Target): boolean {
  if (membership.territorySiren !== target.territorySiren) return false
  if (membership.scopeKind === 'territory') return membership.scopeId === target.territorySiren
  if (membership.scopeKind === 'commune') return membership.scopeId === target.communeCode
  if (membership.scopeKind === 'organizer') return membership.scopeId === target.organizerId
  // Gives nothing over anybody else's things: the use cases of rides ask whose they are.
  if (membership.scopeKind === 'traveller' || membership.scopeKind === 'helper') return false
  return membership.scopeId === target.bodyId
}

/** True when `actor` may do `action` on `target`. */
export function may(actor: Actor, action: Action, target?: Target): boolean {
  const rule: Rule = policy[action]
  if (rule === 'anyone') return true
  if (!actor) return false
  if (rule === 'signed-in') return true
  return actor.memberships.some(
    (membership) => rule.includes(membership.role) && (target === undefined || covers(membership, target)),
  )
}

/** Throws `signed-out` or `forbidden` unless `actor` may do `action` on `target`. */
export function authorize(actor: Actor, action: Action, target?: Target): void {
  if (may(actor, action, target)) return
  throw actor ? commonProblems.forbidden() : commonProblems['signed-out']()
}

/** The memberships by which `actor` may do `action`: what a staff list is restricted to. */
export function scopesFor(actor: Actor, action: Action): Membership[] {
  const rule: Rule = policy[action]
  if (!actor || rule === 'anyone' || rule === 'signed-in') return []
  return actor.memberships.filter((membership) => rule.includes(membership.role))
}
