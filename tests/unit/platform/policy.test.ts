import { describe, expect, it } from 'vitest'
import {
  type Action,
  type Actor,
  authorize,
  may,
  type Membership,
  policy,
  scopesFor,
  type Target,
} from '../../../api/platform/policy.ts'
import { roles as staffRoles, type HeldRole } from '../../../db/schema/accounts.ts'

/** Who may do what, written a second time by hand: T technician, C clerk, M moderator, A admin, O of an organizer, H helper. */
const expected: Record<Action, 'anyone' | 'signed-in' | string> = {
  'directory.read': 'anyone',
  'territory.read': 'anyone',
  'incident.report': 'anyone',
  'incident.browse': 'anyone',
  'incident.follow': 'anyone',
  'aire.read': 'anyone',
  'event.read': 'anyone',
  'event.follow': 'anyone',
  'event.flag': 'anyone',
  'incident.use-private-link': 'anyone',
  'incident.use-reply-link': 'anyone',
  'media.upload': 'anyone',
  'media.read': 'anyone',
  'device.register': 'anyone',
  'push.shown': 'anyone',
  'device.link': 'signed-in',
  'alert.read': 'anyone',
  'alert.follow': 'anyone',
  'alert.follow-by-address': 'anyone',
  'mail.returned': 'anyone',
  'sms.replied': 'anyone',
  'alert.write': 'CMA',
  'phone-list.keep': 'CMA',
  'address.stop': 'CMA',
  'wish.leave': 'anyone',
  'wish.use-link': 'anyone',
  'write.ask': 'anyone',
  'service.read': 'anyone',
  'mailbox.read': 'anyone',
  'account.sign-in': 'anyone',
  'account.read-self': 'signed-in',
  'account.sessions': 'signed-in',
  'desk.saved-views': 'signed-in',
  'incident.list-staff': 'TCMA',
  'incident.read-staff': 'TCMA',
  'incident.work': 'TCMA',
  'incident.see-contact': 'TCMA',
  'stats.read': 'TCMA',
  'incident.enter-on-behalf': 'CMA',
  'incident.publish': 'CMA',
  'incident.hide': 'CMA',
  'incident.reroute': 'CMA',
  'incident.merge': 'CMA',
  'incident.forward': 'CMA',
  'incident.export': 'CMA',
  'sentences.edit': 'CMA',
  'event.propose': 'anyone',
  'event.author': 'anyone',
  'event.moderate': 'CMA',
  'event.import': 'CMAO',
  'organizer.read': 'anyone',
  'organizer.create': 'anyone',
  'organizer.manage': 'O',
  'traveller.sign-up': 'anyone',
  'traveller.self': 'signed-in',
  'ride.use-link': 'anyone',
  'ride.search': 'anyone',
  'ride.figures': 'anyone',
  'operator.call': 'anyone',
  'trip.offer': 'signed-in',
  'ride.book': 'signed-in',
  'ride.moderate': 'MA',
  'ride.enter-for-someone': 'CMA',
  'ride.speak-for': 'CMAH',
  'helper.name': 'CMA',
  'ride.request': 'signed-in',
  'town-hall.edit': 'CMA',
  'territory.administer': 'A',
  'members.administer': 'A',
}
const letters: Record<HeldRole, string> = {
  technician: 'T',
  clerk: 'C',
  moderator: 'M',
  admin: 'A',
  organizer: 'O',
  traveller: 'V',
  helper: 'H',
}
const roles: readonly HeldRole[] = [...staffRoles, 'organizer', 'traveller', 'helper']

const mormal = '200043321'
const caudresis = '200030633'
const scopes: Record<string, Omit<Membership, 'role'>> = {
  'own territory': { territorySiren: mormal, scopeKind: 'territory', scopeId: mormal },
  'own commune': { territorySiren: mormal, scopeKind: 'commune', scopeId: '59053' },
  'own body': { territorySiren: mormal, scopeKind: 'body', scopeId: 'bavay' },
  'other commune': { territorySiren: mormal, scopeKind: 'commune', scopeId: '59481' },
  'other body': { territorySiren: mormal, scopeKind: 'body', scopeId: 'département' },
  'own organizer': { territorySiren: mormal, scopeKind: 'organizer', scopeId: 'comité' },
  'other organizer': { territorySiren: mormal, scopeKind: 'organizer', scopeId: 'chorale' },
  'own trips': { territorySiren: mormal, scopeKind: 'traveller', scopeId: mormal },
  'own people': { territorySiren: mormal, scopeKind: 'helper', scopeId: mormal },
  'other territory': { territorySiren: caudresis, scopeKind: 'territory', scopeId: caudresis },
  // Ids that collide across territories, or across kinds of scope, open nothing.
  'other organizer, same id as the body': {
    territorySiren: mormal,
    scopeKind: 'organizer',
    scopeId: 'bavay',
  },
  'other territory, same commune code': { territorySiren: caudresis, scopeKind: 'commune', scopeId: '59053' },
  'other territory, same body id': { territorySiren: caudresis, scopeKind: 'body', scopeId: 'bavay' },
  'a membership that names another territory than its own': {
    territorySiren: caudresis,
    scopeKind: 'territory',
    scopeId: mormal,
  },
}
const targets: Record<string, Target> = {
  'in the commune, its body’s': { territorySiren: mormal, communeCode: '59053', bodyId: 'bavay' },
  'in the commune, the département’s': {
    territorySiren: mormal,
    communeCode: '59053',
    bodyId: 'département',
  },
  'in the commune, nobody’s': { territorySiren: mormal, communeCode: '59053' },
  'in another commune, the commune’s body’s': {
    territorySiren: mormal,
    communeCode: '59481',
    bodyId: 'bavay',
  },
  'in another commune, its own': { territorySiren: mormal, communeCode: '59481', bodyId: 'quesnoy' },
  'the territory itself': { territorySiren: mormal },
  'an organizer’s, in the commune': { territorySiren: mormal, communeCode: '59053', organizerId: 'comité' },
}
/** Which targets, in the order above, each scope covers. */
const reach: Record<string, string> = {
  'own territory': 'x x x x x x x',
  'own commune': 'x x x - - - x',
  'own body': 'x - - x - - -',
  'other commune': '- - - x x - -',
  'other body': '- x - - - - -',
  'own organizer': '- - - - - - x',
  'other organizer': '- - - - - - -',
  'own trips': '- - - - - - -',
  'other territory': '- - - - - - -',
  'other territory, same commune code': '- - - - - - -',
  'other territory, same body id': '- - - - - - -',
  'a membership that names another territory than its own': '- - - - - - -',
  'other organizer, same id as the body': '- - - - - - -',
}

