import { fileURLToPath } from 'node:url'
import { uuidv7 } from 'uuidv7'
import { describe, expect, it } from 'vitest'
import { addDays, weekdayOf } from '../../../api/platform/days.rules.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { expectNoAxeViolations, phone, screenshot, useBrowser } from '../../support/browser.ts'
import { aResident, airesOf } from '../../support/rides-browser.ts'
import { useServer } from '../../support/server.ts'
import { overflowOf } from '../../support/staff-pages.ts'

// A regular trip with a holiday: a passenger books days of it, the driver answers all by one press.

/** The first of the next December, so that Christmas is within the four weeks that are written ahead. */
const year = new Date().getUTCFullYear() + (new Date().getUTCMonth() === 11 ? 1 : 0)
const today = `${year}-12-01`
const movedBy = Date.parse(`${today}T09:00:00Z`) - Date.now()
const clock = fileURLToPath(new URL('../../support/moved-clock.ts', import.meta.url))

const server = useServer({
  demo: true,
  web: true,
  env: { NODE_OPTIONS: `--import ${clock}`, MOVED_CLOCK_MS: String(movedBy) },
})
const browser = useBrowser()
const christmas = `${year}-12-25`
const weekdays = [weekdayOf(christmas), weekdayOf(addDays(christmas, 1))]
const exception = addDays(christmas, -14)
const said = (day: string) =>
  new Intl.DateTimeFormat('fr', { timeZone: 'UTC', weekday: 'long', day: 'numeric', month: 'long' }).format(
    Date.parse(`${day}T12:00:00Z`),
  )

async function open() {
  const page = await browser.openPage({ viewport: phone, baseURL: server.current.url })
  // The phone's clock is that of the server; its timers run.
  await page.clock.setFixedTime(Date.now() + movedBy)
  return page
}

describe('A regular trip', () => {
  it('is booked on several days in one go, by keyboard; the driver accepts them by one press of the mail’s link', async () => {
    const aires = await airesOf(server.current)
    const from = aires.get('Gare du Quesnoy')!
    const to = aires.get('Place du Marché de Bavay')!
    const driver = await aResident(server.current, { name: 'Mehdi' })
    const offered = await driver.call('/api/trips', {
      id: uuidv7(),
      territory: demoSiren,
      originId: from,
      destinationId: to,
      firstDay: addDays(today, 1),
      time: '06:10',
      seats: 2,
      regular: { weekdays, exceptions: [exception] },
    })
    expect(offered.status).toBe(201)
    const { trip } = (await offered.json()) as { trip: { departures: { day: string }[] } }
    const days = trip.departures.map(({ day }) => day)
    expect(days).not.toContain(christmas)
    expect(days).not.toContain(exception)
    expect(days.length).toBeGreaterThanOrEqual(5)

    const passenger = await aResident(server.current, {
      name: 'Pascale',
      phone: '+33612345678',
      phoneShared: true,
    })
    const page = await open()
    await passenger.enter(page)
    await page.goto(`/trajets?from=${from}&to=${to}&at=${days[0]}T06:10&by=departure`)
    const ride = page.getByRole('article').filter({ hasText: 'Mehdi' })
    await ride.getByRole('button', { name: 'Demander une place' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Demander une place' }).waitFor()
    await page.getByLabel('Ce jour seulement').focus()
    await page.keyboard.press('ArrowDown')
    const which = page.getByRole('group', { name: 'Les jours demandés' })
    await which.getByRole('checkbox').first().waitFor()
    // No holiday, no day off: they are simply not there.
    expect(await which.getByRole('checkbox').count()).toBe(days.length)
    expect(await which.getByText(said(christmas)).count()).toBe(0)
    expect(await which.getByText(said(exception)).count()).toBe(0)
    await page.getByRole('group', { name: 'Par jour de la semaine' }).getByRole('checkbox').first().focus()
    await page.keyboard.press('Space')
    const eachWeek = days.filter((day) => weekdayOf(day) === Math.min(...weekdays))
    await page.getByText(`${eachWeek.length} jours choisis`).waitFor()
    // One more, ticked by itself.
    const other = days.find((day) => !eachWeek.includes(day))!
    await which.getByRole('checkbox', { name: new RegExp(said(other)) }).focus()
    await page.keyboard.press('Space')
    await page.getByText(`${eachWeek.length + 1} jours choisis`).waitFor()
    await expectNoAxeViolations(page)
    await screenshot(page, 'rides-days-phone', { fullPage: true })
    await page.getByRole('button', { name: 'Envoyer la demande' }).focus()
    await page.keyboard.press('Enter')
    const done = page.getByRole('heading', { name: 'Votre demande est partie' })
    await done.waitFor()
    await expect.poll(() => done.evaluate((node) => node === document.activeElement)).toBe(true)
    await page.getByRole('heading', { name: `${eachWeek.length + 1} jours demandés` }).waitFor()
    await screenshot(page, 'rides-days-asked-phone', { fullPage: true })

    const n = eachWeek.length + 1
    const mail = await server.current.mailbox.waitFor(
      ({ to: whom, subject }) =>
        whom.includes(driver.email) && subject.includes(`Pascale demande ${n} jours`),
    )
    const answering = await open()
    await answering.goto(mail.links.find((link) => link.includes('/trajets/reponse-jours'))!)
    await answering
      .getByRole('heading', { level: 1, name: `Pascale demande à venir avec vous ${n} jours` })
      .waitFor()
    await expectNoAxeViolations(answering)
    await screenshot(answering, 'rides-days-answer-phone', { fullPage: true })
    await answering.getByText('Répondre jour par jour').click()
    await answering.getByRole('button', { name: `Refuser : ${said(other)}` }).click()
    await answering
      .getByRole('heading', { level: 1, name: `Pascale demande à venir avec vous ${n - 1} jours` })
      .waitFor()
    await answering.getByRole('button', { name: `Accepter les ${n - 1} jours` }).click()
    await answering.getByRole('heading', { level: 1, name: `C’est d’accord pour ${n - 1} jours` }).waitFor()
    await answering.getByRole('link', { name: /12345678/ }).waitFor()
    await screenshot(answering, 'rides-days-agreed-phone', { fullPage: true })
    const told = await server.current.mailbox.waitFor(
      ({ to: whom, subject }) =>
        whom.includes(passenger.email) && subject.includes(`C’est d’accord pour ${n - 1} jours`),
    )
    for (const day of eachWeek) expect(told.text).toContain(said(day))

    await page.getByRole('link', { name: 'Mes trajets' }).click()
    await page.getByText('Conducteur : Mehdi').first().waitFor()
    await page.getByText(new RegExp(`${n - 1} autres jours avec Mehdi`)).click()
    await expectNoAxeViolations(page)
    await screenshot(page, 'rides-days-mine-phone', { fullPage: true })
    await page.getByRole('button', { name: `Annuler les ${n - 1} jours` }).click()
    await page.getByRole('button', { name: 'Oui, confirmer' }).click()
    await server.current.mailbox.waitFor(
      ({ to: whom, subject }) => whom.includes(driver.email) && subject.includes(`${n - 1} trajets annulés`),
    )
    await page.setViewportSize({ width: 320, height: 640 })
    await page.goto(`/trajets?from=${from}&to=${to}&at=${days[0]}T06:10&by=departure`)
    await ride.getByRole('button', { name: 'Demander une place' }).click()
    await page.getByLabel('Plusieurs jours de ce trajet régulier').check()
    await which.getByRole('checkbox').first().waitFor()
    await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'))
    expect(await overflowOf(page)).toBeLessThanOrEqual(0)
  })
})
