import type { Page } from 'playwright-core'
import { uuidv7 } from 'uuidv7'
import { describe, expect, it } from 'vitest'
import type { BookingView } from '../../../api/carpool/bookings.schemas.ts'
import { wallOfInstant } from '../../../api/platform/paris-time.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { desktop, expectNoAxeViolations, phone, screenshot, useBrowser } from '../../support/browser.ts'
import { readPdf } from '../../support/pdf.ts'
import { aResident } from '../../support/rides-browser.ts'
import { useServer } from '../../support/server.ts'
import { overflowOf, signInTo } from '../../support/staff-pages.ts'

// The desk lets a volunteer book for people without a phone: she does it for her neighbour, and calls him back.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const open = (viewport = phone) => browser.openPage({ baseURL: server.current.url, viewport })
const tomorrow = () => wallOfInstant(Date.now() + 86_400_000).day

/** A driver who offers Bavay → Le Quesnoy tomorrow. */
async function aDriver(time: string) {
  const driver = await aResident(server.current, {
    name: 'Nadia',
    phone: '06 11 22 33 44',
    phoneShared: true,
  })
  const aireIn = async (commune: string) => {
    const list = await driver.call(`/api/aires?territory=${demoSiren}&commune=${commune}`)
    return ((await list.json()) as { items: { id: string }[] }).items[0]!.id
  }
  const [originId, destinationId] = [await aireIn('59053'), await aireIn('59481')]
  const trip = {
    id: uuidv7(),
    territory: demoSiren,
    originId,
    destinationId,
    firstDay: tomorrow(),
    time,
    seats: 3,
  }
  expect((await driver.call('/api/trips', trip)).status).toBe(201)
  return driver
}

/** Until the focus is on the field or the button of that name, as somebody tabbing does. */
async function tabTo(page: Page, name: string) {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab')
    const here = await page.evaluate(() => {
      const control = document.activeElement as HTMLInputElement | null
      const text = (control?.labels?.[0] ?? control)?.textContent
      return (control?.getAttribute('aria-label') ?? text)?.trim() ?? ''
    })
    if (here.replaceAll('\u00a0', ' ').startsWith(name)) return
  }
  throw new Error(`the focus never reached ${name}`)
}

const placesRead = (page: Page) =>
  page
    .getByLabel('De', { exact: true })
    .locator('option', { hasText: 'Quesnoy' })
    .first()
    .waitFor({ state: 'attached' })

