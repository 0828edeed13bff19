import { eq } from 'drizzle-orm'
import type { Page } from 'playwright-core'
import { uuidv7 } from 'uuidv7'
import { describe, expect, it } from 'vitest'
import type { BookingView } from '../../../api/carpool/bookings.schemas.ts'
import { addDays } from '../../../api/platform/days.rules.ts'
import { instantOfWall, wallOfInstant } from '../../../api/platform/paris-time.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { booking } from '../../../db/schema/index.ts'
import { expectNoAxeViolations, phone, screenshot, useBrowser } from '../../support/browser.ts'
import { aResident, airesOf, type Resident } from '../../support/rides-browser.ts'
import { useServer } from '../../support/server.ts'
import { useStore } from '../agenda/parts.ts'

// What becomes of a booking: two cars, late, another time, nobody there.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const store = useStore(server, async () => {})
const mails = () => server.current.mailbox
const minute = 60_000
const aDay = () => addDays(wallOfInstant(Date.now()).day, 2)

async function pageOf(who?: Resident): Promise<Page> {
  const page = await browser.openPage({ viewport: phone, baseURL: server.current.url })
  await who?.enter(page)
  return page
}
const offer = async (who: Resident, from: string, to: string, day: string, time: string) => {
  const body = {
    id: uuidv7(),
    territory: demoSiren,
    originId: from,
    destinationId: to,
    firstDay: day,
    time,
    seats: 2,
  }
  expect((await who.call('/api/trips', body)).status).toBe(201)
}
const mailTo = (who: Resident, words: string) =>
  mails().waitFor(({ to, subject }) => to.includes(who.email) && subject.includes(words))

describe('A ride of two cars', () => {
  it('is found, asked for, and agreed once each driver accepted by their own link', async () => {
    const aires = await airesOf(server.current)
    const [quesnoy, bavay, valenciennes] = [
      'Gare du Quesnoy',
      'Place du Marché de Bavay',
      'Gare de Valenciennes',
    ].map((name) => aires.get(name)!) as [string, string, string]
    const [first, second, passenger] = [
      await aResident(server.current, { name: 'Mehdi' }),
      await aResident(server.current, { name: 'Lucie', phone: '+33611223344', phoneShared: true }),
      await aResident(server.current, { name: 'Pascale' }),
    ]
    const day = aDay()
    await offer(first, quesnoy, bavay, day, '03:10')
    await offer(second, bavay, valenciennes, day, '04:00')
    const page = await pageOf(passenger)
    await page.goto(`/trajets?from=${quesnoy}&to=${valenciennes}&at=${day}T03:10&by=departure`)
    await page.getByText(/Un changement de voiture à Place du Marché de Bavay/).waitFor()
    await screenshot(page, 'rides-transfer-found-phone', { fullPage: true })
    await page.getByRole('button', { name: 'Demander une place' }).first().click()
    await page.getByRole('button', { name: 'Envoyer la demande' }).click()
    await page.getByRole('heading', { name: 'Votre demande est partie' }).waitFor()

    for (const [who, heading] of [
      [first, 'C’est noté, on attend l’autre conducteur'],
      [second, 'C’est d’accord'],
    ] as const) {
      const asked = await mailTo(who, 'demande une place')
      const answering = await pageOf()
      await answering.goto(asked.links.find((link) => link.includes('/trajets/reponse'))!)
      await answering.getByRole('button', { name: 'Accepter' }).click()
      await answering.getByRole('heading', { name: heading }).waitFor()
      await screenshot(answering, `rides-transfer-${who === first ? 'half' : 'yes'}-phone`)
      // Not agreed yet: the phone stays hidden.
      if (who === first) {
        await page.goto('/trajets/mes-trajets')
        await page.getByText('Accepté, on attend l’autre voiture').waitFor()
        expect(await page.getByRole('link', { name: /11\D*22\D*33/ }).count()).toBe(0)
      }
    }
    const told = await mailTo(passenger, 'C’est d’accord')
    expect(told.text).toContain('Lucie vous prend')
    await page.reload()
    await page.getByText('Confirmé').nth(1).waitFor()
    await page.getByText('Voiture 2 sur 2').waitFor()
    await page.getByRole('link', { name: /11\D*22\D*33/ }).waitFor()
    await expectNoAxeViolations(page)
    await screenshot(page, 'rides-transfer-mine-phone', { fullPage: true })

    // A change that would miss the other car is refused in words.
    const driving = await pageOf(first)
    await driving.goto('/trajets/mes-trajets')
    await driving.getByText('Proposer une autre heure').click()
    await driving.getByLabel('Je peux prendre Pascale à').fill('04:20')
    await driving.getByRole('button', { name: 'Proposer cette heure' }).click()
    await driving.getByText(/Pascale raterait sa correspondance/).waitFor()
    await screenshot(driving, 'rides-time-refused-phone', { fullPage: true })
  })
})

