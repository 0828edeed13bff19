import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { desktop, expectNoAxeViolations, phone, screenshot, useBrowser } from '../../support/browser.ts'
import { useServer } from '../../support/server.ts'
import { overflowOf } from '../../support/staff-pages.ts'

// From the page of an event, one offers seats; another finds them there and books; the driver accepts.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const mails = () => server.current.mailbox
const open = (viewport = phone, options: object = {}) =>
  browser.openPage({ viewport, baseURL: server.current.url, ...options })

/** A coming evening of the demo's agenda, at a known place with an aire near it. */
async function anEvening(page: Page): Promise<{ path: string; title: string }> {
  const found = await page.evaluate(async (siren) => {
    const read = async (path: string) => (await fetch(path)).json()
    const { items } = await read(`/api/events?territory=${siren}&limit=100`)
    for (const one of items) {
      if (one.cancelled || one.allDay || !one.place || one.startAt < Date.now() + 36 * 3_600_000) continue
      if (one.endAt - one.startAt > 12 * 3_600_000) continue
      const rides = await read(`/api/rides/events/${one.eventId}?date=${one.recurrence}`)
      if (rides.reach) return { path: `${one.path}?date=${one.recurrence}`, title: one.title }
    }
    return null
  }, demoSiren)
  if (!found) throw new Error('the demo has no evening near an aire')
  return found
}

async function enterByMail(page: Page, email: string) {
  const mail = await mails().waitFor(
    ({ to, links }) => to.includes(email) && links.some((link) => link.includes('?token=')),
  )
  await page.goto(mail.links.find((link) => link.includes('?token='))!)
  await page.getByRole('button', { name: 'Se connecter' }).click()
}

async function sayWho(page: Page, name: string, email: string) {
  await page.getByLabel('Prénom').fill(name)
  await page.getByLabel('Votre adresse de courriel').fill(email)
  await page.getByRole('button', { name: 'Recevoir mon lien' }).click()
  await page.getByRole('heading', { name: 'Un lien est parti' }).waitFor()
  await enterByMail(page, email)
  await page.getByLabel('J’ai lu et j’accepte les règles').check()
  await page.getByRole('button', { name: 'Continuer' }).click()
}

const focused = (page: Page, name: string) =>
  page.evaluate(
    (words) =>
      document.activeElement !== document.body &&
      (document.activeElement?.textContent?.includes(words) ?? false),
    name,
  )
async function tabTo(page: Page, name: string) {
  for (let n = 0; n < 80 && !(await focused(page, name)); n++) await page.keyboard.press('Tab')
  expect(await focused(page, name), name).toBe(true)
}

