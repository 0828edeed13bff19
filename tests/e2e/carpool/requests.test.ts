import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { desktop, expectNoAxeViolations, phone, screenshot, useBrowser } from '../../support/browser.ts'
import { aTravellerOn, bePerson, callOf } from '../../support/ride-people.ts'
import { json } from '../../support/rides.ts'
import { useServer } from '../../support/server.ts'
import { overflowOf } from '../../support/staff-pages.ts'

// Who finds nobody asks to be told; a driver sees it, offers, and the mail leads to a seat.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const mails = () => server.current.mailbox
const open = (viewport = phone) => browser.openPage({ viewport, baseURL: server.current.url })

/** Five days ahead at three in the morning: nobody of the demo drives then, at whatever hour the test runs. */
const day = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10)
const [bavay, valenciennes] = ['59053', '59606']
const searched = `/trajets?from=${bavay}&to=${valenciennes}&at=${day}T03:00&by=departure`

const placesRead = (page: Page) =>
  page
    .getByLabel('De', { exact: true })
    .locator('option', { hasText: 'Valenciennes' })
    .first()
    .waitFor({ state: 'attached' })
const focused = (page: Page, name: string) =>
  page.evaluate((words) => document.activeElement?.textContent?.includes(words) ?? false, name)
const chosen = (page: Page, label: string) =>
  page.getByLabel(label, { exact: true }).locator('option:checked').innerText()