const actorWith = (...memberships: Membership[]): Actor => ({
  userId: 'u',
  name: 'Camille',
  email: 'camille@bavay.example',
  memberships,
})
const actions = Object.keys(policy) as Action[]

describe('The policy', () => {
  it('has every action in the expected table, and no other', () => {
    expect(actions.toSorted()).toEqual(Object.keys(expected).toSorted())
  })

  it.each(actions)('%s: the right roles, in their scope, and nobody else', (action) => {
    const rule = expected[action]
    for (const role of roles) {
      for (const [scopeName, scope] of Object.entries(scopes)) {
        const actor = actorWith({ role, ...scope })
        const covered = (reach[scopeName] ?? '').split(' ')
        Object.entries(targets).forEach(([targetName, target], i) => {
          const allowed =
            rule === 'anyone' || rule === 'signed-in' || (rule.includes(letters[role]) && covered[i] === 'x')
          expect(may(actor, action, target), `${role}, ${scopeName}, ${targetName}`).toBe(allowed)
        })
        const hasRole = rule === 'anyone' || rule === 'signed-in' || rule.includes(letters[role])
        expect(may(actor, action), `${role}, ${scopeName}, no target`).toBe(hasRole)
      }
    }
    for (const target of Object.values(targets)) {
      expect(may(null, action, target)).toBe(rule === 'anyone')
      expect(may(actorWith(), action, target)).toBe(rule === 'anyone' || rule === 'signed-in')
    }
  })

  it('adds memberships up, without mixing one’s role with another’s scope', () => {
    const actor = actorWith(
      { role: 'technician', ...scopes['own territory']! },
      { role: 'admin', ...scopes['other commune']! },
    )
    expect(may(actor, 'members.administer', { territorySiren: mormal, communeCode: '59481' })).toBe(true)
    expect(may(actor, 'members.administer', { territorySiren: mormal, communeCode: '59053' })).toBe(false)
    expect(may(actor, 'members.administer', { territorySiren: mormal })).toBe(false)
    expect(scopesFor(actor, 'members.administer').map(({ scopeId }) => scopeId)).toEqual(['59481'])
    expect(scopesFor(actor, 'incident.list-staff')).toHaveLength(2)
    expect(scopesFor(actor, 'incident.browse')).toEqual([])
    expect(scopesFor(null, 'incident.list-staff')).toEqual([])
  })

  it('lets the people of an organizer do nothing of what staff do, whatever the scope their role is given in', () => {
    const ofStaff = actions.filter(
      (action) => /[TCMA]/.test(expected[action]) && !/anyone|O/.test(expected[action]),
    )
    expect(ofStaff.length).toBeGreaterThan(10)
    for (const scope of Object.values(scopes))
      for (const target of [undefined, ...Object.values(targets)])
        for (const action of ofStaff)
          expect(may(actorWith({ role: 'organizer', ...scope }), action, target), action).toBe(false)
    for (const role of staffRoles)
      for (const scope of Object.values(scopes))
        expect(may(actorWith({ role, ...scope }), 'organizer.manage')).toBe(false)
  })

  it('tells a stranger to sign in, and a member to ask their administrator', () => {
    const target = { territorySiren: mormal }
    expect(() => authorize(null, 'incident.hide', target)).toThrow(
      expect.objectContaining({ slug: 'signed-out' }),
    )
    expect(() => authorize(actorWith(), 'incident.hide', target)).toThrow(
      expect.objectContaining({ slug: 'forbidden' }),
    )
    expect(() => authorize(null, 'incident.browse', target)).not.toThrow()
  })
})
