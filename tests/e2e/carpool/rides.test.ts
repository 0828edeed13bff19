import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { desktop, expectNoAxeViolations, phone, screenshot, useBrowser } from '../../support/browser.ts'
import { useServer } from '../../support/server.ts'
import { overflowOf } from '../../support/staff-pages.ts'

// A commuter finds a ride for tomorrow, the driver accepts from the mail, both are told.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const mails = () => server.current.mailbox

/** Comes in by the link mailed to `email`, in the same browser, as on one's own phone. */
async function enterByMail(page: Page, email: string) {
  const mail = await mails().waitFor(
    ({ to, links }) => to.includes(email) && links.some((link) => link.includes('?token=')),
  )
  await page.goto(mail.links.find((link) => link.includes('?token='))!)
  await page.getByRole('button', { name: 'Se connecter' }).click()
}

/** Says who one is, the first time. */
async function sayWho(
  page: Page,
  { name, email, phone: tel }: { name: string; email: string; phone: string },
) {
  await page.getByLabel('Prénom').fill(name)
  await page.getByLabel('Votre adresse de courriel').fill(email)
  await page.getByRole('button', { name: 'Recevoir mon lien' }).click()
  await page.getByRole('heading', { name: 'Un lien est parti' }).waitFor()
  await enterByMail(page, email)
  await page.getByLabel('Prénom').waitFor()
  expect(await page.getByLabel('Prénom').inputValue()).toBe(name)
  await page
    .getByLabel(/Téléphone/)
    .first()
    .fill(tel)
  await page.getByLabel('J’ai lu et j’accepte les règles').check()
  await page.getByRole('button', { name: 'Continuer' }).click()
}

const open = (viewport = phone) => browser.openPage({ viewport, baseURL: server.current.url })

