import { systemIds } from '../../api/platform/ids.ts'
import { demoSiren } from '../../api/territory/territory.demo.ts'
import type { RequestCallList } from '../../api/carpool/desk-requests.schemas.ts'
import type { RequestView } from '../../api/carpool/requests.schemas.ts'
import type { DemoApp } from './demo-app.ts'
import type { Agent } from './desk.ts'
import { bookForThem, calls, enter, good } from './desk-rides.ts'
import { aHelper } from './helpers.ts'
import { anOffer, find, someAires } from './rides.ts'

/** Enters, corrects, books, offers, calls and forgets people at the desk, and reads them in every way there is. */
export async function useDeskRides(app: DemoApp, clerk: Agent): Promise<void> {
  const { ouest, est } = await someAires(app)
  const driver = await enter(app, clerk, { lastName: 'Moreau' })
  const rider = await enter(app, clerk, { lastName: 'Lefebvre' })
  const of = (id: string) => `/api/desk/ride-people/${id}`
  await good(await clerk.post(`${of(driver.id)}/trips`, anOffer(app, ouest, est)))
  const { rides } = await find(app, { from: ouest, to: est })
  const booking = await bookForThem(app, clerk, { person: rider, ride: rides[0]! })
  const act = `/api/desk/ride-bookings/${booking.id}/acts`
  await good(await clerk.post(act, { as: 'driver', act: 'accept' }))
  for (const view of ['to-call', 'soon', 'waiting']) {
    const { nextCursor } = await calls(clerk, view, '', 1)
    if (nextCursor) await calls(clerk, view, nextCursor, 1)
  }
  const [call] = (await calls(clerk, 'to-call')).items
  await good(
    await clerk.post(
      `/api/desk/ride-calls/${call!.booking.id}/called`,
      { as: call!.as, called: true },
      { version: call!.version },
    ),
  )
  await useRequests(app, clerk, rider.id)
  for (const query of ['', 'q=lef', 'q=03 27', 'q=sim lef']) {
    const page = await good<{ nextCursor: string | null }>(
      await clerk.get(`/api/desk/ride-people?territory=${demoSiren}&limit=1&${query}`),
    )
    if (page.nextCursor)
      await clerk.get(
        `/api/desk/ride-people?territory=${demoSiren}&limit=1&${query}&cursor=${page.nextCursor}`,
      )
  }
  for (const path of ['bookings?as=driver', 'bookings?when=past', 'trips', ''])
    await clerk.get(`${of(driver.id)}/${path}`.replace(/\/$/, ''))
  for (const path of ['', '/slip.pdf'])
    await clerk.get(`/api/desk/ride-bookings/${booking.id}${path}?as=driver`)
  await good(
    await clerk.patch(
      of(rider.id),
      { firstName: 'Simone', lastName: systemIds.next(), phone: null },
      { version: rider.version },
    ),
  )
  await clerk.remove(of(driver.id), { version: driver.version })
  await useHelper(app, clerk)
}

/** What somebody waits for is left, found, told on the phone and held. */
async function useRequests(app: DemoApp, who: Agent, personId: string): Promise<void> {
  const { ouest, est } = await someAires(app)
  const of = `/api/desk/ride-people/${personId}/requests`
  for (const time of ['07:30', '07:40']) {
    const wish = { id: systemIds.next(), territory: demoSiren, from: ouest, to: est, time, walk: 0 }
    await good(await who.post(of, { ...wish, firstDay: '2026-11-25' }))
  }
  const driver = await enter(app, who, { lastName: systemIds.next() })
  await good(await who.post(`/api/desk/ride-people/${driver.id}/trips`, anOffer(app, ouest, est)))
  app.clock.advance({ minutes: 1 })
  await app.worker.runOnce()
  const calls = `/api/desk/ride-request-calls?territory=${demoSiren}&limit=1`
  const page = await good<RequestCallList>(await who.get(calls))
  await who.get(`${calls}&cursor=${page.nextCursor}`)
  const [call] = page.items
  await good(
    await who.post(
      `/api/desk/ride-request-calls/${call!.request.id}/called`,
      { called: true },
      { version: call!.version },
    ),
  )
  const { items } = await good<{ items: RequestView[] }>(await who.get(of))
  for (const { id, version } of items)
    await good(await who.patch(`/api/ride-requests/${id}`, { status: 'closed' }, { version }))
  await who.remove(`/api/ride-requests/${items[0]!.id}`)
}

/** The same by a volunteer, who is named, listed and dismissed. */
async function useHelper(app: DemoApp, clerk: Agent): Promise<void> {
  const helper = await aHelper(app, clerk, { name: 'Jeanne' })
  const driver = await enter(app, helper, { lastName: 'Carpentier' })
  const { ouest, est } = await someAires(app)
  await good(await helper.post(`/api/desk/ride-people/${driver.id}/trips`, anOffer(app, ouest, est)))
  const rider = await enter(app, helper)
  await bookForThem(app, helper, {
    person: rider,
    ride: (await find(app, { from: ouest, to: est })).rides[0]!,
  })
  for (const view of ['to-call', 'soon', 'waiting']) {
    const { nextCursor } = await calls(helper, view, '', 1)
    if (nextCursor) await calls(helper, view, nextCursor, 1)
  }
  await useRequests(app, helper, rider.id)
  const people = `/api/desk/ride-people?territory=${demoSiren}&limit=1&q=`
  const { nextCursor } = await good<{ nextCursor: string }>(await helper.get(people))
  await helper.get(`${people}&cursor=${nextCursor}`)
  await helper.get(`${people}lef`)
  await clerk.get(`/api/desk/ride-helpers?territory=${demoSiren}`)
  await clerk.remove(`/api/desk/ride-helpers/${helper.id}`)
}
