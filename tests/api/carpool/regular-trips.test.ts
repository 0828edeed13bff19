import { beforeAll, describe, expect, it } from 'vitest'
import type { TripWritten } from '../../../api/carpool/trips.schemas.ts'
import { createTestClock } from '../../support/clock.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { anOffer, aTraveller, find, someAires, type Traveller } from '../../support/rides.ts'

const house = useDemoApp({ clock: createTestClock('2027-03-20T08:00:00Z') })
const app = () => house.current
let aires: Awaited<ReturnType<typeof someAires>>
let driver: Traveller

beforeAll(async () => {
  aires = await someAires(app())
  driver = await aTraveller(app(), { name: 'Dominique' })
})

describe('A regular trip', () => {
  it('leaves on its days, not on holidays or exceptions, at the same hour through both changes of clock', async () => {
    const body = anOffer(app(), aires.ouest, aires.est, {
      firstDay: '2027-03-22',
      regular: { weekdays: [1, 2, 5, 7], exceptions: ['2027-03-23'] },
      back: { id: app().deps.ids.next(), time: '17:45' },
    })
    const answer = await driver.call('/api/trips', { body })
    expect(answer.status).toBe(201)
    const { trip, back } = (await answer.json()) as TripWritten
    const days = trip.departures.map(({ day }) => day)
    // Easter Monday is 29 March 2027.
    expect(days).toContain('2027-03-22')
    expect(days).not.toContain('2027-03-23')
    expect(days).not.toContain('2027-03-29')
    const at = (day: string) =>
      new Date(trip.departures.find((one) => one.day === day)!.departAt).toISOString()
    expect(at('2027-03-26')).toBe('2027-03-26T06:30:00.000Z')
    expect(at('2027-03-28')).toBe('2027-03-28T05:30:00.000Z')
    expect(back).toMatchObject({ origin: { id: aires.est }, returnOfId: trip.id, time: '17:45' })
    const search = { from: aires.ouest, to: aires.est }
    expect((await find(app(), { ...search, at: '2027-03-30T07:30' })).rides).toHaveLength(1)
    const none = await find(app(), { ...search, at: '2027-03-29T07:30' })
    expect(none.rides).toEqual([])
    expect(none.otherwise!.nearest.length).toBeGreaterThan(0)
    expect(none.otherwise!.days.map(({ day }) => day)).toContain('2027-03-30')

    const off = await driver.call(`/api/trips/${trip.id}/days/2027-03-30/cancel`, { body: {} })
    expect(off.status).toBe(200)
    expect((await find(app(), { ...search, at: '2027-03-30T07:30' })).rides).toEqual([])
    // Weeks later the worker has written the days that were too far ahead.
    app().clock.set('2027-04-20T08:00:00Z')
    await app().worker.runOnce()
    expect((await find(app(), { ...search, at: '2027-05-11T07:30' })).rides).toHaveLength(1)
  })
})