describe('A commuter', () => {
  it('is taken by a neighbour: offered, found, asked for, accepted from the mail, taken back', async () => {
    const driver = await open()
    await driver.goto('/')
    await driver.getByRole('link', { name: 'Trajets' }).first().click()
    await driver.getByRole('link', { name: 'Proposer un trajet' }).click()
    await expectNoAxeViolations(driver)
    await screenshot(driver, 'rides-who-phone', { fullPage: true })
    await sayWho(driver, { name: 'Mehdi', email: 'mehdi@trajets.example', phone: '06 11 22 33 44' })
    await driver.getByRole('heading', { level: 1, name: 'Proposer un trajet' }).waitFor()
    await placesRead(driver)
    const first = await driver.getByLabel('De', { exact: true }).locator('option').allInnerTexts()
    const [from, to] = [
      first.find((one) => /Bavay/.test(one))!,
      first.find((one) => /Valenciennes/.test(one))!,
    ]
    await driver.getByLabel('De', { exact: true }).selectOption(from)
    await driver.getByLabel('À', { exact: true }).selectOption(to)
    await driver.getByText('Détour, frais, souhaits').click()
    await driver.getByLabel('Partager les frais').check()
    await driver.getByText(/Au plus/).waitFor()
    await driver.getByLabel('Par passager, en euros').fill('1,50')
    await screenshot(driver, 'rides-offer-phone', { fullPage: true })
    await expectNoAxeViolations(driver)
    await driver.getByRole('button', { name: 'Proposer ce trajet' }).click()
    await driver.getByRole('heading', { name: 'Votre trajet est proposé' }).waitFor()

    const passenger = await open()
    await passenger.goto('/trajets')
    await passenger.getByLabel('De', { exact: true }).selectOption('Bavay')
    await passenger.getByLabel('À', { exact: true }).selectOption('Valenciennes')
    await passenger.getByRole('button', { name: 'Chercher un trajet' }).click()
    await passenger.getByText('Avec Mehdi').waitFor()
    await screenshot(passenger, 'rides-found-phone', { fullPage: true })
    await expectNoAxeViolations(passenger)
    const address = new URL(passenger.url())
    expect(address.searchParams.get('to')).toBe('59606')
    await passenger
      .getByRole('article')
      .filter({ hasText: 'Mehdi' })
      .getByRole('button', { name: 'Demander une place' })
      .click()
    await passenger.getByRole('heading', { level: 1, name: 'Demander une place' }).waitFor()
    await sayWho(passenger, { name: 'Pascale', email: 'pascale@trajets.example', phone: '06 55 66 77 88' })
    await passenger.getByLabel(/Un mot au conducteur/).fill('Je serai devant la halle.')
    await screenshot(passenger, 'rides-book-phone', { fullPage: true })
    await expectNoAxeViolations(passenger)
    await passenger.getByRole('button', { name: 'Envoyer la demande' }).click()
    await passenger.getByRole('heading', { name: 'Votre demande est partie' }).waitFor()

    const asked = await mails().waitFor(({ subject }) => subject.includes('demande une place'))
    expect(asked.text).toContain('Pascale demande à venir avec vous.')
    expect(asked.text).not.toContain('55 66 77 88')
    // From the mail, on any device, without signing in.
    const answering = await open()
    await answering.goto(asked.links.find((link) => link.includes('/trajets/reponse'))!)
    await answering.getByRole('heading', { name: 'Pascale demande à venir avec vous' }).waitFor()
    await screenshot(answering, 'rides-answer-phone')
    await expectNoAxeViolations(answering)
    await answering.getByRole('button', { name: 'Accepter' }).click()
    await answering.getByRole('heading', { name: 'C’est d’accord' }).waitFor()
    await answering.getByRole('link', { name: /55/ }).waitFor()

    const told = await mails().waitFor(({ subject }) => subject.includes('C’est d’accord'))
    expect(told.text).toContain('Mehdi vous prend')
    await passenger.getByRole('link', { name: 'Mes trajets' }).click()
    await passenger.getByText('Confirmé').waitFor()
    await passenger.getByRole('link', { name: /11 22/ }).waitFor()
    await screenshot(passenger, 'rides-mine-phone', { fullPage: true })
    await expectNoAxeViolations(passenger)
    await driver.goto('/trajets/mes-trajets')
    await driver.getByText('Passager : Pascale').waitFor()
    await driver.setViewportSize(desktop)
    await screenshot(driver, 'rides-mine-wide', { fullPage: true })

    await passenger.getByRole('button', { name: 'Annuler', exact: true }).click()
    await passenger.getByRole('button', { name: 'Oui, confirmer' }).click()
    await passenger.getByText('Vous avez annulé ce trajet.').waitFor()
    await mails().waitFor(
      ({ to, subject }) => to.includes('mehdi@trajets.example') && subject.includes('Trajet annulé'),
    )

    // Another device knows nothing of where one was going: the link leads to one's own rides.
    const elsewhere = await open()
    await elsewhere.goto('/connexion')
    await elsewhere.getByLabel('Votre adresse de courriel').fill('mehdi@trajets.example')
    const before = mails().mails.length
    await elsewhere.getByRole('button', { name: /lien/ }).click()
    const again = await mails().waitFor(
      (mail) =>
        mail.to.includes('mehdi@trajets.example') &&
        mail.links.some((link) => link.includes('?token=')) &&
        mails().mails.indexOf(mail) >= before,
    )
    await elsewhere.goto(again.links.find((link) => link.includes('?token='))!)
    await elsewhere.getByRole('button', { name: 'Se connecter' }).click()
    await elsewhere.getByRole('heading', { level: 1, name: 'Mes trajets' }).waitFor()
    await elsewhere.getByText('Mon compte', { exact: true }).click()
    await elsewhere.getByText('mehdi@trajets.example').waitFor()
    await elsewhere.getByRole('button', { name: 'Effacer mon compte' }).click()
    await elsewhere.getByText('Confirmez-vous ?').waitFor()
    await screenshot(elsewhere, 'rides-account-phone', { fullPage: true })
    await expectNoAxeViolations(elsewhere)
    await elsewhere.getByRole('button', { name: 'Oui, confirmer' }).click()
    await elsewhere.waitForURL('**/trajets')
    await elsewhere.goto('/trajets/mes-trajets')
    await elsewhere.getByRole('heading', { name: 'Qui êtes-vous ?' }).waitFor()
  })

  it('does it all by keyboard alone, on a computer', async () => {
    const page = await open(desktop)
    await page.goto('/trajets')
    await placesRead(page)
    await page.getByLabel('De', { exact: true }).focus()
    await page.keyboard.type('Bava')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Valen')
    for (let n = 0; n < 16 && !(await focused(page, 'Chercher un trajet')); n++)
      await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 2, name: /De Bavay à Valenciennes/ }).waitFor()
    await page.getByRole('article').first().waitFor()
    await screenshot(page, 'rides-found-wide')
    await expectNoAxeViolations(page)
    for (let n = 0; n < 12 && !(await focused(page, 'Demander une place')); n++)
      await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Demander une place' }).waitFor()
    await page.getByLabel('Prénom').focus()
    await page.keyboard.type('Sacha')
    await page.keyboard.press('Tab')
    await page.keyboard.type('sacha@trajets.example')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Un lien est parti' }).waitFor()
    await enterByMail(page, 'sacha@trajets.example')
    await page.getByLabel('J’ai lu et j’accepte les règles').focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('Enter')
    await page.getByLabel('Nombre de places').waitFor()
    await page.getByRole('button', { name: 'Envoyer la demande' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Votre demande est partie' }).waitFor()
  })

  it('who finds nobody is shown other hours, other days, and whom to call', async () => {
    const page = await open()
    await page.goto('/trajets?from=59053&to=59606&at=2020-01-01T03:00&by=departure')
    await page.getByText('Personne ne propose ce trajet à cette heure.').waitFor()
    // Read from there on, by whoever was sent this link too.
    const found = page.getByRole('heading', { level: 2, name: /vers 3 h/ })
    await expect.poll(() => found.evaluate((node) => node === document.activeElement)).toBe(true)
    await page
      .getByRole('heading', { name: 'D’autres jours, à peu près à cette heure' })
      .or(page.getByText('Besoin d’aide ?'))
      .first()
      .waitFor()
    await screenshot(page, 'rides-none-phone', { fullPage: true })
    await expectNoAxeViolations(page)
  })

  it('who waits at an aire reads what leaves it today, from the sign, and leaves from there', async () => {
    const page = await open()
    await page.goto('/aires?q=quesnoy')
    await page.getByRole('link', { name: /Gare du Quesnoy/ }).click()
    await page.getByRole('heading', { level: 1, name: 'Gare du Quesnoy' }).waitFor()
    await page.goto(`${new URL(page.url()).pathname}?partir=1`)
    const heading = page.getByRole('heading', { name: 'Départs du jour' })
    await heading.waitFor()
    await expect.poll(() => heading.evaluate((node) => node === document.activeElement)).toBe(true)
    await page
      .getByText(/Avec Claude|Aucun départ d’ici aujourd’hui/)
      .first()
      .waitFor()
    await expectNoAxeViolations(page)
    await screenshot(page, 'aire-departures-phone')
    await page.getByRole('link', { name: 'Partir d’ici' }).click()
    await page.getByRole('heading', { level: 1, name: 'Trajets' }).waitFor()
    await expect
      .poll(() => page.getByLabel('De', { exact: true }).locator('option:checked').innerText())
      .toContain('Gare du Quesnoy')
  })

  it('reads every screen at 320 pixels with double text', async () => {
    const page = await open({ width: 320, height: 640 })
    for (const path of [
      '/trajets?from=59053&to=59606',
      '/trajets/proposer',
      '/trajets/mes-trajets',
      '/trajets/reserver',
    ]) {
      await page.goto(path)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'))
      if (path.includes('?'))
        await page.getByRole('article').or(page.getByText('Personne ne propose')).first().waitFor()
      expect(await overflowOf(page), path).toBeLessThanOrEqual(0)
    }
  })
})

/** The places to choose among have been read. */
const placesRead = (page: Page) =>
  page
    .getByLabel('De', { exact: true })
    .locator('option', { hasText: 'Valenciennes' })
    .first()
    .waitFor({ state: 'attached' })

const focused = (page: Page, name: string) =>
  page.evaluate((words) => document.activeElement?.textContent?.includes(words) ?? false, name)
