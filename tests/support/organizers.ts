import { giveMembership } from '../../api/accounts/accounts-organizers.usecases.ts'
import { insertOrganizer } from '../../api/agenda/organizers.repository.ts'
import { fold, slugFor } from '../../api/agenda/events.rules.ts'
import type { Deps } from '../../api/platform/http.ts'
import { demoSiren } from '../../api/territory/territory.demo.ts'
import type { DemoApp } from './demo-app.ts'
import { waitForMail } from './desk.ts'
import { cookieOf } from './staff.ts'

type App = { deps: Pick<Deps, 'database' | 'clock' | 'ids'> }

/** An organizer that its people confirmed, with one member. */
export async function anOrganizer(
  { deps: { database, clock, ids } }: App,
  {
    name = `Comité des fêtes ${ids.next().slice(-12)}`,
    trusted = false,
    email = `${ids.next()}@comite.example`,
  }: { name?: string; trusted?: boolean; email?: string } = {},
) {
  const id = ids.next()
  const at = clock.now()
  await database.write(async (tx) => {
    await insertOrganizer(tx, {
      id,
      territorySiren: demoSiren,
      kind: 'association',
      name,
      slug: slugFor(name, null),
      foldedName: fold(name),
      trusted,
      createdAt: at,
      confirmedAt: at,
    })
    await giveMembership(tx, {
      ids,
      at,
      territorySiren: demoSiren,
      organizerId: id,
      name: 'Ada Vasseur',
      email,
    })
  })
  return { id, name, email }
}

/** The address of a person who is of an organizer of the demo territory, and of nothing else. */
export async function anOrganizerMember(app: App): Promise<string> {
  return (await anOrganizer(app)).email
}

/** Signs a person in by the link mailed to them, kept in the local mailbox. Answers the session cookie. */
export async function signInAs(app: DemoApp, email: string): Promise<string> {
  await app.request('/api/account/sign-in', { method: 'POST', json: { email } })
  const token = /token=([^\s&]+)/.exec((await waitForMail(app, email, 'connexion')).text)?.[1]
  const answer = await app.request('/api/account/sign-in/confirm', { method: 'POST', json: { token } })
  if (answer.status !== 204) throw new Error(`${email} could not sign in: ${answer.status}`)
  return cookieOf(answer)
}