describe('The ride to an event', () => {
  it('is offered from its page, found there by another, booked, accepted', async () => {
    const driver = await open()
    await driver.goto('/agenda')
    const evening = await anEvening(driver)
    await driver.goto(evening.path)
    const block = driver.getByRole('heading', { name: 'Partager le trajet vers cet événement' })
    await block.waitFor()
    await driver.getByText('Personne ne propose de place').first().waitFor()
    await block.scrollIntoViewIfNeeded()
    await screenshot(driver, 'event-rides-none-phone', { fullPage: true })
    await expectNoAxeViolations(driver)
    await driver.getByRole('link', { name: 'Je propose des places' }).click()
    await sayWho(driver, 'Mehdi', 'mehdi@evenement.example')
    await driver.getByText('Pour aller à :').waitFor()
    await driver.getByRole('link', { name: evening.title }).waitFor()
    const from = driver.getByLabel('De', { exact: true })
    await from.locator('option', { hasText: 'Gare de Valenciennes' }).waitFor({ state: 'attached' })
    const to = driver.getByLabel('À', { exact: true })
    expect(await to.inputValue()).not.toBe('')
    expect(await driver.getByLabel('Je fais aussi le retour').isChecked()).toBe(true)
    const before = await driver.getByLabel('Vers', { exact: true }).first().inputValue()
    await from.selectOption(
      await from.locator('option', { hasText: 'Gare de Valenciennes' }).first().innerText(),
    )
    // The hour of leaving follows from the drive.
    await expect.poll(() => driver.getByLabel('Vers', { exact: true }).first().inputValue()).not.toBe(before)
    await screenshot(driver, 'event-rides-offer-phone', { fullPage: true })
    await expectNoAxeViolations(driver)
    await driver.getByRole('button', { name: 'Proposer ce trajet' }).click()
    await driver.getByRole('heading', { name: 'Votre trajet est proposé' }).waitFor()

    const passenger = await open(desktop)
    await passenger.goto(evening.path)
    await passenger.getByText('Avec Mehdi').first().waitFor()
    await screenshot(passenger, 'event-rides-wide', { fullPage: true })
    await expectNoAxeViolations(passenger)
    // Booked by keyboard alone.
    await tabTo(passenger, 'Demander une place')
    await passenger.keyboard.press('Enter')
    await passenger.getByRole('heading', { level: 1, name: 'Demander une place' }).waitFor()
    await sayWho(passenger, 'Pascale', 'pascale@evenement.example')
    await passenger.getByLabel('Nombre de places').waitFor()
    await tabTo(passenger, 'Envoyer la demande')
    await passenger.keyboard.press('Enter')
    await passenger.getByRole('heading', { name: 'Votre demande est partie' }).waitFor()

    const asked = await mails().waitFor(
      ({ to, subject }) => to.includes('mehdi@evenement.example') && subject.includes('demande une place'),
    )
    const answering = await open()
    await answering.goto(asked.links.find((link) => link.includes('/trajets/reponse'))!)
    await answering.getByRole('button', { name: 'Accepter' }).click()
    await answering.getByRole('heading', { name: 'C’est d’accord' }).waitFor()
    await mails().waitFor(
      ({ to, subject }) => to.includes('pascale@evenement.example') && subject.includes('C’est d’accord'),
    )

    const reader = await open()
    await reader.emulateMedia({ colorScheme: 'dark' })
    await reader.goto(evening.path)
    await reader.getByText('Avec Mehdi').first().waitFor()
    await screenshot(reader, 'event-rides-phone-dark', { fullPage: true })
    await expectNoAxeViolations(reader)
    await reader.getByRole('link', { name: 'Je cherche une place' }).click()
    await reader.getByRole('heading', { level: 1, name: 'Trajets' }).waitFor()
    await expect.poll(() => reader.getByLabel('À', { exact: true }).inputValue()).not.toBe('')
    expect(await reader.getByLabel('Cette heure est celle').inputValue()).toBe('arrival')

    // Who finds nothing asks to be told, for this very event: its page says so to drivers.
    const search = await reader.evaluate(() => location.search)
    await passenger.goto(`/trajets/prevenir${search}`)
    await passenger.getByRole('heading', { level: 1, name: 'Prévenez-moi' }).waitFor()
    const start = passenger.getByLabel('De', { exact: true })
    // From a station that is not where the event is, which changes with the day.
    const stations = start.locator('option', { hasText: 'Gare' })
    await stations.first().waitFor({ state: 'attached' })
    const there = await passenger.getByLabel('À', { exact: true }).inputValue()
    const values = await stations.evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value))
    await start.selectOption(values.find((value) => value !== there)!)
    await passenger.getByRole('button', { name: 'Me prévenir' }).click()
    await passenger.getByRole('heading', { name: 'C’est noté' }).waitFor()
    await reader.goto(evening.path)
    await reader.getByText('1 personne cherche une place').waitFor()

    // The agenda's filter finds it.
    await reader.goto('/agenda?ride=true')
    await reader.getByRole('link', { name: evening.title }).first().waitFor()
    const small = await open({ width: 320, height: 640 })
    await small.goto(evening.path)
    await small.getByText('Avec Mehdi').first().waitFor()
    await small.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'))
    expect(await overflowOf(small)).toBeLessThanOrEqual(0)
  })
})
