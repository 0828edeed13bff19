import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BookingView } from '../../../api/carpool/bookings.schemas.ts'
import type { SearchAnswer } from '../../../api/carpool/rides.schemas.ts'
import { addDays } from '../../../api/platform/days.rules.ts'
import { wallOfInstant } from '../../../api/platform/paris-time.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { expectNoAxeViolations, phone, screenshot, useBrowser } from '../../support/browser.ts'
import { openPushService, type PushService } from '../../support/push-service.ts'
import { deliverPush, phoneOf, pressNotification, subscribeTo, tellAtAnyHour } from '../../support/push.ts'
import { aResident, airesOf } from '../../support/rides-browser.ts'
import { useServer } from '../../support/server.ts'

// A driver is told on their phone, and accepts from the notification.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
let pushes: PushService
beforeAll(async () => {
  pushes = await openPushService()
})
afterAll(() => pushes.close())

describe('A driver who is told on their phone', () => {
  it('turns it on in « Mes trajets », accepts by one press of the notification, and turns it off', async () => {
    const aires = await airesOf(server.current)
    const from = aires.get('Place du Marché de Bavay')!
    const to = aires.get('Gare du Quesnoy')!
    const driver = await aResident(server.current, { name: 'Mehdi' })
    const passenger = await aResident(server.current, { name: 'Pascale' })
    const page = await browser.openPage({ viewport: phone, baseURL: server.current.url, serviceWorker: true })
    await subscribeTo(page, pushes.subscribe())
    await driver.enter(page)
    await page.goto('/trajets/mes-trajets')
    await page.getByRole('heading', { name: 'Être prévenu sur ce téléphone' }).waitFor()
    await screenshot(page, 'rides-push-offer-phone', { fullPage: true })
    await page.getByRole('button', { name: 'Me prévenir' }).click()
    await page.getByText('Ce téléphone vous prévient de vos trajets.').waitFor()
    await tellAtAnyHour(server.current.url, await phoneOf(page))
    await expectNoAxeViolations(page)
    await screenshot(page, 'rides-push-on-phone', { fullPage: true })

    const day = addDays(wallOfInstant(Date.now()).day, 2)
    const body = {
      id: uuidv7(),
      territory: demoSiren,
      originId: from,
      destinationId: to,
      firstDay: day,
      time: '03:20',
      seats: 2,
    }
    expect((await driver.call('/api/trips', body)).status).toBe(201)
    const ask = async () => {
      const found = await passenger.call(
        `/api/rides?territory=${demoSiren}&from=${from}&to=${to}&at=${day}T03:20&walk=0`,
      )
      const [ride] = ((await found.json()) as SearchAnswer).rides
      const asked = await passenger.call('/api/bookings', {
        legs: [{ id: uuidv7(), departureId: ride!.legs[0]!.departureId, pickUpId: from, dropOffId: to }],
      })
      expect(asked.status).toBe(201)
      return ((await asked.json()) as { bookings: BookingView[] }).bookings[0]!
    }
    const stateOf = async ({ id }: BookingView) =>
      ((await (await passenger.call(`/api/bookings/${id}`)).json()) as BookingView).status

    const booking = await ask()
    const [push] = await pushes.waitFor(1, 20_000)
    const [shown] = await deliverPush(page, push!.content)
    expect(shown).toMatchObject({
      title: 'Pascale demande à venir avec vous.',
      actions: [
        { action: 'accept', title: 'J’accepte' },
        { action: 'see', title: 'Voir' },
      ],
    })
    expect(await stateOf(booking)).toBe('WAITING_CONFIRMATION')
    const [done] = await pressNotification(page, shown!, 'accept')
    expect(done!.body).toBe('Votre accord est parti : nous prévenons Pascale.')
    expect(await stateOf(booking)).toBe('CONFIRMED')

    // Taken back meanwhile: pressing is refused, and what is shown leads to the page that says so.
    await passenger.call(`/api/bookings/${booking.id}/cancel`, { reason: 'ill' })
    const second = await ask()
    const requests = () =>
      pushes.received.filter(({ content }) => String(content['title']).includes('demande à venir'))
    await expect.poll(() => requests().length, { timeout: 20_000 }).toBe(2)
    const [again] = await deliverPush(page, requests()[1]!.content)
    await passenger.call(`/api/bookings/${second.id}/cancel`, { reason: 'ill' })
    const [failed] = await pressNotification(page, again!, 'accept')
    expect(failed!.body).toContain('n’est pas partie')
    await page.goto(String((failed!.data as { url: string }).url))
    await page.getByRole('heading', { level: 1, name: 'La demande est annulée' }).waitFor()
    expect(await stateOf(second)).toBe('CANCELLED')

    await page.goto('/trajets/mes-trajets')
    await page.getByRole('button', { name: 'Ne plus me prévenir ici' }).click()
    await page.getByRole('heading', { name: 'Être prévenu sur ce téléphone' }).waitFor()
    await ask()
    await server.current.mailbox.waitFor(
      ({ to: whom, subject }) => whom.includes(driver.email) && subject.includes('demande une place'),
    )
  })
})
