import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import type { TripWritten } from '../../../api/carpool/trips.schemas.ts'
import { localMail } from '../../../db/schema/index.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { anOffer, aTraveller, find, json, someAires, toBook } from '../../support/rides.ts'

const house = useDemoApp()
const app = () => house.current

it('A whole regular trip taken off tells each passenger once of all their days, and of one day as ever', async () => {
  const aires = await someAires(app())
  const driver = await aTraveller(app(), { name: 'Dominique' })
  const [often, once] = [
    await aTraveller(app(), { name: 'Pascale' }),
    await aTraveller(app(), { name: 'Odile' }),
  ]
  const weekly = { regular: { weekdays: [1, 2, 3, 4, 5] } }
  const body = anOffer(app(), aires.ouest, aires.est, weekly)
  const { trip } = await json<TripWritten>(await driver.call('/api/trips', { body }), 201)
  const book = async (who: typeof often, day: string) => {
    const { rides } = await find(app(), { from: aires.ouest, to: aires.est, at: `${day}T07:30` })
    await json(await who.call('/api/bookings', { body: toBook(app(), rides[0]!) }), 201)
  }
  for (const day of ['2026-11-25', '2026-11-26', '2026-11-27']) await book(often, day)
  await book(once, '2026-11-25')
  await json(await driver.call(`/api/trips/${trip.id}/cancel`, { body: {} }))
  await app().worker.runOnce()
  const told = async ({ email }: typeof often) =>
    (await app().database.read.select().from(localMail).where(eq(localMail.recipient, email))).filter(
      ({ subject }) => subject.includes('annulé'),
    )
  const [mail, ...more] = await told(often)
  expect(more).toEqual([])
  expect(mail!.subject).toMatch(/^3 trajets annulés/)
  expect(mail!.text).toMatch(/25 novembre[\s\S]*26 novembre[\s\S]*27 novembre/)
  expect((await told(once)).map(({ subject }) => subject)).toEqual([expect.stringMatching(/^Trajet annulé/)])
})