describe('A volunteer', () => {
  it('is named by the desk, books for a neighbour by keyboard, calls him back, prints his slip; then it ends', async () => {
    const driver = await aDriver('09:20')
    const volunteer = await aResident(server.current, { name: 'Jeanne' })
    const page = await open()
    await volunteer.enter(page)
    await page.goto('/trajets/pour-quelquun')
    await page.getByText('Cette page est pour les bénévoles désignés par l’accueil.').waitFor()

    const desk = await open(desktop)
    await signInTo(desk, server.current, 'accueil@mormal.example', '/agents/trajets/entraide')
    const named = desk.getByRole('region', { name: 'Bénévoles qui réservent pour d’autres' })
    await named.getByText('Aucun bénévole pour le moment.').waitFor()
    await named.getByLabel('Adresse courriel du bénévole').fill('personne@trajets.example')
    await named.getByRole('button', { name: 'Laisser réserver pour d’autres' }).click()
    await named.getByText('Demandez-lui de s’inscrire d’abord').waitFor()
    await named.getByLabel('Adresse courriel du bénévole').fill(volunteer.email)
    await named.getByRole('button', { name: 'Laisser réserver pour d’autres' }).click()
    await named.getByText('Jeanne', { exact: true }).waitFor()
    await screenshot(desk, 'helpers-desk-wide', { fullPage: true })
    await expectNoAxeViolations(desk)
    await server.current.mailbox.waitFor(
      ({ to, subject }) =>
        to.includes(volunteer.email) && subject.includes('Vous pouvez réserver pour quelqu’un'),
    )

    await page.goto('/trajets/mes-trajets')
    await page.getByRole('link', { name: 'Réserver pour quelqu’un' }).click()
    await page.getByRole('heading', { level: 1, name: 'Réserver pour quelqu’un' }).waitFor()
    await page.getByText('Aucun appel à passer.').waitFor()
    await page.getByRole('link', { name: 'Réserver', exact: true }).focus()
    await page.keyboard.press('Enter')
    await placesRead(page)
    await page.getByRole('link', { name: 'Personnes' }).focus()
    await tabTo(page, 'De')
    await page.keyboard.type('Bava')
    await tabTo(page, 'À')
    await page.keyboard.type('Le Ques')
    await tabTo(page, 'Chercher un trajet')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 2, name: /De Bavay à Le Quesnoy/ }).waitFor()
    await tabTo(page, 'Demander une place')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Pour qui ?' }).waitFor()
    await tabTo(page, 'Prénom')
    await page.keyboard.type('Gilbert')
    await tabTo(page, 'Nom')
    await page.keyboard.type('Moreau')
    await tabTo(page, 'Téléphone')
    await page.keyboard.type('03 27 11 22 33')
    await tabTo(page, 'Elle a 18 ans')
    await page.keyboard.press('Space')
    await tabTo(page, 'Enregistrer cette personne')
    await page.keyboard.press('Enter')
    await page.getByText('Gilbert Moreau', { exact: true }).waitFor()
    await tabTo(page, 'Envoyer la demande')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Votre demande est partie' }).waitFor()

    const asked = (await (
      await driver.call(`/api/bookings/mine?territory=${demoSiren}&as=driver`)
    ).json()) as {
      items: BookingView[]
    }
    const booking = asked.items[0]!
    expect(booking.other.name).toBe('Gilbert M.')
    expect((await driver.call(`/api/bookings/${booking.id}/accept`, undefined, 'POST')).status).toBe(200)

    await page.getByRole('link', { name: 'Appels' }).click()
    const call = page
      .getByRole('region', { name: 'À rappeler' })
      .getByRole('article', { name: 'Gilbert Moreau' })
    await call.getByText('Nadia accepte : le trajet est confirmé.').waitFor()
    await screenshot(page, 'helpers-calls-phone', { fullPage: true })
    await expectNoAxeViolations(page)
    // The desk sees whose call it is.
    await desk.goto('/agents/trajets')
    await desk.getByText('Suivie par Jeanne, bénévole, qui l’appelle.').first().waitFor()
    await call.getByRole('button', { name: /^Appelé/ }).click()
    await call.getByText(/Appelé par Jeanne/).waitFor()
    await page.getByRole('link', { name: 'Gilbert Moreau' }).first().click()
    await page.getByRole('heading', { level: 1, name: 'Gilbert Moreau' }).waitFor()
    await page.getByText('Confirmé').waitFor()
    await screenshot(page, 'helpers-person-phone', { fullPage: true })
    const slip = await page
      .getByRole('link', { name: 'Bulletin à imprimer' })
      .evaluate((link) => (link as HTMLAnchorElement).href)
    const { pages } = await readPdf(await (await page.request.get(slip)).body())
    expect(pages[0]!.text.replaceAll('\u00a0', ' ')).toContain('Avec Nadia – 06 11 22 33 44')
    // Nadia would rather leave later: he agrees, on the phone.
    const pickUpAt = booking.pickUpAt + 15 * 60_000
    expect((await driver.call(`/api/bookings/${booking.id}/time`, { pickUpAt })).status).toBe(200)
    await page.reload()
    await page.getByText('En retard, autre heure, personne au rendez-vous').click()
    await page.getByText('Nadia propose de vous prendre à 9 h 35.').waitFor()
    await screenshot(page, 'helpers-time-phone', { fullPage: true })
    await expectNoAxeViolations(page)
    await page.getByRole('button', { name: /^D’accord/ }).click()
    await page.getByText('9 h 35', { exact: true }).waitFor()
    const person = new URL(page.url()).pathname
    await page.setViewportSize({ width: 320, height: 640 })
    for (const path of ['', '/reserver', '/proposer', '/personnes']) {
      await page.goto(`/trajets/pour-quelquun${path}`)
      await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'))
      await page.getByRole('navigation', { name: 'Réserver pour quelqu’un : écrans' }).waitFor()
      expect(await overflowOf(page), path).toBeLessThanOrEqual(0)
    }

    await desk.goto('/agents/trajets/entraide')
    await named.getByRole('button', { name: 'Retirer : Jeanne' }).click()
    await named.getByText('L’accueil s’occupera des personnes').waitFor()
    await named.getByRole('button', { name: 'Oui, confirmer : Jeanne' }).click()
    await named.getByText('Aucun bénévole pour le moment.').waitFor()
    await page.goto(person)
    await page.getByText('Cette page est pour les bénévoles désignés par l’accueil.').waitFor()
  })
})
