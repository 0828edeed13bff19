import { newPerson } from '../../api/carpool/desk-people.schemas.ts'
import { enterPerson } from '../../api/carpool/desk-people.usecases.ts'
import type { Membership } from '../../api/platform/policy.ts'
import type { BookingView } from '../../api/carpool/bookings.schemas.ts'
import type { PersonView } from '../../api/carpool/desk-people.schemas.ts'
import type { CallList } from '../../api/carpool/desk-rides.schemas.ts'
import type { RideView } from '../../api/carpool/rides.schemas.ts'
import { demoSiren } from '../../api/territory/territory.demo.ts'
import type { DemoApp } from './demo-app.ts'
import type { Agent } from './desk.ts'
import { toBook } from './rides.ts'

/** Reads an answer that must be good. */
export async function good<T>(answer: Response): Promise<T> {
  if (answer.status >= 300) throw new Error(`${answer.status} ${await answer.text()}`)
  return (await answer.json()) as T
}

/** What a clerk says of somebody on the phone. */
export const aPerson = (app: Pick<DemoApp, 'deps'>, over: Record<string, unknown> = {}) => ({
  id: app.deps.ids.next(),
  territory: demoSiren,
  firstName: 'Simone',
  lastName: `Lefebvre ${app.deps.ids.next().slice(-6)}`,
  phone: '03 27 11 22 33',
  phoneShared: true,
  consent: true,
  ...over,
})

/** Somebody entered at the desk by a member of staff who is not signed in here: as the use case writes them. */
export async function enterSomeone(
  { deps }: Pick<DemoApp, 'deps'>,
  { id, firstName, lastName, by }: { id: string; firstName: string; lastName: string; by: string },
): Promise<void> {
  const actor = {
    userId: by,
    name: '',
    email: '',
    memberships: [
      { role: 'clerk', territorySiren: demoSiren, scopeKind: 'territory', scopeId: demoSiren },
    ] satisfies Membership[],
  }
  const request = newPerson.parse({ id, territory: demoSiren, firstName, lastName, consent: true })
  const write = { key: id, route: 'POST /api/desk/ride-people', requestHash: id }
  await enterPerson(deps, { actor, request, write })
}

/** Enters somebody at the desk. */
export const enter = async (
  app: Pick<DemoApp, 'deps'>,
  clerk: Agent,
  over: Record<string, unknown> = {},
): Promise<PersonView> =>
  (await good<{ person: PersonView }>(await clerk.post('/api/desk/ride-people', aPerson(app, over)))).person

/** Books a ride found for somebody entered at the desk. */
export const bookForThem = async (
  app: DemoApp,
  clerk: Agent,
  { person, ride, seats = 1 }: { person: PersonView; ride: RideView; seats?: number },
): Promise<BookingView> =>
  (
    await good<{ bookings: BookingView[] }>(
      await clerk.post(`/api/desk/ride-people/${person.id}/bookings`, toBook(app, ride, seats)),
    )
  ).bookings[0]!

export const calls = async (clerk: Agent, view: string, cursor = '', limit = 30): Promise<CallList> =>
  good(
    await clerk.get(
      `/api/desk/ride-calls?territory=${demoSiren}&view=${view}&limit=${limit}${cursor && `&cursor=${cursor}`}`,
    ),
  )