describe('A ride that is agreed', () => {
  it('moves when both agree; who is late says so in one press; who did not come is told so and may answer', async () => {
    const aires = await airesOf(server.current)
    const from = aires.get('Place du Marché de Bavay')!
    const to = aires.get('Gare du Quesnoy')!
    const driver = await aResident(server.current, { name: 'Mehdi' })
    const passenger = await aResident(server.current, { name: 'Pascale' })
    const at = Math.ceil(Date.now() / minute + 100) * minute
    const { day, time } = wallOfInstant(at)
    await offer(driver, from, to, day, time)
    const found = await passenger.call(
      `/api/rides?territory=${demoSiren}&from=${from}&to=${to}&at=${day}T${time}&walk=0`,
    )
    const { rides } = (await found.json()) as {
      rides: { legs: { departureId: string; driver: { name: string } }[] }[]
    }
    const leg = rides.flatMap(({ legs }) => legs).find((one) => one.driver.name === 'Mehdi')!
    const asked = await passenger.call('/api/bookings', {
      legs: [{ id: uuidv7(), departureId: leg.departureId, pickUpId: from, dropOffId: to }],
    })
    const { bookings } = (await asked.json()) as { bookings: BookingView[] }
    const { id } = bookings[0]!
    expect((await driver.call(`/api/bookings/${id}/accept`, undefined, 'POST')).status).toBe(200)

    const [driving, riding] = [await pageOf(driver), await pageOf(passenger)]
    await driving.goto('/trajets/mes-trajets')
    const later = wallOfInstant(at + 15 * minute).time
    const shown = (wall: string) =>
      new RegExp(
        String.raw`${Number(wall.slice(0, 2))}\sh${wall.endsWith(':00') ? '' : String.raw`\s${wall.slice(3)}`}`,
      )
    await driving.getByText('Proposer une autre heure').click()
    await driving.getByLabel('Je peux prendre Pascale à').fill(later)
    await driving.getByRole('button', { name: 'Proposer cette heure' }).click()
    await driving.getByText(/Votre passager n’a pas encore répondu/).waitFor()
    await riding.goto('/trajets/mes-trajets')
    await riding.getByText(/Mehdi propose de vous prendre à/).waitFor()
    await expectNoAxeViolations(riding)
    await screenshot(riding, 'rides-time-asked-phone', { fullPage: true })
    await riding.getByRole('button', { name: /D’accord pour/ }).click()
    await riding.getByText(/Mehdi propose de vous prendre à/).waitFor({ state: 'detached' })
    await riding.getByText(shown(later)).first().waitFor()
    await mailTo(driver, 'D’accord pour')

    await riding.getByRole('button', { name: '10 minutes', exact: true }).click()
    await riding.getByText('Vous avez dit : 10 minutes de retard.').waitFor()
    await driving.reload()
    await driving.getByText('Pascale aura environ 10 minutes de retard.').waitFor()
    await driving.getByText('Messages', { exact: true }).click()
    await driving.getByText('Pascale prévient : 10 minutes de retard.').waitFor()
    await driving.getByText(/Pascale est d’accord pour/).waitFor()
    await expectNoAxeViolations(driving)
    await screenshot(driving, 'rides-late-phone', { fullPage: true })

    // Half an hour after the moment agreed.
    const { database } = store.current.deps
    await database.write((tx) =>
      tx
        .update(booking)
        .set({ pickUpAt: Date.now() - 30 * minute, dropOffAt: Date.now() - minute })
        .where(eq(booking.id, id)),
    )
    await driving.reload()
    await driving.getByText('Pascale n’est pas au rendez-vous').click()
    await driving.getByRole('button', { name: 'Dire que la personne n’est pas venue' }).click()
    await driving.getByText('Écrivez ce qui s’est passé, en quelques mots.').waitFor()
    await driving.getByLabel('Que s’est-il passé ?').fill('Attendue vingt minutes.')
    await screenshot(driving, 'rides-no-show-phone', { fullPage: true })
    await driving.getByRole('button', { name: 'Dire que la personne n’est pas venue' }).click()
    await driving.getByText('Vous avez dit que Pascale n’est pas venu.').waitFor()
    expect((await mailTo(passenger, 'Vous n’étiez pas au rendez-vous')).text).toContain(
      'Attendue vingt minutes.',
    )
    await riding.reload()
    await riding.getByText(/Mehdi dit que vous n’êtes pas venu/).waitFor()
    await riding.getByText('Messages', { exact: true }).click()
    await riding.getByLabel('Écrire à Mehdi').fill('J’étais de l’autre côté.')
    await riding.getByRole('button', { name: 'Envoyer' }).click()
    await riding.getByText('J’étais de l’autre côté.').last().waitFor()
    await expectNoAxeViolations(riding)
    await screenshot(riding, 'rides-no-show-answer-phone', { fullPage: true })
    expect(instantOfWall(day, time)).toBe(at)
  })
})