describe('Who finds no ride', () => {
  it('asks to be told, is told by mail when a driver offers one, and books it from there', async () => {
    const passenger = await open()
    await passenger.goto(searched)
    await passenger.getByText('Personne ne propose ce trajet à cette heure.').waitFor()
    await screenshot(passenger, 'requests-none-phone', { fullPage: true })
    await expectNoAxeViolations(passenger)
    await passenger.getByRole('link', { name: 'Prévenez-moi dès qu’un trajet convient' }).click()
    await passenger.getByRole('heading', { level: 1, name: 'Prévenez-moi' }).waitFor()

    // The same door as for a booking.
    await passenger.getByLabel('Prénom').fill('Pascale')
    await passenger.getByLabel('Votre adresse de courriel').fill('pascale@demandes.example')
    await passenger.getByRole('button', { name: 'Recevoir mon lien' }).click()
    const entry = await mails().waitFor(
      ({ to, links }) =>
        to.includes('pascale@demandes.example') && links.some((link) => link.includes('?token=')),
    )
    await passenger.goto(entry.links.find((link) => link.includes('?token='))!)
    await passenger.getByRole('button', { name: 'Se connecter' }).click()
    await passenger.getByLabel('J’ai lu et j’accepte les règles').check()
    await passenger.getByRole('button', { name: 'Continuer' }).click()

    // What was searched for is there already.
    await placesRead(passenger)
    expect([await chosen(passenger, 'De'), await chosen(passenger, 'À')]).toEqual(['Bavay', 'Valenciennes'])
    expect(await passenger.getByLabel('Le', { exact: true }).inputValue()).toBe(day)
    expect(await passenger.getByLabel('Vers', { exact: true }).inputValue()).toBe('03:00')
    await passenger.getByText('Souhaits, changement de voiture').click()
    await screenshot(passenger, 'requests-form-phone', { fullPage: true })
    await expectNoAxeViolations(passenger)
    await passenger.getByRole('button', { name: 'Me prévenir' }).click()
    const noted = passenger.getByRole('heading', { name: 'C’est noté' })
    await noted.waitFor()
    await expect.poll(() => noted.evaluate((node) => node === document.activeElement)).toBe(true)
    await screenshot(passenger, 'requests-noted-phone', { fullPage: true })

    const mehdi = await aTravellerOn(server.current, { name: 'Mehdi' })
    const driver = await open()
    await bePerson(driver, server.current, mehdi)
    await driver.goto('/trajets')
    const wanted = driver.getByRole('listitem').filter({ hasText: 'Bavay → Valenciennes' })
    await wanted.getByText('3 h').waitFor()
    expect(await driver.content()).not.toContain('Pascale')
    await screenshot(driver, 'requests-wanted-phone', { fullPage: true })
    await expectNoAxeViolations(driver)
    await wanted.getByRole('link', { name: 'Proposer ce trajet' }).click()
    await driver.getByRole('heading', { level: 1, name: 'Proposer un trajet' }).waitFor()
    await driver.getByRole('heading', { name: 'Demandes près de votre trajet' }).waitFor()
    expect(await chosen(driver, 'De')).toMatch(/Bavay/)
    expect(await chosen(driver, 'À')).toMatch(/Valenciennes/)
    expect(await driver.getByLabel('Le', { exact: true }).inputValue()).toBe(day)
    // A press takes the hour of the wish, whatever was typed before.
    await driver.getByLabel('Vers', { exact: true }).fill('05:00')
    await driver.getByRole('button', { name: /^Choisir cette heure/ }).click()
    expect(await driver.getByLabel('Vers', { exact: true }).inputValue()).toBe('03:00')
    await screenshot(driver, 'requests-near-phone', { fullPage: true })
    await expectNoAxeViolations(driver)
    await driver.getByRole('button', { name: 'Proposer ce trajet', exact: true }).click()
    await driver.getByRole('heading', { name: 'Votre trajet est proposé' }).waitFor()
    await driver.getByText('Une personne attendait ce trajet : elle est prévenue.').waitFor()
    await screenshot(driver, 'requests-offered-phone', { fullPage: true })

    const told = await mails().waitFor(({ subject }) => subject.includes('Un trajet pour vous'), 60_000)
    expect(told.to).toContain('pascale@demandes.example')
    expect(told.text).toContain('avec Mehdi. Gratuit.')
    await passenger.goto(told.links.find((link) => link.includes('/trajets/reserver'))!)
    await passenger.getByText('Avec Mehdi').waitFor()
    await screenshot(passenger, 'requests-ready-phone', { fullPage: true })
    await expectNoAxeViolations(passenger)
    await passenger.getByRole('button', { name: 'Envoyer la demande' }).click()
    await passenger.getByRole('heading', { name: 'Votre demande est partie' }).waitFor()

    // One tap of the mail stops it, on any device.
    const stopping = await open()
    await stopping.goto(told.links.find((link) => link.includes('/trajets/ne-plus-prevenir'))!)
    await stopping.getByRole('heading', { level: 1, name: 'Ne plus être prévenu' }).waitFor()
    await screenshot(stopping, 'requests-stop-phone')
    await expectNoAxeViolations(stopping)
    await stopping.getByRole('button', { name: 'Ne plus me prévenir' }).click()
    await stopping.getByText('C’est fait : la demande est en pause.').waitFor()

    await passenger.goto('/trajets/mes-trajets')
    const card = passenger.getByRole('article').filter({ hasText: 'De Bavay à Valenciennes' }).filter({
      hasText: 'En pause',
    })
    await card.waitFor()
    await screenshot(passenger, 'requests-mine-phone', { fullPage: true })
    await expectNoAxeViolations(passenger)
    await passenger.getByRole('button', { name: /^Reprendre/ }).click()
    await passenger.getByText('En cours', { exact: true }).waitFor()
    await passenger.getByRole('button', { name: /^Retirer : / }).click()
    await passenger.getByText('La demande sera effacée. Confirmez-vous ?').waitFor()
    await passenger.getByRole('button', { name: /^Oui, confirmer/ }).click()
    await passenger.getByRole('heading', { name: 'Mes demandes' }).waitFor({ state: 'detached' })

    // The link of a ride that nobody drives any more says so.
    const trips = await json<{ items: { id: string }[] }>(
      await mehdi.call(`/api/trips/mine?territory=${demoSiren}`),
    )
    for (const { id } of trips.items) await json(await mehdi.call(`/api/trips/${id}/cancel`, { body: {} }))
    await passenger.goto(told.links.find((link) => link.includes('/trajets/reserver'))!)
    await passenger.getByText('Ce trajet n’est plus proposé, ou il est déjà parti.').waitFor()
  })

  it('asks by keyboard alone, on a computer, for days of the week', async () => {
    const person = await aTravellerOn(server.current, { name: 'Sacha' })
    const page = await open(desktop)
    await bePerson(page, server.current, person)
    await page.goto(searched)
    await page.getByText('Personne ne propose ce trajet à cette heure.').waitFor()
    await page.getByRole('heading', { level: 2 }).first().focus()
    for (let n = 0; n < 6 && !(await focused(page, 'Prévenez-moi')); n++) await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Prévenez-moi' }).waitFor()
    await placesRead(page)
    await page.getByLabel('De', { exact: true }).focus()
    for (let n = 0; n < 2; n++) await page.keyboard.press('Tab')
    await page.keyboard.press('ArrowRight')
    await page.getByText('Quels jours ?').waitFor()
    await screenshot(page, 'requests-form-wide')
    await expectNoAxeViolations(page)
    for (let n = 0; n < 24 && !(await focused(page, 'Me prévenir')); n++) await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'C’est noté' }).waitFor()
    const { items } = await json<{ items: { weekdays: number[] }[] }>(
      await callOf(server.current, person.cookie)(`/api/ride-requests/mine?territory=${demoSiren}`),
    )
    expect(items).toMatchObject([{ weekdays: [1, 2, 3, 4, 5], from: 'Bavay', to: 'Valenciennes' }])
  })

  it('is told what is wrong, where it is', async () => {
    const person = await aTravellerOn(server.current, { name: 'Lou' })
    const page = await open()
    await bePerson(page, server.current, person)
    await page.goto(`/trajets/prevenir?from=${bavay}`)
    await placesRead(page)
    await page.getByRole('button', { name: 'Me prévenir' }).click()
    await page.getByRole('link', { name: 'Choisissez où vous allez.' }).waitFor()
    await page.getByLabel('À', { exact: true }).selectOption('Valenciennes')
    await page.getByLabel('Le', { exact: true }).fill('2020-01-01')
    await page.getByRole('button', { name: 'Me prévenir' }).click()
    await page.getByText('Cette heure est passée. Choisissez un jour à venir.').waitFor()
    await screenshot(page, 'requests-error-phone', { fullPage: true })
    await expectNoAxeViolations(page)
  })

  it('reads every screen at 320 pixels with double text, and in the dark', async () => {
    const person = await aTravellerOn(server.current, { name: 'Ali' })
    const page = await browser.openPage({
      viewport: { width: 320, height: 640 },
      baseURL: server.current.url,
      colorScheme: 'dark',
    })
    await bePerson(page, server.current, person)
    for (const path of [
      '/trajets',
      searched,
      `/trajets/prevenir?from=${bavay}`,
      '/trajets/ne-plus-prevenir#x',
    ]) {
      await page.goto(path)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'))
      if (path === searched) await page.getByText('Personne ne propose').waitFor()
      if (path.includes('prevenir?')) await placesRead(page)
      expect(await overflowOf(page), path).toBeLessThanOrEqual(0)
    }
    await screenshot(page, 'requests-small-dark')
  })
})
